import { sql } from "drizzle-orm";
import { connect, type Db } from "#db/client.ts";
import { definedPlaceOf } from "#lib/queue/definition.ts";
import { entryClasses } from "#lib/queue/order.ts";

import { placeFrom, placeOf, placesOf } from "#lib/queue/views.ts";
import { beside, load } from "./load.ts";
import { type DataSet, freeEntries } from "./full.ts";
import { recount } from "./million.ts";
import { compared, interleaved, limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

export type Entry = { readonly regionId: number; readonly applicationId: string };

const clients = 16;
const ratio = 3;
const pick = <T>(from: readonly T[]): T => {
  const one = from[Math.floor(Math.random() * from.length)];
  if (one === undefined) throw new RangeError("nothing to pick from");
  return one;
};

/**
 * Places in the full demo and among a million: how fast they are read, what the counters cost whoever writes, and whether
 * they are right.
 */
export async function queue(stage: Stage): Promise<Row[]> {
  const rows: Row[] = [];
  for (const set of [await stage.full(), await stage.million()]) {
    for (const row of await measured(stage, set))
      rows.push({ ...row, name: `${row.name}, ${set.name}` });
  }
  return rows;
}

async function measured(stage: Stage, { url }: DataSet): Promise<Row[]> {
  const reading = connect(url, clients);
  const writing = connect(url, clients);
  try {
    await freeEntries(reading.db);
    const entries = await sample(reading.db, 10_000);
    const rows = [
      ...(await reads(stage, reading.db, entries)),
      ...(await readsBesideWrites(stage, reading.db, writing.db, entries)),
      ...(await upkeep(stage, writing.db, entries)),
    ];
    return [...rows, ...(await truth(stage, writing.db))];
  } finally {
    await reading.close();
    await writing.close();
  }
}

/** Waiting entries at random; the families of the story are left alone, for whoever looks at their pages afterwards. */
export async function sample(db: Db, count: number): Promise<Entry[]> {
  return await db.execute<Entry>(sql`
    select region_id as "regionId", application_id as "applicationId" from queue_entry e
    where waiting and not exists (
      select from application a where a.region_id = e.region_id and a.id = e.application_id
        and a.applicant_id is not null)
    order by random() limit ${count}`);
}

async function reads(stage: Stage, db: Db, entries: readonly Entry[]): Promise<Row[]> {
  const counted = () => load(clients, stage.seconds, () => placeOf(db, pick(entries), ratio));
  const defined = () =>
    load(clients, stage.seconds, () => definedPlaceOf(db, pick(entries), ratio));
  const row = () =>
    load(clients, stage.seconds, () => {
      const { regionId, applicationId } = pick(entries);
      return db.execute(sql`select * from queue_entry
        where region_id = ${regionId} and application_id = ${applicationId}`);
    });
  const rates = await interleaved(
    stage.pairs,
    async () => (await counted()).rate,
    async () => (await defined()).rate,
  );
  const late = await interleaved(
    stage.pairs,
    async () => (await counted()).p99,
    async () => (await row()).p99,
  );
  return [
    compared(
      { name: "queue places read, to the covering index", unit: "/s", limit: { atLeast: 5 } },
      rates,
    ),
    compared(
      { name: "queue p99 of a place, to a row by key", unit: "ms", limit: { atMost: 10 } },
      late,
    ),
  ];
}

async function readsBesideWrites(
  stage: Stage,
  reading: Db,
  writing: Db,
  entries: readonly Entry[],
): Promise<Row[]> {
  const written: number[] = [];
  const under = async (ask: () => Promise<unknown>) => {
    const { result, perSecond } = await beside(
      500,
      () => turn(writing, "queue_entry", pick(entries)),
      () => load(clients, stage.seconds, ask),
    );
    written.push(perSecond);
    return result.rate;
  };
  const rates = await interleaved(
    stage.pairs,
    () => under(() => placeOf(reading, pick(entries), ratio)),
    () => under(() => definedPlaceOf(reading, pick(entries), ratio)),
  );
  return [
    compared(
      { name: "queue places read beside 500 changes a second", unit: "/s", limit: { atLeast: 8 } },
      rates,
    ),
    limited({ name: "queue changes done beside", unit: "/s", limit: null }, written),
  ];
}

/** A child leaves or comes back. */
function turn(db: Db, table: "queue_entry" | "plain_entry", { regionId, applicationId }: Entry) {
  return db.execute(sql`update ${sql.identifier(table)} set waiting = not waiting
    where region_id = ${regionId} and application_id = ${applicationId}`);
}

async function upkeep(stage: Stage, db: Db, entries: readonly Entry[]): Promise<Row[]> {
  // The same table without the triggers that count.
  await db.execute(sql`create table plain_entry (like queue_entry including all)`);
  await db.execute(sql`insert into plain_entry overriding system value select * from queue_entry`);
  await db.execute(sql`vacuum analyze plain_entry`);
  const rate = (table: "queue_entry" | "plain_entry") => async () =>
    (await load(clients, stage.seconds, () => turn(db, table, pick(entries)))).rate;
  const pairs = await interleaved(stage.pairs, rate("plain_entry"), rate("queue_entry"));
  await db.execute(sql`drop table plain_entry`);
  return [
    compared(
      { name: "queue plain changes, to counted ones", unit: "/s", limit: { atMost: 1.25 } },
      pairs,
    ),
  ];
}

async function truth(stage: Stage, db: Db): Promise<Row[]> {
  const operations = stage.pairs > 2 ? 100_000 : 10_000;
  const touched = await sample(db, 10_000);
  await operate(db, touched, operations);
  const question = { unit: "of 10,000", limit: { atMost: 0 } };
  const found = await mismatches(db, touched);
  const [one] = await sample(db, 1);
  await db.execute(sql`alter table queue_entry disable trigger counted_update`);
  if (one) await turn(db, "queue_entry", one);
  await db.execute(sql`alter table queue_entry enable trigger counted_update`);
  // Everybody of that queue: one of a million would hardly meet it.
  const around = await db.execute<Entry>(sql`
    select e.region_id as "regionId", e.application_id as "applicationId"
    from queue_entry e join queue_entry o using (region_id, queue_type, district_kato, cohort)
    where o.region_id = ${one?.regionId} and o.application_id = ${one?.applicationId}
    limit 10000`);
  const skipped = await mismatches(db, around);
  await recount(db);
  return [
    limited({ ...question, name: `queue wrong places after ${operations} operations` }, [found]),
    limited({ ...question, name: "queue wrong places, one change not counted", control: true }, [
      skipped,
    ]),
  ];
}

/** Random changes of every kind, a hundred in flight at a time. */
async function operate(db: Db, entries: readonly Entry[], count: number): Promise<void> {
  const one = () => {
    const { regionId, applicationId } = pick(entries);
    const where = sql`where region_id = ${regionId} and application_id = ${applicationId}`;
    const days = Math.floor(Math.random() * 1100);
    return db.execute(
      pick([
        sql`update queue_entry set waiting = not waiting ${where}`,
        sql`update queue_entry set class = ${pick(entryClasses)} ${where}`,
        sql`update queue_entry set cohort = ${2019 + Math.floor(Math.random() * 7)} ${where}`,
        sql`update queue_entry set registered_at = timestamptz '2023-11-01Z' + ${days} * interval '1 day' ${where}`,
        sql`with gone as (delete from queue_entry ${where} returning *)
          insert into queue_entry (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
          select region_id, gen_random_uuid(), queue_type, district_kato, cohort, class, registered_at, true from gone`,
      ]),
    );
  };
  let left = count;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (; left > 0; left -= 1) await one();
    }),
  );
}

