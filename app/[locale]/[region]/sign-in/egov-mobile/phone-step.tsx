import { MobilePanel } from "#app/_eds/mobile-panel.tsx";
import { WaitForPhone } from "#app/_eds/wait-for-phone.tsx";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { TextField } from "#app/_ui/text-field.tsx";
import type { PortalPage } from "#app/_request/region.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { MobileView } from "#lib/sign-in/mobile-view.ts";
import type { MobileProblem } from "./address.ts";

type PhoneStepProps = {
  readonly place: PortalPage;
  readonly returnTo: string | null;
  readonly view: MobileView;
  readonly problem: MobileProblem | null;
  readonly onPhone: boolean;
  readonly now: Date;
};

const formId = "entry";

/**
 * The QR code or the link, and the field for the code that only the telephone shows. Whoever was sent somebody else's
 * QR code signs for a browser that does not know this code.
 */
export function PhoneStep({ place, returnTo, view, problem, onPhone, now }: PhoneStepProps) {
  const { locale, root } = place;
  const t = translator(locale);
  const signed = view.state === "signed";
  const state = view.state === "signed" || view.state === "seen" ? view.state : "waiting";
  const error = fieldError();
  return (
    <div className="grid gap-6">
      {problem === "not-signed" && !signed && (
        <Alert tone="wait" role="alert">
          <p>{t("mgov.error.notSigned")}</p>
        </Alert>
      )}
      {signed && (
        <Alert tone="done" role="alert">
          <p>{view.asksCode ? t("mgov.signed") : t("mgov.signedShort")}</p>
        </Alert>
      )}
      {!view.asksCode && !signed && (
        <Alert tone="done">
          <p>{t("mgov.entry.accepted")}</p>
        </Alert>
      )}
      {!signed && <MobilePanel t={t} view={view} onPhone={onPhone} />}
      <form
        id={formId}
        action={`${root}/sign-in/egov-mobile/check`}
        method="post"
        noValidate
        className="grid gap-3"
      >
        {returnTo !== null && <input type="hidden" name="return" value={returnTo} />}
        <input type="hidden" name="signing" value={view.id} />
        <WaitForPhone
          id={view.id}
          state={state}
          left={view.expiresAt.getTime() - now.getTime()}
          texts={{
            waiting: t("mgov.wait", { time: "{time}" }),
            seen: t("mgov.seen"),
            signed: view.asksCode ? t("mgov.signed") : t("mgov.signedShort"),
          }}
          form={formId}
        />
        {view.asksCode && (
          <TextField
            name="code"
            label={t("mgov.entry.label")}
            hint={t("mgov.entry.hint")}
            error={error}
            width="tiny"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
          />
        )}
        <div>
          {/* Before, the link is what one presses. */}
          <Button look={onPhone && !signed ? "secondary" : "primary"} wide>
            {t("mgov.done")}
          </Button>
        </div>
      </form>
      <form action={`${root}/sign-in/egov-mobile/start`} method="post">
        {returnTo !== null && <input type="hidden" name="return" value={returnTo} />}
        <Button look="quiet" wide>
          {t("mgov.again")}
        </Button>
      </form>
    </div>
  );

  function fieldError(): string | undefined {
    if (problem === "wrong-code") return t("mgov.error.wrongCode", { n: view.triesLeft });
    if (problem === "screen-code") return t("mgov.error.screenCode");
    return problem === "not-a-code" ? t("mgov.error.notACode") : undefined;
  }
}
