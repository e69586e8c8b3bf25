import { sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { planWatches } from "#lib/applications/ask-again.ts";
import { checkQueue } from "#lib/applications/check.ts";
import { myDrafts } from "#lib/applications/drafts.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { whyView } from "#lib/applications/why.ts";
import { attachmentsOfApplication } from "#lib/documents/attachment-views.ts";
import { myInbox } from "#lib/notifications/inbox.ts";
import { linkedChildren, profileView } from "#lib/people/profile.ts";
import { whoLooked } from "#lib/people/who-looked.ts";
import { pageOfQueue } from "#lib/queue/list.ts";
import { numberStory } from "#lib/queue/story.ts";
import { countsOf, historyOf, placeOf } from "#lib/queue/views.ts";
import { forecastFor, statisticsOf } from "#lib/reports/views.ts";
import { latestHead, receiptFor } from "#lib/transparency/views.ts";
import { type DataSet, usePortalOf } from "./full.ts";
import { largestWalk, mostOf, pages } from "./plan-facts.ts";
import { limited, type Row } from "./rows.ts";

const ratio = 3;
const day = 86_400_000;
const walks = { unit: "walks", limit: { atMost: 0 } };

type Read = readonly [name: string, read: () => Promise<unknown>];

/**
 * Every question of every page a family or a visitor opens: the most pages touched, and big tables walked through. And
 * the one question of the jobs that looks among all families every ten minutes.
 */
export async function plansOfPages(set: DataSet): Promise<Row[]> {
  await usePortalOf(set.url);
  await db().execute(sql`set statement_timeout = 0`);
  await db().execute(sql`vacuum analyze`);
  const now = new Date();
  const worst = [];
  for (const [name, read] of await readsOf(now)) {
    worst.push({ name, ...(await mostOf(db(), [null], read)) });
  }
  const most = worst.toSorted((one, other) => other.pages - one.pages)[0];
  // The first time everybody is new.
  while ((await planWatches(now)) > 0);
  await db().execute(sql`vacuum analyze application`);
  const watch = await mostOf(db(), [null], () => planWatches(now));
  const stories = worst.filter(({ name }) => name.startsWith("why, "));
  return [
    limited({ ...pages, name: `plans the worst question of a parent's pages, ${set.name}` }, [
      most?.pages ?? 0,
    ]),
    ...stories.map((each) =>
      limited({ ...pages, name: `plans ${each.name}, ${set.name}` }, [each.pages]),
    ),
    limited({ ...walks, name: `plans walks through tables of over 10,000 rows, ${set.name}` }, [
      worst.reduce((sum, each) => sum + each.walks, 0),
    ]),
    limited({ ...pages, name: `plans whose registers are not watched yet, ${set.name}` }, [
      watch.pages,
    ]),
    limited({ ...walks, name: `plans a count of the ledger, ${set.name}`, control: true }, [
      await largestWalk(db()),
    ]),
  ];
}

async function readsOf(now: Date): Promise<readonly Read[]> {
  const [family] = await db().execute<{
    regionId: number;
    applicationId: string;
    number: string;
    personId: string;
    child: string;
    entryCode: string;
    cohort: number;
  }>(sql`
    select a.region_id as "regionId", a.id as "applicationId", a.number, a.applicant_id as "personId",
      c.iin as child, a.entry_code as "entryCode", e.cohort
    from application a join person c on c.id = a.child_id join person p on p.id = a.applicant_id
      join queue_entry e on e.region_id = a.region_id and e.application_id = a.id
    where p.iin = '870612490009'`);
  if (family === undefined) throw new Error("the demo has this family");
  const { regionId, applicationId, number, personId, child, entryCode, cohort } = family;
  const actor: PersonActor = {
    kind: "person",
    personId,
    iin: "870612490009",
    strength: "strong",
    method: "eds",
    roles: [],
    sessionId: "00000000-0000-4000-8000-000000000000",
    onHold: false,
    locale: "ru",
  };
  const own = { regionId, applicationId };
  const key = { regionId, queueType: "general", districtKato: "", cohort };
  return [
    ["cabinet", () => myApplications(actor, regionId, now)],
    ["drafts", () => myDrafts(actor, regionId)],
    ["journal", () => applicationView(actor, { regionId, number }, now)],
    ["papers", () => attachmentsOfApplication(actor, regionId, applicationId)],
    [
      "why the number changed",
      () =>
        whyView(
          actor,
          { regionId, number },
          { question: { since: "month" }, remember: false },
          now,
        ),
    ],
    ...[30, 365, 731].map((days): Read => [
      `why, ${days} days`,
      () => numberStory(own, { from: new Date(now.getTime() - days * day), to: now }),
    ]),
    [
      "queue check",
      () => checkQueue({ regionId, childIin: child, secondFact: entryCode, address: "" }, now),
    ],
    ["children", () => linkedChildren(actor)],
    ["profile", () => profileView(actor)],
    ["who looked", () => whoLooked(actor)],
    ["inbox", () => myInbox(actor, { locale: "ru" }, now)],
    ["counts", () => countsOf(db(), key)],
    ["list", () => pageOfQueue(key, ratio, { first: 1, size: 20 })],
    ["list, middle", () => pageOfQueue(key, ratio, { first: 1_500, size: 20 })],
    ["history", () => historyOf(db(), own)],
    [
      "forecast",
      async () => {
        const place = await placeOf(db(), own, ratio);
        return place && (await forecastFor(place, now));
      },
    ],
    ["statistics", () => statisticsOf(regionId)],
    ["log", () => latestHead(regionId)],
    ["receipt", () => receiptFor(regionId, applicationId)],
  ];
}
