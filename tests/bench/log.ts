import { createHash, generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { closeDb, db, transaction } from "#db/client.ts";
import { startEmbedded } from "#db/embedded.ts";
import { migrateDatabase } from "#db/migrate.ts";
import { application } from "#db/schema/applications.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { portalBySlug } from "#lib/regions/views.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { latestHead, receiptFor } from "#lib/transparency/views.ts";
import { keepLogUp } from "#lib/worker/sequencing.ts";
import { newLogKey, useTestEnvironment } from "#tests/support/environment.ts";
import { compared, limited, type Pair, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

const writers = 8;
const eventsPerRound = 2_000;
const mutations = 1_000;

/** What the public log holds: changed bytes are seen, and it keeps up with families who register. */
export async function log(stage: Stage): Promise<Row[]> {
  const server = await startEmbedded({ folder: join(stage.folder, "log-postgres") });
  useTestEnvironment({ DATABASE_URL: server.url, LOG_SIGNING_KEY: newLogKey() });
  try {
    await migrateDatabase(server.url);
    await seedDemo(new Date());
    await sequenceLogs(new Date());
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
    return [
      compared({ ...rate, name: "log sequencing against registering" }, pairs),
      compared({ ...rate, name: "log control: a head for each event", control: true }, oneByOne),
      limited({ name: "log event to receipt", unit: "ms", limit: { atMost: 2_000 } }, waits),
      limited({ ...seen, name: "log changed bytes found" }, [found(receipt, isRefused)]),
      limited({ ...seen, name: "log control: only the leaf looked at", control: true }, [
        found(receipt, (text) => !hasLeafOf(receipt, text)),
      ]),
    ];
  } finally {
    await closeDb();
    await server.stop();
  }
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
