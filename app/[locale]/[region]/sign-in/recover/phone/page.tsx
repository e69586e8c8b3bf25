import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { translator } from "#lib/i18n/translate.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { StepForm } from "../../_steps/step-form.tsx";
import { StepPage } from "../../_steps/step-page.tsx";
import { stepPath } from "../../_steps/visitor.ts";
import { hasAnswered } from "../_parts/has-answered.ts";
import { givePhone } from "./actions.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "recover.newPhone.label");
}

/** Manual 000, step 9: the new number of somebody whose answers were right. */
export default async function RecoverPhonePage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const returnTo = safeReturnPath(queryValue(await searchParams, "return"), portal.slug);
  if ((await hasAnswered(portal.id)) === null) redirect(stepPath(root, "recover", returnTo));
  const t = translator(locale);
  return (
    <StepPage
      place={place}
      page="recover/phone"
      returnTo={returnTo}
      way={t("recover.title")}
      title={t("recover.title")}
    >
      <Alert tone="done">
        <p>{t("recover.right")}</p>
      </Alert>
      <section aria-labelledby="phone-step" className="grid gap-4">
        <h2 id="phone-step" className="text-xl">
          {t("common.stepOf", { n: 2, m: 3 })}. {t("recover.newPhone.label")}
        </h2>
        <StepForm
          action={givePhone.bind(null, locale, portal.slug, returnTo)}
          summary={t("error.summaryTitle")}
          button={t("signin.continue")}
          fields={[
            {
              kind: "phone",
              name: "phone",
              label: t("recover.newPhone.label"),
              hint: t("recover.newPhone.hint"),
            },
          ]}
        />
      </section>
    </StepPage>
  );
}
