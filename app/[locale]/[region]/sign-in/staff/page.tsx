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
import { StepForm } from "../_steps/step-form.tsx";
import { StepPage } from "../_steps/step-page.tsx";
import { askAsStaff, beginAnew, finishAsStaff } from "./actions.ts";
import { keptLogin } from "./kept-login.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "signin.staff.title");
}

/** Staff enter by password and a code to their address, or by EDS like everybody. */
export default async function SignInAsStaffPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal } = place;
  const query = await searchParams;
  const returnTo = safeReturnPath(queryValue(query, "return"), portal.slug);
  const t = translator(locale);
  const login = await keptLogin(portal.id);
  return (
    <StepPage
      place={place}
      page="staff"
      returnTo={returnTo}
      way={t("signin.staff.title")}
      title={t("signin.staff.title")}
    >
      {queryValue(query, "set") !== undefined && login === null && (
        <Alert tone="done">
          <p>{t("signin.invitation.done")}</p>
        </Alert>
      )}
      {login === null ? (
        <StepForm
          action={askAsStaff.bind(null, locale, portal.slug, returnTo)}
          reveal={{ show: t("password.show"), hide: t("password.hide") }}
          summary={t("error.summaryTitle")}
          button={t("signin.continue")}
          fields={[
            {
              kind: "login",
              name: "login",
              label: t("signin.staff.login"),
            },
            { kind: "password", name: "password", label: t("password.enter") },
          ]}
        />
      ) : (
        <CodeStep place={place} returnTo={returnTo} />
      )}
    </StepPage>
  );
}

type CodeStepProps = { readonly place: PortalPage; readonly returnTo: string | null };

async function CodeStep({ place: { locale, portal }, returnTo }: CodeStepProps) {
  const t = translator(locale);
  const browserSecret = await readBrowserSecret();
  const asked = { regionId: portal.id, purpose: "staff" } as const;
  const waiting =
    browserSecret === null
      ? null
      : await waitingCode(db(), { browserSecret, ...asked }, await currentInstant());
  const open = waiting !== null && waiting.left > 0 ? waiting : null;
  return (
    <>
      <Alert tone={open === null ? "wait" : "info"}>
        <p>{open === null ? t("code.expired") : t("signin.staff.sent", { email: open.masked })}</p>
      </Alert>
      {open !== null && (
        <StepForm
          action={finishAsStaff.bind(null, locale, portal.slug, returnTo)}
          summary={t("error.summaryTitle")}
          button={t("signin.enter")}
          fields={[{ kind: "code", name: "code", label: t("signin.staff.code") }]}
        />
      )}
      <form action={beginAnew.bind(null, locale, portal.slug, returnTo)}>
        <Button look="quiet">{t("signin.staff.anew")}</Button>
      </form>
    </>
  );
}
