import type { Metadata } from "next";

import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Button } from "#app/_ui/button.tsx";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { waitingCode } from "#lib/sign-in/codes.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { ResendForm, secondsUntil } from "../_steps/resend-form.tsx";
import { StepForm } from "../_steps/step-form.tsx";
import { StepPage } from "../_steps/step-page.tsx";
import { askByPair, chooseAnotherPair, finishByPair, sendAgain } from "./actions.ts";
import { keptPair } from "./kept-pair.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "signin.ways.oneTimeCode");
}

/** Manual 004: phone and IIN that belong together in the mobile citizens' database, then the code. */
export default async function SignInByOneTimeCodePage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal } = place;
  const returnTo = safeReturnPath(queryValue(await searchParams, "return"), portal.slug);
  const t = translator(locale);
  const pair = await keptPair(portal.id);
  const bound = [null, locale, portal.slug, returnTo] as const;
  return (
    <StepPage
      place={place}
      page="one-time-code"
      returnTo={returnTo}
      way={t("signin.ways.oneTimeCode")}
    >
      {pair === null ? (
        <>
          <Alert>
            <p>{t("otc.bmg")}</p>
          </Alert>
          <StepForm
            action={askByPair.bind(...bound)}
            summary={t("error.summaryTitle")}
            button={t("signin.enter")}
            fields={[
              { kind: "phone", name: "phone", label: t("otc.phone") },
              { kind: "iin", name: "iin", label: t("otc.iin") },
            ]}
          />
        </>
      ) : (
        <CodeStep place={place} returnTo={returnTo} />
      )}
    </StepPage>
  );
}

type CodeStepProps = { readonly place: PortalPage; readonly returnTo: string | null };

async function CodeStep({ place: { locale, portal }, returnTo }: CodeStepProps) {
  const t = translator(locale);
  const now = await currentInstant();
  const browserSecret = await readBrowserSecret();
  const waiting =
    browserSecret === null
      ? null
      : await waitingCode(db(), { browserSecret, regionId: portal.id, purpose: "one-time" }, now);
  const open = waiting !== null && waiting.left > 0 ? waiting : null;
  const bound = [null, locale, portal.slug, returnTo] as const;
  return (
    <>
      <Alert tone={open === null ? "wait" : "info"}>
        <p>{open === null ? t("code.expired") : t("code.sent", { phone: open.masked })}</p>
      </Alert>
      {open !== null && (
        <StepForm
          action={finishByPair.bind(...bound)}
          summary={t("error.summaryTitle")}
          button={t("signin.enter")}
          fields={[
            { kind: "code", name: "code", label: t("otc.code"), hint: t("code.field.hint") },
          ]}
        />
      )}
      <ResendForm
        t={t}
        action={sendAgain.bind(...bound)}
        seconds={waiting === null ? 0 : secondsUntil(waiting.resendAt, now)}
      />
      <p className="text-sm text-ink-soft">{t("code.risk")}</p>
      <form action={chooseAnotherPair.bind(...bound)}>
        <Button look="quiet">{t("otc.other")}</Button>
      </form>
    </>
  );
}
