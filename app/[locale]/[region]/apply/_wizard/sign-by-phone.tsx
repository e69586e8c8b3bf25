import { MobilePanel } from "#app/_eds/mobile-panel.tsx";
import { mobileSentence } from "#app/_eds/mobile-sentences.ts";
import { probablyOnPhone } from "#app/_eds/phone-hint.ts";
import { WaitForPhone } from "#app/_eds/wait-for-phone.tsx";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { portalOrigin } from "#app/_request/action.ts";
import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import type { SigningView } from "#lib/applications/compose.ts";
import { translator, type Translator } from "#lib/i18n/translate.ts";
import { mobileSigningOf, type MobileView } from "#lib/sign-in/mobile-view.ts";
import { type Check, typePath } from "./steps.ts";

type SignByPhoneProps = {
  readonly place: PortalPage;
  readonly draftId: string;
  readonly signing: SigningView;
  readonly check: Check | null;
};

const formId = "phone-signed";

/** The second way to sign: in eGov Mobile, on this telephone or on the one beside the computer. */
export async function SignByPhone({ place, draftId, signing, check }: SignByPhoneProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const [browserSecret, now] = await Promise.all([readBrowserSecret(), currentInstant()]);
  const asker = {
    regionId: portal.id,
    purpose: "application",
    subjectId: signing.requestId,
  } as const;
  const view =
    browserSecret === null
      ? null
      : await mobileSigningOf({ ...asker, browserSecret }, portalOrigin(), now);
  const open = view !== null && view.state !== "late" && view.state !== "refused";
  const base = `${typePath(root, signing.content.queueType)}/mobile`;
  return (
    <section id="phone" aria-labelledby="phone-title" className="grid max-w-text gap-4">
      <h2 id="phone-title" className="text-xl">
        {t("mgov.sign.title")}
      </h2>
      <p>{t("mgov.sign.text")}</p>
      <Trouble t={t} view={view} check={check} />
      {open && (
        <>
          <MobilePanel t={t} view={view} onPhone={await probablyOnPhone()} />
          <form id={formId} action={`${base}/check`} method="post" className="grid gap-3">
            <input type="hidden" name="draft" value={draftId} />
            <input type="hidden" name="signing" value={view.id} />
            <WaitForPhone
              id={view.id}
              state={view.state === "waiting" ? "waiting" : "seen"}
              left={view.expiresAt.getTime() - now.getTime()}
              texts={{
                waiting: t("mgov.wait", { time: "{time}" }),
                seen: t("mgov.seen"),
                signed: t("mgov.signedShort"),
              }}
              form={formId}
            />
            <div>
              <Button look="secondary" wide>
                {t("mgov.done")}
              </Button>
            </div>
          </form>
        </>
      )}
      <form action={`${base}/start`} method="post">
        <input type="hidden" name="draft" value={draftId} />
        <input type="hidden" name="request" value={signing.requestId} />
        <Button look={open ? "quiet" : "secondary"} wide>
          {view === null ? t("mgov.sign.begin") : t("mgov.again")}
        </Button>
      </form>
    </section>
  );
}

type TroubleProps = {
  readonly t: Translator;
  readonly view: MobileView | null;
  readonly check: Check | null;
};

function Trouble({ t, view, check }: TroubleProps) {
  if (view !== null && (view.state === "late" || view.state === "refused")) {
    return (
      <Alert tone={view.state === "late" ? "wait" : "stop"} role="alert">
        <p>{mobileSentence(t, view)}</p>
      </Alert>
    );
  }
  if (check !== "phone" && check !== "relay") return null;
  return (
    <Alert tone="wait" role="alert">
      <p>{check === "phone" ? t("mgov.error.notSigned") : t("mgov.error.relay")}</p>
    </Alert>
  );
}
