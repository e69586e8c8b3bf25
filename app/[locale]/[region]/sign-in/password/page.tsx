import type { Metadata } from "next";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { translator } from "#lib/i18n/translate.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { keptIin } from "../_steps/kept-iin.ts";
import { StepForm } from "../_steps/step-form.tsx";
import { StepPage } from "../_steps/step-page.tsx";
import { finishByPassword } from "./actions.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "signin.ways.password");
}

/** IIN and the password of one's own; the IIN of the step before stands there already. */
export default async function SignInByPasswordPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal } = place;
  const returnTo = safeReturnPath(queryValue(await searchParams, "return"), portal.slug);
  const t = translator(locale);
  const iin = await keptIin(portal.id);
  return (
    <StepPage place={place} page="password" returnTo={returnTo} way={t("signin.ways.password")}>
      <StepForm
        action={finishByPassword.bind(null, locale, portal.slug, returnTo)}
        reveal={{ show: t("password.show"), hide: t("password.hide") }}
        summary={t("error.summaryTitle")}
        button={t("signin.enter")}
        second={{ name: "forgot", label: t("password.forgot") }}
        fields={[
          {
            kind: "iin",
            name: "iin",
            label: t("signin.iin.label"),
            hint: t("signin.iin.hint"),
            ...(iin !== null && { value: iin }),
          },
          { kind: "password", name: "password", label: t("password.enter") },
        ]}
      />
    </StepPage>
  );
}
