import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { Card } from "#app/_ui/card.tsx";
import { Button, LinkButton } from "#app/_ui/button.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Icon, type IconName } from "#app/_ui/icon.tsx";
import { Plain } from "#app/_ui/plain.tsx";
import { getSignedIn, requirePerson, signInPath } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import { myDrafts } from "#lib/applications/drafts.ts";
import { myApplications } from "#lib/applications/journal.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { unreadOf } from "#lib/notifications/inbox.ts";
import { HoldNotice } from "../sign-in/recover/_parts/hold-notice.tsx";
import { leave } from "./actions.ts";
import { interestWindows } from "./applications/_journal/interest-windows.ts";
import { ApplicationSummary, DraftSummary } from "./_shell/application-summary.tsx";
import { CabinetPage } from "./_shell/cabinet-page.tsx";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.cabinet");
}

/** The person's numbers in the queue first, then what was left unfinished, then the ways on. */
export default async function CabinetOverviewPage({ params, searchParams }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}/cabinet`);
  const now = await currentInstant();
  const [applications, drafts, signedIn, unread] = await Promise.all([
    myApplications(actor, portal.id, now),
    myDrafts(actor, portal.id),
    getSignedIn(),
    unreadOf(actor),
  ]);
  if (!applications.ok || !drafts.ok) redirect(signInPath(portalPath, `${root}/cabinet`));
  const t = translator(locale);
  const windows = await interestWindows(
    portal.id,
    applications.value.map((line) => line.queueType),
    now,
  );
  const nothing = applications.value.length === 0 && drafts.value.length === 0;
  return (
    <CabinetPage
      still
      place={place}
      path="/cabinet"
      section="overview"
      title={t("cabinet.title")}
      lead={signedIn === null ? undefined : displayFullName(signedIn.name)}
    >
      <div className="grid gap-8">
        <HoldNotice place={place} actor={actor} done={queryValue(await searchParams, "hold")} />
        {nothing ? (
          <EmptyState title={t("cabinet.emptyTitle")} text={t("cabinet.emptyText")}>
            <LinkButton href={`${root}/apply`}>{t("cabinet.apply")}</LinkButton>
          </EmptyState>
        ) : (
          <Plain>
            <ul className="grid gap-4">
              {applications.value.map((line) => (
                <li key={line.number}>
                  <ApplicationSummary
                    place={place}
                    line={line}
                    now={now}
                    windowDays={windows.get(line.queueType) ?? 0}
                  />
                </li>
              ))}
              {drafts.value.map((draft) => (
                <li key={draft.id}>
                  <DraftSummary place={place} draft={draft} />
                </li>
              ))}
            </ul>
          </Plain>
        )}
        <Plain>
          <Ways place={place} unread={unread} />
        </Plain>
        <form action={leave.bind(null, locale, portal.slug)} className="lg:hidden">
          <Button look="secondary" wide>
            {t("signin.exit")}
          </Button>
        </form>
      </div>
    </CabinetPage>
  );
}

function Ways({ place, unread }: { readonly place: PortalPage; readonly unread: number }) {
  const { locale, root } = place;
  const t = translator(locale);
  const ways: readonly (readonly [string, IconName, string, string])[] = [
    [`${root}/cabinet/applications`, "document", t("journal.title"), t("cabinet.journalAbout")],
    [
      `${root}/cabinet/inbox`,
      "letter",
      t("inbox.title"),
      unread > 0 ? t("inbox.unread", { n: unread }) : t("inbox.about"),
    ],
    [`${root}/apply`, "person", t("cabinet.apply"), t("cabinet.applyAbout")],
    [`${root}/cabinet/profile`, "info", t("profile.title"), t("cabinet.profileAbout")],
    [`${root}/cabinet/sessions`, "key", t("sessions.title"), t("cabinet.sessionsAbout")],
    [`${root}/cabinet/data`, "search", t("meta.page.data"), t("cabinet.dataAbout")],
  ];
  return (
    <ul className="grid gap-3 sm:grid-cols-2 print:hidden">
      {ways.map(([href, icon, title, about]) => (
        <li key={href} className="grid">
          <Card
            href={href}
            title={title}
            picture={<Icon name={icon} className="size-7 text-sky" />}
          >
            {about}
          </Card>
        </li>
      ))}
    </ul>
  );
}
