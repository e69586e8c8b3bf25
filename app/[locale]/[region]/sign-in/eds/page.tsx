import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { signTexts } from "#app/_eds/sign-texts.ts";
import { SignWidget } from "#app/_eds/sign-widget.tsx";
import { Alert } from "#app/_ui/alert.tsx";
import { getActor } from "#app/_request/actor.ts";
import { ownerOfTicket } from "#app/_request/ticket-owner.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { translator } from "#lib/i18n/translate.ts";
import { env } from "#lib/platform/env.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { StepPage } from "../_steps/step-page.tsx";
import { answerByEds, beginByEds, chooseAnother, enter } from "./actions.ts";
import { HowToSign } from "./how-to-sign.tsx";
import { OwnerStep } from "./owner-step.tsx";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "signin.eds.title");
}

/** Manuals 002 and 003, steps 3 to 5: choose the certificate, see whose it is, «Войти». */
export default async function SignInByEdsPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const returnTo = safeReturnPath(queryValue(query, "return"), portal.slug);
  const actor = await getActor();
  if (actor.kind === "person" && actor.strength === "strong") {
    redirect(returnTo ?? `${root}/cabinet`);
  }
  const t = translator(locale);
  const owner = await ownerOfTicket(portal.id);
  return (
    <StepPage
      still={false}
      place={place}
      page="eds"
      returnTo={returnTo}
      way={t("signin.ways.eds")}
      title={owner === null ? t("signin.eds.title") : t("signin.owner.title")}
    >
      {owner === null ? (
        <ChooseStep place={place} returnTo={returnTo} late={query["late"] !== undefined} />
      ) : (
        <OwnerStep
          place={place}
          owner={owner}
          enter={enter}
          another={chooseAnother}
          anotherLabel={t("signin.owner.other")}
        />
      )}
    </StepPage>
  );
}

type ChooseStepProps = {
  readonly place: PortalPage;
  readonly returnTo: string | null;
  /** The owner's data were shown, but «Войти» came too late. */
  readonly late: boolean;
};

function ChooseStep({ place, returnTo, late }: ChooseStepProps) {
  const { locale, portal, root } = place;
  const t = translator(locale);
  const { NCALAYER_URL: url, EDS_ALLOW_TEST_CA: testKeys } = env();
  return (
    <div className="grid gap-6">
      {late && (
        <Alert tone="wait">
          <p>{t("signin.owner.late")}</p>
        </Alert>
      )}
      <HowToSign
        root={root}
        words={{
          need: t("eds.need"),
          help: t("signin.eds.help"),
          setup: t("help.setup.title"),
          how: t("signin.eds.how"),
          start: t("signin.eds.start"),
          press: t("signin.eds.press"),
          key: t("signin.eds.key"),
          anyKey: t("signin.eds.anyKey"),
          safe: t("signin.eds.passwordSafe"),
        }}
      />
      <SignWidget
        texts={signTexts(t, "sign-in")}
        locale={locale}
        help={`${root}/help/ncalayer`}
        signer={{ purpose: "sign-in" }}
        ncalayer={{ url, testKeys }}
        getContent={beginByEds.bind(null, locale, portal.slug)}
        onSigned={answerByEds.bind(null, locale, portal.slug, returnTo)}
      />
    </div>
  );
}
