import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { PersonActor } from "#lib/access/actor.ts";
import { db } from "#db/client.ts";
import { checkQueue } from "#lib/applications/check.ts";
import { lookupChild } from "#lib/applications/child.ts";
import { myDrafts } from "#lib/applications/drafts.ts";
import { applicationView, myApplications } from "#lib/applications/journal.ts";
import { sinceLastVisit, whyView } from "#lib/applications/why.ts";
import { serviceView, wizardView } from "#lib/applications/wizard.ts";
import { attachmentsOfApplication } from "#lib/documents/attachment-views.ts";
import { issuedOfApplication } from "#lib/documents/issued-views.ts";
import { linkedChildren, profileView } from "#lib/people/profile.ts";
import { whoLooked } from "#lib/people/who-looked.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import { pageOfQueue } from "#lib/queue/list.ts";
import { placeAt } from "#lib/queue/past.ts";
import { numberStory } from "#lib/queue/story.ts";
import { countsOf, historyOf, placeOf, placesOf } from "#lib/queue/views.ts";
import type { Portal } from "#lib/regions/views.ts";
import { prepareStatistics } from "#lib/reports/prepare.ts";
import { forecastFor, statisticsOf } from "#lib/reports/views.ts";
import { listDevices } from "#lib/sign-in/device-views.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { listSessions } from "#lib/sign-in/sessions.ts";
import { latestHead, receiptFor } from "#lib/transparency/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { planOf, questionsOf } from "#tests/support/plans.ts";
import { artyom, daniil, draftFor, registered, signedIn } from "../applications/family.ts";
import { now, openPortals } from "../sign-in/gate.ts";

useTestDatabase();

const crowd = 20_000;
const most = 100;
let akmola: Portal;
let olga: PersonActor;
let number: string;
let applicationId: string;
let draftId: string;

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  ({ number, applicationId } = await registered(olga, akmola));
  draftId = await draftFor(olga, akmola, { childIin: daniil });
  await crowdUp(akmola.id);
  await prepareStatistics(now);
}, 120_000);

/** A region's worth of families in the queue of Olga's child, each with a row wherever a family leaves rows. */
async function crowdUp(regionId: number): Promise<void> {
  await db().execute(sql`
    with adults as (
      insert into person (id, iin, surname, given_name, source, created_at, updated_at)
      select gen_random_uuid(), '9' || lpad(n::text, 11, '0'), 'A', 'B', 'paper', now(), now()
      from generate_series(1, ${crowd}::int) n returning id, iin
    ), children as (
      insert into person (id, iin, surname, given_name, source, created_at, updated_at)
      select gen_random_uuid(), '8' || lpad(n::text, 11, '0'), 'A', 'B', 'paper', now(), now()
      from generate_series(1, ${crowd}::int) n returning id, iin
    ), families as (
      select a.id as adult, c.id as child, gen_random_uuid() as id, row_number() over () as n
      from (select id, row_number() over () as n from adults) a
      join (select id, row_number() over () as n from children) c using (n)
    ), made as (
      insert into application (region_id, id, number, entry_code, queue_type, district_kato, applicant_id,
        child_id, status, channel, locale, phone, non_resident, by_guardian, registered_at, version)
      select ${regionId}::int, id, 'N' || n, 'E' || n, 'general', '111000000', adult, child, 'REGISTERED',
        'import', 'kk', '+77770001199', false, false,
        ${now.toISOString()}::timestamptz - make_interval(secs => n * 3600), 1
      from families returning id, registered_at, number
    ), entries as (
      insert into queue_entry (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
      select ${regionId}::int, id, 'general', '111000000', 2021 + right(number, 1)::int % 3,
        case when number like '%7' then 'first-priority' when number like '%99' then 'extraordinary' else 'ordinary' end,
        registered_at, true
      from made returning *
    ), events as (
      insert into queue_event (region_id, application_id, kind, at, actor_role, legal_ground, data)
      select ${regionId}::int, application_id, 'registered', registered_at, 'import', 'registration',
        jsonb_build_object('v', 2, 'queueType', queue_type, 'districtKato', district_kato, 'cohort', cohort,
          'class', class, 'registeredAt', to_char(registered_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'seq', seq, 'waiting', true)
      from entries
      returning seq
    ), links as (
      insert into legal_representation (child_id, adult_id, kind, source, confirmed_at, created_at)
      select child, adult, 'parent', 'birth-register', now(), now() from families returning child_id
    ), audits as (
      insert into audit_entry (at, person_id, role, action, subject_kind, subject_id, concerns_id, detail)
      select now(), adult, 'parent', 'application.read', 'application', id::text, child, '{}' from families
      returning id
    )
    select count(*) from entries, (select count(*) from events) e, (select count(*) from links) l, (select count(*) from audits) a`);
  await db().execute(sql`vacuum analyze`);
}

