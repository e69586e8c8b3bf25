import { asc, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEvent } from "#db/schema/applications.ts";
import { queueMove } from "#db/schema/queue.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { appendQueueEvent } from "#lib/queue/ledger.ts";
import { movesOfSlice, movesSince } from "#lib/queue/move-rows.ts";
import {
  compareMoments,
  keyOf,
  type MoveOfApplication,
  movesOf,
  type QueueMove,
  stepsOf,
} from "#lib/queue/moves.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { randomHistory } from "../../unit/queue/random-history.ts";
import { applications, playHistory, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
const history = randomHistory(11, 1500, 80);
let oral: Portal;
let ids: string[];
beforeAll(async () => {
  oral = await seededOral(now);
  ids = await applications(oral.id, history.expected.length);
  await playHistory(oral.id, ids, history.steps);
});

async function toldMoves(): Promise<MoveOfApplication[]> {
  const events = await db().select().from(queueEvent).where(eq(queueEvent.regionId, oral.id));
  return [...Map.groupBy(events, (event) => event.applicationId)]
    .flatMap(([id, life]) => movesOf(oral.id, id, stepsOf(life, { districtKato: "", seq: 0 })))
    .toSorted(compareMoments);
}

const everything = () =>
  movesOfSlice(
    db(),
    oral.id,
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
  );

test("the database writes the moves that the events tell, each with its event", async () => {
  const told = (await toldMoves()).toSorted((a, b) => a.eventSeq - b.eventSeq);
  const kept = await everything();
  expect(kept.length).toBeGreaterThan(500);
  expect(kept.some((move) => move.was === null && move.is === null)).toBe(true);
  expect(kept.some((move) => move.was !== null && move.is !== null)).toBe(true);
  expect(kept).toEqual(told);
});

test("those of one queue since an instant are asked for alone", async () => {
  const told = await toldMoves();
  const key = keyOf(oral.id, { queueType: "general", districtKato: "", cohort: 2022 });
  const after = told[Math.floor(told.length / 2)]?.at ?? now;
  const of = (move: QueueMove) =>
    move.at > after && JSON.stringify(move.key) === JSON.stringify(key);
  const ofQueue = told
    .filter(of)
    .map(({ applicationId, ...move }) => (applicationId === "" ? null : move));
  expect(await movesSince(db(), key, after)).toEqual(ofQueue);
});

test("written anew from the whole ledger they are the same", async () => {
  const before = await everything();
  await transaction(async (tx) => {
    await tx.delete(queueMove);
    await tx.execute(sql`select move_in_queues(e) from queue_event e`);
  });
  expect(await everything()).toEqual(before);
});

test("the first version of the ledger is understood, and what nobody can read moves nobody", async () => {
  const [old = "", broken = ""] = await applications(oral.id, 2);
  const deed = (applicationId: string) => ({
    regionId: oral.id,
    applicationId,
    at: now,
    actorRole: "import" as const,
    legalGround: "registration",
  });
  const entry = { queueType: "general", cohort: 2022, class: "ordinary" };
  await db().execute(sql`
    insert into queue_entry (region_id, application_id, queue_type, district_kato, cohort, class, registered_at, waiting)
    select ${oral.id}, id::uuid, 'general', '', 2022, 'ordinary', ${now.toISOString()}::timestamptz, false
    from unnest(array[${old}, ${broken}]) id`);
  await transaction(async (tx) => {
    await appendQueueEvent(tx, { ...deed(old), kind: "registered", data: entry });
    const data = { category: "x", class: "first-priority" };
    await appendQueueEvent(tx, { ...deed(old), kind: "privilege-claimed", data });
    await appendQueueEvent(tx, { ...deed(old), kind: "withdrawn", data: {} });
    await appendQueueEvent(tx, { ...deed(broken), kind: "registered", data: { cohort: "soon" } });
  });
  expect(await movesOfSlice(db(), oral.id, broken, broken)).toEqual([]);
  const moves = await movesOfSlice(db(), oral.id, old, old);
  expect(moves.map(({ kind, was, is }) => [kind, was?.class, is?.class])).toEqual([
    ["registered", undefined, "ordinary"],
    ["privilege-claimed", "ordinary", "first-priority"],
    ["withdrawn", "first-priority", undefined],
  ]);
  const events = await db()
    .select()
    .from(queueEvent)
    .where(eq(queueEvent.applicationId, old))
    .orderBy(asc(queueEvent.seq));
  const seq = moves[0]?.is?.seq ?? -1;
  expect(moves).toEqual(movesOf(oral.id, old, stepsOf(events, { districtKato: "", seq })));
});

test("the nightly check finds a move that is missing and one that never was", async () => {
  const strange = (found: Awaited<ReturnType<typeof checkLedger>>) =>
    found.differences.filter(({ what }) => what.includes("moves"));
  expect(strange(await checkLedger(oral.id))).toEqual([]);
  const [one, two] = (await everything()).filter((move) => move.kind === "held");
  await db()
    .delete(queueMove)
    .where(eq(queueMove.eventSeq, one?.eventSeq ?? 0));
  await db()
    .update(queueMove)
    .set({ kind: "enrolled" })
    .where(eq(queueMove.eventSeq, two?.eventSeq ?? 0));
  const found = strange(await checkLedger(oral.id)).map(({ applicationId }) => applicationId);
  expect(new Set(found)).toEqual(new Set([one?.applicationId, two?.applicationId]));
});
