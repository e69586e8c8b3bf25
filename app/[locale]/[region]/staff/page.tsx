import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { getSignedIn } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal } from "#app/_request/region.ts";
import { Button } from "#app/_ui/button.tsx";
import { Alert } from "#app/_ui/alert.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Page } from "#app/_ui/page.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import { leave } from "../cabinet/actions.ts";
import { anonymous } from "#lib/access/actor.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName, displayName } from "#lib/identity/name.ts";
import { staffHome } from "#lib/sign-in/staff-home.ts";

export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "staff.home.title");
}

/** Who I am here: name, role, region. The desks themselves are to come. */
export default async function StaffPage({ params }: PortalPageProps) {
  const { locale, portal, root } = await loadPortal(await params);
  const t = translator(locale);
  const signedIn = await getSignedIn();
  const home = staffHome(signedIn?.actor ?? anonymous(locale), portal.id);
  // A visitor and a parent's light session both have to come in as staff first.
  if (signedIn === null || (!home.ok && home.code !== "not-yours")) {
    redirect(`${root}/sign-in/staff?return=${encodeURIComponent(`${root}/staff`)}`);
  }
  const { name } = signedIn;
  return (
    <Page
      still
      locale={locale}
      path={`/${portal.slug}/staff`}
      region={portal}
      title={t("staff.home.title")}
      crumbs={[]}
      person={`${displayName(name.surname)} ${displayName(name.givenName)}`}
      width="text"
    >
      {home.ok ? (
        <div className="grid gap-6">
          <SummaryList
            rows={[
              { term: t("staff.home.name"), value: displayFullName(name) },
              ...home.value.grants.map((grant) => ({
                term: t("staff.home.role"),
                value: `${t(`role.${grant.role}`)}, ${
                  grant.regionId === null ? t("staff.home.everywhere") : portal.names[locale]
                }`,
              })),
            ]}
          />
          <p>
            <Link href={`${root}/cabinet/sessions`} className="inline-flex min-h-11 items-center">
              {t("staff.home.sessions")}
            </Link>
          </p>
        </div>
      ) : (
        <Alert tone="wait">
          <p>{t("staff.home.none")}</p>
        </Alert>
      )}
      <form action={leave.bind(null, locale, portal.slug)} className="mt-8">
        <Button look="secondary">{t("signin.exit")}</Button>
      </form>
    </Page>
  );
}
