import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { type PortalPageProps, queryValue } from "#app/_request/page-props.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { Tabs } from "#app/_ui/tabs.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { type ApplicationView, applicationView } from "#lib/applications/journal.ts";
import { translator } from "#lib/i18n/translate.ts";
import { displayFullName } from "#lib/identity/name.ts";
import { RegisteredPanel } from "../../../apply/_done/registered-panel.tsx";
import { forecastWords } from "../../../queue/forecast-words.ts";
import { PlacePanel } from "../../../queue/place-panel.tsx";
import { placeWords } from "../../../queue/place-words.ts";
import { CabinetPage } from "../../_shell/cabinet-page.tsx";
import {
  applicationPath,
  applicationTabs,
  type ApplicationTab,
  tabOf,
} from "../_journal/application-tabs.ts";
import { calendarPath } from "../_journal/calendar-link.tsx";
import { issuedPath } from "../_journal/document-paths.ts";
import { DeedsList } from "../_journal/deeds-list.tsx";
import { deedPath } from "../_journal/deeds.ts";
import { DocumentsTab } from "../_journal/documents-tab.tsx";
import { DoneNotice } from "../_journal/done-notice.tsx";
import { HistoryTab } from "../_journal/history-tab.tsx";
import { InfoTab } from "../_journal/info-tab.tsx";
import { interestWindows } from "../_journal/interest-windows.ts";
import { interestOf, isAskedNow, nextStepOf } from "../_journal/next-step.ts";
import { LostPapers } from "../_journal/lost-papers.tsx";
import { NextStepPanel } from "../_journal/next-step-panel.tsx";
import { RestoreOffer } from "../_journal/restore-offer.tsx";
import { OfficePanel } from "../_office/office-panel.tsx";
import { officeSaid, saysAll } from "../_office/office-said.ts";
import { StatusTags } from "../_journal/status-tags.tsx";
import { WhyPanel } from "../_journal/why-panel.tsx";
import { queueTypeName, statusTags } from "../_journal/words.ts";
import { WishesPanel } from "../_wishes/wishes-panel.tsx";

type PageProps = {
  readonly params: Promise<{
    readonly locale: string;
    readonly region: string;
    readonly number: string;
  }>;
  readonly searchParams: PortalPageProps["searchParams"];
};

// The number stands in the address that asked; the name of the child does not go into a title.
export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { number, ...address } = await params;
  const { locale, portal } = await loadPortal(address);
  const t = translator(locale);
  const page = t("meta.page.application", { number });
  return { title: t("meta.title", { page, region: portal.names[locale] }) };
}

/** One application: its number in the queue, what to do now, and the three tabs of manual 003 §15. */
export default async function ApplicationPage({ params, searchParams }: PageProps) {
  const { number, ...address } = await params;
  const place = await loadPortal(address);
  const { locale, portal, root } = place;
  const query = await searchParams;
  const tab = tabOf(queryValue(query, "tab"));
  const here = `${root}${applicationPath(number, tab)}`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, here);
  const now = await currentInstant();
  const found = await applicationView(actor, { regionId: portal.id, number }, now);
  if (!found.ok) {
    if (found.code === "not-yours") notFound();
    redirect(signInPath(portalPath, here));
  }
  const application = found.value;
  const t = translator(locale);
  const [notice] = application.issued;
  return (
    <CabinetPage
      still
      place={place}
      path={applicationPath(number, tab)}
      section="applications"
      title={t("journal.card", { number: application.number })}
      lead={`${displayFullName(application.child)}. ${queueTypeName(t, application.queueType)}`}
      crumbs={[{ label: t("journal.title"), href: `${root}/cabinet/applications` }]}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
        {queryValue(query, "registered") !== undefined && (
          <RegisteredPanel
            locale={locale}
            root={root}
            number={application.number}
            entryCode={application.entryCode}
            position={application.place?.position ?? null}
            noticeHref={notice === undefined ? null : issuedPath(portal.slug, notice.id)}
            pending={application.checks.some((check) => check.state === "pending")}
            wishesHref={application.wishesDue ? `${root}${deedPath(number, "wishes")}` : null}
          />
        )}
        <DoneNotice t={t} done={queryValue(query, "done")} />
        <StatusTags tags={statusTags(t, application)} />
        {application.status === "REMOVED" && (
          <RestoreOffer
            t={t}
            actor={actor}
            regionId={portal.id}
            number={number}
            now={now}
            href={`${root}${deedPath(number, "interest")}`}
          />
        )}
        <LostPapers t={t} papers={application.lostPapers} phone={portal.supportPhone} />
        <Tabs
          label={t("journal.tabs")}
          tabs={applicationTabs.map((each) => ({
            label: t(`journal.tab.${each}`),
            href: `${root}${applicationPath(number, each)}`,
            current: each === tab,
          }))}
        />
        <TabContent
          place={place}
          actor={actor}
          application={application}
          tab={tab}
          noticed={queryValue(query, "done") !== undefined}
          registered={queryValue(query, "registered") !== undefined}
          now={now}
        />
      </div>
    </CabinetPage>
  );
}

type TabContentProps = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  readonly application: ApplicationView;
  readonly tab: ApplicationTab;
  /** The notice of a deed just done stands above. */
  readonly noticed: boolean;
  /** The notice of registration stands above. */
  readonly registered: boolean;
  readonly now: Date;
};

async function TabContent({ place, actor, application, tab, now, ...above }: TabContentProps) {
  const { locale, portal } = place;
  const t = translator(locale);
  switch (tab) {
    case "history":
      return <HistoryTab t={t} history={application.history} />;
    case "documents":
      return <DocumentsTab place={place} application={application} />;
    case "info": {
      const { queueType } = application;
      const windows = await interestWindows(portal.id, [queueType], now);
      const interest = interestOf(application, windows.get(queueType) ?? 0, now);
      const asks = isAskedNow(application, interest);
      const leads = !asks && nextStepOf(application).kind === "wishes";
      const first = asks || (leads && !above.registered);
      const wishesHref = `${place.root}${deedPath(application.number, "wishes")}`;
      const said = await officeSaid(actor, application, now);
      const next = (
        <NextStepPanel
          t={t}
          application={application}
          told={saysAll(said)}
          noticed={above.noticed && application.status === "WITHDRAWN"}
          led={above.registered}
          wishesHref={wishesHref}
          interest={interest}
          interestHref={`${place.root}${deedPath(application.number, "interest")}`}
          calendarHref={calendarPath(place.root, application.number)}
          phone={portal.supportPhone}
        />
      );
      const why = (
        <WhyPanel
          t={t}
          actor={actor}
          application={application}
          now={now}
          href={`${place.root}${deedPath(application.number, "why")}`}
        />
      );
      return (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-10">
          <div className="grid max-w-text grid-cols-[minmax(0,1fr)] gap-8">
            <OfficePanel place={place} number={application.number} said={said} now={now} />
            {/* What waits for the family comes before its number. */}
            {first && next}
            {application.place !== null && (
              <PlacePanel
                words={placeWords(
                  t,
                  application.place,
                  now,
                  await forecastWords(t, application.place, { root: place.root, now }),
                )}
              />
            )}
            {why}
            {!first && next}
            {!leads && (
              <WishesPanel
                t={t}
                actor={actor}
                application={application}
                now={now}
                href={wishesHref}
              />
            )}
            <DeedsList t={t} root={place.root} application={application} />
          </div>
          <InfoTab t={t} application={application} />
        </div>
      );
    }
  }
}
