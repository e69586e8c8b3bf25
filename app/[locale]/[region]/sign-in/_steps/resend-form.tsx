import type { Translator } from "#lib/i18n/translate.ts";
import { StepForm, type StepState } from "./step-form.tsx";

type ResendFormProps = {
  readonly t: Translator;
  readonly action: (state: StepState, form: FormData) => Promise<StepState>;
  /** Seconds until the next code may be asked for; 0 when it may. */
  readonly seconds: number;
};

/**
 * «Отправить код еще раз», with the seconds to wait. The page's script counts them down and keeps the button still;
 * without it the button answers with the seconds that are left.
 */
export function ResendForm({ t, action, seconds }: ResendFormProps) {
  return (
    <div data-countdown={seconds > 0 ? seconds : undefined}>
      <StepForm
        action={action}
        fields={[]}
        button={t("code.resend")}
        look="secondary"
        summary={t("error.summaryTitle")}
      >
        {seconds > 0 && (
          <p
            data-countdown-text={t("code.nextInSeconds", { n: "{n}" })}
            className="mb-3 text-ink-soft"
          >
            {t("code.nextInSeconds", { n: seconds })}
          </p>
        )}
      </StepForm>
    </div>
  );
}

/** Whole seconds from `now` to `until`, never less than none. */
export function secondsUntil(until: Date, now: Date): number {
  return Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1000));
}
