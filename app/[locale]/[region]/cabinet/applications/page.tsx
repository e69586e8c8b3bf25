import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import type { PortalPageProps } from "#app/_request/page-props.ts";
import { titleMetadata } from "#app/_request/portal-metadata.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { LinkButton } from "#app/_ui/button.tsx";
import { Card } from "#app/_ui/card.tsx";
import { EmptyState } from "#app/_ui/empty-state.tsx";
import { Plain } from "#app/_ui/plain.tsx";
import { currentInstant } from "#db/demo-clock.ts";
import { type Draft, myDrafts } from "#lib/applications/drafts.ts";
import { myApplications } from "#lib/applications/journal.ts";
import { formatDateTimeLong } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";
import { groupIin } from "#lib/identity/iin.ts";
import { CabinetPage } from "../_shell/cabinet-page.tsx";
import { ApplicationCard } from "./_journal/application-card.tsx";
import { interestWindows } from "./_journal/interest-windows.ts";
import { queueTypeName } from "./_journal/words.ts";

export async function generateMetadata({ params }: PortalPageProps): Promise<Metadata> {
  return await titleMetadata(params, "meta.page.applications");
}

/** «Журнал заявлений» (manual 003 §13): what is unfinished, and what stands in the queue. */
export default async function JournalPage({ params }: PortalPageProps) {
  const place = await loadPortal(await params);
  const { locale, portal, root } = place;
  const here = `${root}/cabinet/applications`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, here);
  const now = await currentInstant();
  const [drafts, lines] = await Promise.all([
    myDrafts(actor, portal.id),
    myApplications(actor, portal.id, now),
  ]);
  if (!drafts.ok || !lines.ok) {
    const refused = [drafts, lines].find((each) => !each.ok);
    if (refused?.ok === false && refused.code === "not-yours") notFound();
    redirect(signInPath(portalPath, here));
  }
  const t = translator(locale);
  const types = lines.value.map((line) => line.queueType);
  const windows = await interestWindows(portal.id, types, now);
  const apply = (
    <LinkButton href={`${root}/apply`} wide>
      {t("apply.start")}
    </LinkButton>
  );
  const empty = drafts.value.length === 0 && lines.value.length === 0;
  return (
    <CabinetPage
      still
      place={place}
      path="/cabinet/applications"
      section="applications"
      title={t("journal.title")}
      {...(lines.value.length > 0 && { lead: t("journal.intro") })}
    >
      {empty ? (
        <EmptyState title={t("journal.empty.title")} text={t("journal.empty.text")}>
          {apply}
        </EmptyState>
      ) : (
        <div className="grid max-w-text gap-10">
          {drafts.value.length > 0 && (
            <Plain>
              <Drafts place={place} drafts={drafts.value} />
            </Plain>
          )}
          {lines.value.length > 0 && (
            <Plain>
              <section aria-labelledby="sent">
                <h2 id="sent" className="mb-4 text-xl">
                  {t("journal.sent")}
                </h2>
                <ul className="grid gap-4">
                  {lines.value.map((line) => (
                    <li key={line.number}>
                      <ApplicationCard
                        place={place}
                        line={line}
                        now={now}
                        windowDays={windows.get(line.queueType) ?? 0}
                      />
                    </li>
                  ))}
                </ul>
              </section>
            </Plain>
          )}
          <p>{apply}</p>
        </div>
      )}
    </CabinetPage>
  );
}

type DraftsProps = { readonly place: PortalPage; readonly drafts: readonly Draft[] };

function Drafts({ place: { locale, root }, drafts }: DraftsProps) {
  if (drafts.length === 0) return null;
  const t = translator(locale);
  return (
    <section aria-labelledby="drafts">
      <h2 id="drafts" className="mb-4 text-xl">
        {t("journal.drafts")}
      </h2>
      <ul className="grid gap-4">
        {drafts.map((draft) => (
          <li key={draft.id}>
            <Card
              href={`${root}/apply/${draft.queueType}?draft=${draft.id}`}
              title={t("journal.draftContinue")}
            >
              <span className="block">{queueTypeName(t, draft.queueType)}</span>
              {draft.values.childIin !== undefined && draft.values.childIin !== "" && (
                <span className="tabular block">
                  {t("journal.draftChild", { iin: groupIin(draft.values.childIin) })}
                </span>
              )}
              <span className="block">
                {t("journal.draftHint", { time: formatDateTimeLong(locale, draft.updatedAt) })}
              </span>
            </Card>
          </li>
        ))}
      </ul>
    </section>
  );
}
