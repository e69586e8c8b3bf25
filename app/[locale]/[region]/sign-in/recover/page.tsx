import type { Metadata } from "next";

import { redirect } from "next/navigation";

import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { recoveryState } from "#lib/sign-in/recovery-state.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { keptIin } from "../_steps/kept-iin.ts";
import { StepForm } from "../_steps/step-form.tsx";
import { StepPage } from "../_steps/step-page.tsx";
import { stepPath } from "../_steps/visitor.ts";
import { Blocked } from "./_parts/blocked.tsx";
import { Questions } from "./_parts/questions.tsx";
import { beginRecovery } from "./actions.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "recover.title");
}

/** «Обновление номера телефона» (manuals 000 and 001): the IIN, then the questions about the child. */
export default async function RecoverPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const returnTo = safeReturnPath(queryValue(await searchParams, "return"), portal.slug);
  const t = translator(locale);
  const now = await currentInstant();
  const iin = await keptIin(portal.id);
  const browserSecret = await readBrowserSecret();
  const state =
    iin === null
      ? null
      : await recoveryState({ regionId: portal.id, iin, browserSecret: browserSecret ?? "" }, now);
  if (state?.step === "phone") redirect(stepPath(root, "recover/phone", returnTo));
  return (
    <StepPage
      place={place}
      page="recover"
      returnTo={returnTo}
      way={t("recover.title")}
      title={t("recover.title")}
    >
      {iin === null || state === null ? (
        <>
          <p>{t("recover.iinFirst")}</p>
          <StepForm
            action={beginRecovery.bind(null, locale, portal.slug, returnTo)}
            summary={t("error.summaryTitle")}
            button={t("signin.continue")}
            fields={[
              {
                kind: "iin",
                name: "iin",
                label: t("signin.iin.label"),
                hint: t("signin.iin.hint"),
              },
            ]}
          />
        </>
      ) : state.step === "blocked" ? (
        <Blocked place={place} iin={iin} returnTo={returnTo} />
      ) : (
        <>
          {state.late && (
            <Alert tone="wait">
              <p>{t("recover.unproven")}</p>
            </Alert>
          )}
          <Questions place={place} iin={iin} left={state.left} returnTo={returnTo} now={now} />
        </>
      )}
    </StepPage>
  );
}
