import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { readBrowserSecret } from "#app/_request/browser-cookie.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { db } from "#db/client.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { translator } from "#lib/i18n/translate.ts";
import { maskEmail } from "#lib/identity/email.ts";
import { maskPhone } from "#lib/identity/phone.ts";
import { waitingCode } from "#lib/sign-in/codes.ts";
import { contactToConfirm } from "#lib/sign-in/contacts.ts";
import { ResendForm, secondsUntil } from "../../../sign-in/_steps/resend-form.tsx";
import { StepForm } from "../../../sign-in/_steps/step-form.tsx";
import { CabinetPage } from "../../_shell/cabinet-page.tsx";
import { StepUp } from "../../_shell/step-up.tsx";
import { confirm, sendCode } from "./actions.ts";
import { confirmedFieldOf, confirmPath } from "./address.ts";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "profile.confirmation");
}

/** The code that came to a new phone or e-mail: typed back, it confirms the contact. */
export default async function ConfirmContactPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const field = confirmedFieldOf(queryValue(query, "field"));
  if (field === null) notFound();
  const path = confirmPath(field);
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}${path}`);
  const t = translator(locale);
  const found = await contactToConfirm(actor, field);
  if (!found.ok && found.code !== "too-light") redirect(signInPath(portalPath, `${root}${path}`));
  const to = found.ok ? found.value : null;
  const masked = to === null ? "" : field === "email" ? maskEmail(to) : maskPhone(to);
  const now = await currentInstant();
  const browserSecret = await readBrowserSecret();
  const asked = { regionId: portal.id, purpose: "contact" } as const;
  const latest =
    browserSecret === null ? null : await waitingCode(db(), { ...asked, browserSecret }, now);
  // The code may have gone to another contact a moment ago.
  const waiting = latest !== null && latest.left > 0 && latest.masked === masked ? latest : null;
  const byMail = field === "email";
  return (
    <CabinetPage
      still
      place={place}
      path={path}
      section="profile"
      title={t(`profile.confirmTitle.${field}`)}
      crumbs={[{ label: t("profile.title"), href: `${root}/cabinet/profile` }]}
    >
      <div className="grid max-w-text gap-6">
        {queryValue(query, "saved") !== undefined && (
          <Alert tone="done">
            <p>{t("profile.saved")}</p>
          </Alert>
        )}
        {!found.ok && <StepUp place={place} path={path} />}
        {found.ok && to === null && (
          <Alert tone="done">
            <p>{t("profile.confirmNone")}</p>
          </Alert>
        )}
        {waiting !== null && (
          <>
            <Alert>
              <p>
                {byMail
                  ? t("signin.staff.sent", { email: waiting.masked })
                  : t("code.sent", { phone: waiting.masked })}
              </p>
            </Alert>
            <StepForm
              action={confirm.bind(null, locale, portal.slug, field)}
              summary={t("error.summaryTitle")}
              button={t("common.confirm")}
              fields={[
                {
                  kind: "code",
                  name: "code",
                  label: byMail ? t("signin.staff.code") : t("code.field.label"),
                },
              ]}
            />
          </>
        )}
        {to !== null && waiting === null && (
          <>
            <p className="wrap-anywhere">{masked}</p>
            <StepForm
              action={sendCode.bind(null, locale, portal.slug, field)}
              summary={t("error.summaryTitle")}
              button={t("profile.confirmSend")}
              fields={[]}
            />
          </>
        )}
        {waiting !== null && (
          <ResendForm
            t={t}
            action={sendCode.bind(null, locale, portal.slug, field)}
            seconds={secondsUntil(waiting.resendAt, now)}
          />
        )}
        <p>
          <Link href={`${root}/cabinet/profile`} className="inline-flex min-h-11 items-center">
            {t("profile.confirmLater")}
          </Link>
        </p>
      </div>
    </CabinetPage>
  );
}