/** How many of the entries have another place by the counters than by numbering everybody who waits. */
async function mismatches(db: Db, entries: readonly Entry[]): Promise<number> {
  const numbered = new Map<string, number>();
  for (const row of await db.execute<{
    id: string;
    ahead: number;
    x: number;
    p: number;
    g: number;
    class: "ordinary";
  }>(sql`
    select * from (
      select application_id as id, class,
        row_number() over (partition by region_id, queue_type, district_kato, cohort, class order by registered_at, seq)::int - 1 as ahead,
        (count(*) filter (where class = 'extraordinary') over queue)::int as x,
        (count(*) filter (where class = 'first-priority') over queue)::int as p,
        (count(*) filter (where class = 'ordinary') over queue)::int as g
      from queue_entry where waiting
      window queue as (partition by region_id, queue_type, district_kato, cohort)
    ) everybody
    where id in (select jsonb_array_elements_text(${JSON.stringify(entries.map((each) => each.applicationId))}::jsonb)::uuid)`)) {
    const key = { regionId: 0, queueType: "", districtKato: "", cohort: 0 };
    const counts = { extraordinary: row.x, "first-priority": row.p, ordinary: row.g };
    const standing = {
      key,
      class: row.class,
      registeredAt: "2026-01-01T00:00:00Z",
      counts,
      ahead: row.ahead,
    };
    numbered.set(row.id, placeFrom(standing, ratio).position);
  }
  let wrong = 0;
  const regions = Map.groupBy(entries, (each) => each.regionId);
  for (const [regionId, own] of regions) {
    for (let from = 0; from < own.length; from += 500) {
      const ids = own.slice(from, from + 500).map((each) => each.applicationId);
      const places = await placesOf(db, regionId, ids, () => ratio);
      wrong += ids.filter((id) => places.get(id)?.position !== numbered.get(id)).length;
    }
  }
  return wrong;
}
