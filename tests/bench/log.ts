import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { closeDb, db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { latestHead, receiptFor } from "#lib/transparency/views.ts";
import { keepLogUp } from "#lib/worker/sequencing.ts";
import { fullDataSet, usePortalOf } from "./full.ts";
import { compared, limited, type Pair, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

const writers = 8;
const eventsPerRound = 2_000;
const mutations = 1_000;

/**
 * What the public log holds: changed bytes are seen, and it keeps up with families who register; over the full demo's
 * history, and over a million leaves.
 */
export async function log(stage: Stage): Promise<Row[]> {
  const whole = stage.pairs > 2;
  const set = await fullDataSet(join(stage.folder, "log"), whole ? undefined : 1_000);
  await usePortalOf(set.url);
  try {
    const caughtUp = await timed(() => sequenceLogs(new Date()));
    const rows = await measured(stage, set.name);
    await growTo(whole ? 1_000_000 : 30_000);
    await sequenceLogs(new Date());
    const caught = { name: `log events of the history sequenced, ${set.name}`, unit: "/s" };
    return [
      limited({ ...caught, limit: null }, [caughtUp]),
      ...rows,
      ...(await measured(stage, "a million leaves")),
    ];
  } finally {
    await closeDb();
    await set.stop();
  }
}

/** Families confirm their interest until so many events are on record: the ledger grows, the queue does not. */
async function growTo(events: number): Promise<void> {
  const { regionId } = await entries();
  await db().execute(sql`
    insert into queue_event (region_id, application_id, kind, at, actor_role, legal_ground, data)
    select a.region_id, a.id, 'interest-confirmed', now(), 'parent', 'registration', '{"v": 2, "from": {}, "to": {}}'
    from application a cross join generate_series(1, 100)
    where a.region_id = ${regionId}
    limit greatest(0, ${events}::int - (select count(*)::int from queue_event))`);
}

async function timed(work: () => Promise<number>): Promise<number> {
  const from = performance.now();
  const done = await work();
  return (done * 1000) / (performance.now() - from);
}

async function measured(stage: Stage, name: string): Promise<Row[]> {
  const { regionId, ids } = await entries();
  const write = (id: string) =>
    transaction((tx) =>
      appendQueueEvent(tx, {
        regionId,
        applicationId: id,
        kind: "held",
        at: new Date(),
        actorRole: "system",
        legalGround: "register-check",
        data: {},
      }),
    );
  const pairs: Pair[] = [];
  const oneByOne: Pair[] = [];
  for (let round = 0; round < stage.pairs; round += 1) {
    const baseline = await perSecond(eventsPerRound, () => writeAll(ids, write));
    const value = await perSecond(eventsPerRound, async () => {
      const added = await sequenceLogs(new Date());
      if (added !== eventsPerRound) throw new Error(`${added} leaves`);
    });
    pairs.push({ value, baseline });
    oneByOne.push({ value: await singly(ids, write), baseline });
  }

  const waits: number[] = [];
  const running = keepLogUp();
  for (const id of ids.slice(0, stage.pairs * 2))
    waits.push(await untilSealed(regionId, id, write));
  await running.stop();

  const receipt = (await receiptFor(regionId, ids[0] ?? "")) ?? "";
  const rate = { unit: "events/s", limit: { atLeast: 1 } };
  const seen = { unit: "of 1,000", limit: { atLeast: mutations } };
  const at = `, ${name}`;
  return [
    compared({ ...rate, name: `log sequencing against registering${at}` }, pairs),
    compared({ ...rate, name: `log control: a head for each event${at}`, control: true }, oneByOne),
    limited({ name: `log event to receipt${at}`, unit: "ms", limit: { atMost: 2_000 } }, waits),
    limited({ ...seen, name: `log changed bytes found${at}` }, [found(receipt, isRefused)]),
    limited({ ...seen, name: `log control: only the leaf looked at${at}`, control: true }, [
      found(receipt, (text) => !hasLeafOf(receipt, text)),
    ]),
  ];
}

async function entries() {
  const portal = await portalBySlug("oral");
  if (portal === null) throw new Error("the demo has this portal");
  const rows = await db()
    .select({ id: application.id })
    .from(application)
    .where(eq(application.regionId, portal.id));
  return { regionId: portal.id, ids: rows.map(({ id }) => id) };
}

async function writeAll(ids: readonly string[], write: (id: string) => Promise<void>) {
  let next = 0;
  const writer = async () => {
    for (; next < eventsPerRound;) {
      next += 1;
      await write(ids[next % ids.length] ?? "");
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

/** What sequencing would do if each event had a head of its own. */
async function singly(ids: readonly string[], write: (id: string) => Promise<void>) {
  let seconds = 0;
  const few = ids.slice(0, 40);
  for (const id of few) {
    await write(id);
    seconds += 1 / (await perSecond(1, () => sequenceLogs(new Date())));
  }
  return few.length / seconds;
}

async function untilSealed(
  regionId: number,
  id: string,
  write: (id: string) => Promise<void>,
): Promise<number> {
  const before = (await latestHead(regionId))?.size ?? 0;
  const started = performance.now();
  await write(id);
  while (((await latestHead(regionId))?.size ?? 0) === before) await pause(10);
  if (verifyReceipt((await receiptFor(regionId, id)) ?? "").code !== "ok") throw new Error("wrong");
  return performance.now() - started;
}

async function perSecond(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (count * 1000) / (performance.now() - started);
}

/** How many of 1,000 receipts with one byte changed are refused; the same bytes every time. */
function found(receipt: string, refused: (text: string) => boolean): number {
  const bytes = Buffer.from(receipt);
  let count = 0;
  for (let i = 0; i < mutations; i += 1) {
    const random = createHash("sha256").update(`mutation ${i}`).digest();
    const changed = Buffer.from(bytes);
    const at = random.readUInt32BE(0) % bytes.length;
    changed[at] = (changed[at] ?? 0) ^ (1 + (random.readUInt8(4) % 255));
    if (refused(changed.toString("utf8"))) count += 1;
  }
  return count;
}

function isRefused(text: string): boolean {
  return !verifyReceipt(text).valid;
}

function hasLeafOf(receipt: string, text: string): boolean {
  const { leaf }: { leaf: string } = JSON.parse(receipt);
  return text.includes(JSON.stringify(leaf).slice(1, -1));
}
