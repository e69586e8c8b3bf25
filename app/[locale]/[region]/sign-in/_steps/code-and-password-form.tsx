import type { Translator } from "#lib/i18n/translate.ts";
import { shortestPassword } from "#lib/sign-in/password-rules.ts";
import { StepForm, type StepState } from "./step-form.tsx";

type CodeAndPasswordFormProps = {
  readonly t: Translator;
  readonly action: (state: StepState, form: FormData) => Promise<StepState>;
  readonly iin: string;
};

/** «Обновить»: the code out of the SMS and a password of one's own together, as manual 000 asks for them. */
export function CodeAndPasswordForm({ t, action, iin }: CodeAndPasswordFormProps) {
  return (
    <StepForm
      action={action}
      username={iin}
      reveal={{ show: t("password.show"), hide: t("password.hide") }}
      summary={t("error.summaryTitle")}
      button={t("password.update")}
      fields={[
        { kind: "code", name: "code", label: t("code.field.label"), hint: t("code.field.hint") },
        {
          kind: "new-password",
          name: "password",
          label: t("password.create.label"),
          hint: `${t("password.create.hint")}. ${t("password.advice", { n: shortestPassword })}`,
        },
        { kind: "new-password", name: "repeat", label: t("password.repeat.label") },
      ]}
    />
  );
}
