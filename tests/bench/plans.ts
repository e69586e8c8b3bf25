import { sql } from "drizzle-orm";
import { connect, db, type Db } from "#db/client.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { checkQueue } from "#lib/applications/check.ts";
import { myDrafts } from "#lib/applications/drafts.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { whyView } from "#lib/applications/why.ts";
import { attachmentsOfApplication } from "#lib/documents/attachment-views.ts";
import { myInbox } from "#lib/notifications/inbox.ts";
import { linkedChildren, profileView } from "#lib/people/profile.ts";
import { whoLooked } from "#lib/people/who-looked.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import { pageOfQueue } from "#lib/queue/list.ts";
import { placeAt } from "#lib/queue/past.ts";
import { countsOf, historyOf, placeOf } from "#lib/queue/views.ts";
import { forecastFor, statisticsOf } from "#lib/reports/views.ts";
import { latestHead, receiptFor } from "#lib/transparency/views.ts";
import { planOf, questionsOf } from "#tests/support/plans.ts";
import { type DataSet, usePortalOf } from "./full.ts";
import { type Entry, sample } from "./queue.ts";
import { limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

const ratio = 3;
const pages = { unit: "pages", limit: { atMost: 100 } };
const month = 30 * 86_400_000;

/** What the questions of a parent's pages touch, in the full demo and among a million. */
export async function plans(stage: Stage): Promise<Row[]> {
  const full = await stage.full();
  const rows = [...(await places(full)), ...(await parentsPages(full))];
  const million = await stage.million();
  return [...rows, ...(await places(million)), await byDefinition(million)];
}

async function places(set: DataSet): Promise<Row[]> {
  await usePortalOf(set.url);
  const open = connect(set.url, 2);
  try {
    await open.db.execute(sql`vacuum queue_entry, queue_count`);
    const entries = await sample(open.db, 200);
    const of = (ask: (entry: Entry) => Promise<unknown>) => mostOf(open.db, entries, ask);
    const waits: number[] = [];
    for (const entry of entries.slice(0, 20)) {
      const from = performance.now();
      await placeAt(entry, ratio, new Date(Date.now() - month));
      waits.push(performance.now() - from);
    }
    return [
      limited({ ...pages, name: `plans a place, the most of 200, ${set.name}` }, [
        (await of((entry) => placeOf(open.db, entry, ratio))).pages,
      ]),
      limited(
        { name: `plans the place of a month ago, ${set.name}`, unit: "ms", limit: null },
        waits,
      ),
    ];
  } finally {
    await open.close();
  }
}

/** Only a queue that is long enough shows what counting it costs. */
async function byDefinition(set: DataSet): Promise<Row> {
  const open = connect(set.url, 2);
  try {
    const entries = await sample(open.db, 200);
    const { pages: most } = await mostOf(open.db, entries, (entry) =>
      definedPlaceOf(open.db, entry, ratio),
    );
    const name = `plans a place by its definition, ${set.name}`;
    return limited({ ...pages, name, control: true }, [most]);
  } finally {
    await open.close();
  }
}

/** Every question of every page a family or a visitor opens: the most pages touched, and big tables walked through. */
async function parentsPages(set: DataSet): Promise<Row[]> {
  await usePortalOf(set.url);
  await db().execute(sql`vacuum analyze`);
  const now = new Date();
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
  const reads: readonly (() => Promise<unknown>)[] = [
    () => myApplications(actor, regionId, now),
    () => myDrafts(actor, regionId),
    () => applicationView(actor, { regionId, number }, now),
    () => attachmentsOfApplication(actor, regionId, applicationId),
    () =>
      whyView(actor, { regionId, number }, { question: { since: "month" }, remember: false }, now),
    () => checkQueue({ regionId, childIin: child, secondFact: entryCode, address: "" }, now),
    () => linkedChildren(actor),
    () => profileView(actor),
    () => whoLooked(actor),
    () => myInbox(actor, { locale: "ru" }, now),
    () => countsOf(db(), key),
    () => pageOfQueue(key, ratio, { first: 1, size: 20 }),
    () => pageOfQueue(key, ratio, { first: 1_500, size: 20 }),
    () => historyOf(db(), own),
    async () => {
      const place = await placeOf(db(), own, ratio);
      return place && (await forecastFor(place, now));
    },
    () => statisticsOf(regionId),
    () => latestHead(regionId),
    () => receiptFor(regionId, applicationId),
  ];
  const worst = [];
  for (const read of reads) worst.push(await mostOf(db(), [own], read));
  const walked = worst.reduce((sum, each) => sum + each.walks, 0);
  const walk = await mostOf(db(), [own], () =>
    db().execute(sql`select count(*) from queue_event where kind = 'x'`),
  );
  const walks = { unit: "walks", limit: { atMost: 0 } };
  return [
    limited({ ...pages, name: "plans a parent's page, the worst question of all, full data set" }, [
      Math.max(...worst.map((each) => each.pages)),
    ]),
    limited({ ...walks, name: "plans walks through tables of over 10,000 rows, full data set" }, [
      walked,
    ]),
    limited({ ...walks, name: "plans a count of the ledger", control: true }, [walk.walks]),
  ];
}

/** The most pages that one question touched, and how many walked through a big table. */
async function mostOf(
  database: Db,
  entries: readonly Entry[],
  ask: (entry: Entry) => Promise<unknown>,
): Promise<{ readonly pages: number; readonly walks: number }> {
  const big = await database.execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind = 'r' and reltuples > 10000`,
  );
  const names = new Set(big.map(({ name }) => name));
  let [most, walks] = [0, 0];
  for (const entry of entries) {
    for (const asked of await questionsOf(() => ask(entry))) {
      if (!/^\s*(select|with)\b/i.test(asked.text)) continue;
      if (/\b(insert|update|delete)\b/i.test(asked.text)) continue;
      const plan = await planOf(database, asked);
      most = Math.max(most, plan.buffers);
      walks += plan.scanned.filter((table) => names.has(table)).length;
    }
  }
  return { pages: most, walks };
}