const own = () => ({ regionId: akmola.id, applicationId });
const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
const key = () => ({
  regionId: akmola.id,
  queueType: "general",
  districtKato: "111000000",
  cohort: 2022,
});

async function forecastOfOwn() {
  const place = await placeOf(db(), own(), 3);
  if (place === null) throw new Error("it waits");
  return await forecastFor(place, now);
}

// Everything that a page of a parent or of the public reads. A new page adds its view here.
const reads: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["who is signed in", () => sessionActor(db(), olga.sessionId, now)],
  ["cabinet: applications", () => myApplications(olga, akmola.id, now)],
  ["cabinet: drafts", () => myDrafts(olga, akmola.id)],
  ["journal", () => applicationView(olga, { regionId: akmola.id, number }, now)],
  ["journal: papers", () => attachmentsOfApplication(olga, akmola.id, applicationId)],
  ["journal: documents", () => issuedOfApplication(olga, akmola.id, applicationId)],
  ["children", () => linkedChildren(olga)],
  ["profile", () => profileView(olga)],
  ["who looked", () => whoLooked(olga)],
  ["sessions", () => listSessions(olga, now)],
  ["devices", () => listDevices(olga, null, now)],
  ["service", () => serviceView(olga, akmola, "general", now)],
  ["wizard, with the newcomer's place", () => wizardView(olga, { portal: akmola, draftId }, now)],
  [
    "wizard: a child",
    () => lookupChild(olga, { regionId: akmola.id, queueType: "general", childIin: artyom }, now),
  ],
  [
    "queue check",
    () =>
      checkQueue({ regionId: akmola.id, childIin: artyom, secondFact: "1199", address: "" }, now),
  ],
  ["place", () => placeOf(db(), own(), 3)],
  ["places of several", () => placesOf(db(), akmola.id, [applicationId], () => 3)],
  ["counts of a queue", () => countsOf(db(), key())],
  ["first page of the list", () => pageOfQueue(key(), 3, { first: 1, size: 20 })],
  ["a page of the list's middle", () => pageOfQueue(key(), 3, { first: 3_000, size: 20 })],
  ["history", () => historyOf(db(), own())],
  ["forecast", forecastOfOwn],
  ["statistics", () => statisticsOf(akmola.id)],
  ["newest head of the log", () => latestHead(akmola.id)],
  ["receipt", () => receiptFor(akmola.id, applicationId)],
  ["a past place", () => placeAt(own(), 3, monthAgo)],
  [
    "why the number changed, with the visits",
    () =>
      whyView(
        olga,
        { regionId: akmola.id, number },
        { question: { since: "month" }, remember: true },
        now,
      ),
  ],
  [
    "since the last visit",
    async () => {
      const where = { regionId: akmola.id, number };
      await db().execute(sql`update number_seen
        set seen_at = ${monthAgo.toISOString()}::timestamptz, seen_number = seen_number + 1`);
      const place = await placeOf(db(), own(), 3);
      const found = await sinceLastVisit(olga, where, { place, remember: true }, now);
      expect(found).toMatchObject({ ok: true, value: { at: monthAgo } });
    },
  ],
  ["why the number changed in a month", () => numberStory(own(), { from: monthAgo, to: now })],
];

async function plansOf(work: () => Promise<unknown>) {
  const asked = await questionsOf(work);
  const harmless = asked.filter(
    ({ text }) => /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete)\b/i.test(text),
  );
  const plans = [];
  for (const question of harmless) plans.push(await planOf(db(), question));
  return plans;
}

let big: Set<string>;
beforeAll(async () => {
  const rows = await db().execute<{ name: string }>(
    sql`select relname as name from pg_class where relkind = 'r' and reltuples > 10000`,
  );
  big = new Set(rows.map(({ name }) => name));
});

describe("no parent's question walks through a big table", () => {
  test("there are big tables", () => {
    expect([...big]).toEqual(
      expect.arrayContaining([
        "person",
        "application",
        "queue_entry",
        "queue_event",
        "legal_representation",
        "audit_entry",
      ]),
    );
  });

  test.each(reads)("%s", async (_, read) => {
    const plans = await plansOf(read);
    expect(plans.length).toBeGreaterThan(0);
    const bad = plans.filter(
      ({ buffers, scanned }) => buffers > most || scanned.some((table) => big.has(table)),
    );
    expect(bad).toEqual([]);
  });

  test("a walk through a table and a count of the queue are noticed", async () => {
    const [walk] = await plansOf(() =>
      db().execute(sql`select count(*) from queue_event where kind = 'x'`),
    );
    expect(walk?.scanned).toEqual(["queue_event"]);
    const [count] = await plansOf(() => definedPlaceOf(db(), own(), 3));
    expect(count?.buffers).toBeGreaterThan(most / 2);
  });
});
