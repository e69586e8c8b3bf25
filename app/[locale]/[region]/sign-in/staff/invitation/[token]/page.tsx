import type { Metadata } from "next";

import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { LinkButton } from "#app/_ui/button.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { shortestPassword } from "#lib/sign-in/password-rules.ts";
import { invitationBy } from "#lib/sign-in/staff-invitation.ts";
import { StepForm } from "../../../_steps/step-form.tsx";
import { StepPage } from "../../../_steps/step-page.tsx";
import { stepPath } from "../../../_steps/visitor.ts";
import { accept } from "./actions.ts";

export const dynamic = "force-dynamic";

type InvitationPageProps = {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly token: string;
  }>;
};

export async function generateMetadata({ params }: InvitationPageProps): Promise<Metadata> {
  return {
    ...(await titleMetadata(params, "signin.invitation.title")),
    // The secret of the address goes to nobody, and the form still names where it comes from.
    referrer: "same-origin",
  };
}

/** Where the link of an invitation leads: a password is set once; to look is harmless, for mail scanners open links. */
export default async function InvitationPage({ params }: InvitationPageProps) {
  const place = await loadPortal(await params);
  const { token } = await params;
  const { locale, portal, root } = place;
  const t = translator(locale);
  const title = t("signin.invitation.title");
  const invitation = await invitationBy(token, await currentInstant());
  return (
    <StepPage
      place={place}
      page={`staff/invitation/${encodeURIComponent(token)}`}
      returnTo={null}
      way={title}
      title={title}
    >
      {invitation === null ? (
        <>
          <Alert tone="wait">
            <p>{t("signin.invitation.gone")}</p>
          </Alert>
          <p>
            <LinkButton href={stepPath(root, "eds", null)} look="secondary" wide>
              {t("signin.ways.eds")}
            </LinkButton>
          </p>
        </>
      ) : (
        <>
          <Alert>
            <p>{t("signin.invitation.about", { email: invitation.maskedLogin })}</p>
          </Alert>
          <StepForm
            action={accept.bind(null, locale, portal.slug, token)}
            username={invitation.login}
            reveal={{ show: t("password.show"), hide: t("password.hide") }}
            summary={t("error.summaryTitle")}
            button={t("common.save")}
            fields={[
              {
                kind: "new-password",
                name: "password",
                label: t("password.create.label"),
                hint: t("password.advice", { n: shortestPassword }),
              },
              { kind: "new-password", name: "repeat", label: t("password.repeat.label") },
            ]}
          />
        </>
      )}
    </StepPage>
  );
}
