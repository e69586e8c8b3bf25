import { and, eq, lt, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { queueMove, queueMoveMonth } from "#db/schema/queue.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { wrongMonths } from "#lib/queue/check-months.ts";
import { changeEntry } from "#lib/queue/commands.ts";
import { movesSince, ofQueue } from "#lib/queue/move-rows.ts";
import { packMonthsOf } from "#lib/queue/pack-months.ts";
import { numberStory } from "#lib/queue/story.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { planOf, questionsOf } from "#tests/support/plans.ts";
import { randomHistory } from "../../unit/queue/random-history.ts";
import { applications, playHistory, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2028-03-20T09:00:00.000Z");
const past = new Date("2020-01-01T00:00:00.000Z");
const history = randomHistory(19, 1_500, 80);
let oral: Portal;
let ids: string[];
beforeAll(async () => {
  oral = await seededOral(new Date("2026-11-22T09:00:00.000Z"));
  ids = await applications(oral.id, history.expected.length);
  await playHistory(oral.id, ids, history.steps);
});
beforeEach(async () => {
  await db().delete(queueMoveMonth);
});

const key = () => ({ regionId: oral.id, queueType: "general", districtKato: "", cohort: 2022 });
const packed = async () =>
  await db().select().from(queueMoveMonth).where(ofQueue(queueMoveMonth, key()));
/** From the rows alone. */
const fromRows = async (after: Date) => {
  const kept = await packed();
  await db().delete(queueMoveMonth);
  const moves = await movesSince(db(), key(), after);
  if (kept.length > 0) await db().insert(queueMoveMonth).values(kept);
  return moves;
};

test("packed or not, the moves since any instant are the same", async () => {
  const told = await fromRows(past);
  expect(told.length).toBeGreaterThan(100);
  expect(await packMonthsOf(oral.id, now)).toBeGreaterThan(3);
  expect(await packMonthsOf(oral.id, now)).toBe(0);
  expect(await movesSince(db(), key(), past)).toEqual(told);
  for (const { at } of told.filter((_, index) => index % 29 === 0)) {
    for (const after of [at, new Date(at.getTime() - 1)]) {
      expect(await movesSince(db(), key(), after)).toEqual(await fromRows(after));
    }
  }
  // Holes between, and nothing but the newest.
  const months = [...new Set((await packed()).map(({ month }) => month))];
  for (const [index, month] of months.entries()) {
    if (index % 2 === 1) continue;
    await db()
      .delete(queueMoveMonth)
      .where(and(ofQueue(queueMoveMonth, key()), eq(queueMoveMonth.month, month)));
    expect(await movesSince(db(), key(), past)).toEqual(told);
  }
  expect(await packMonthsOf(oral.id, now)).toBeGreaterThan(0);
  await db()
    .delete(queueMoveMonth)
    .where(and(ofQueue(queueMoveMonth, key()), lt(queueMoveMonth.month, months.at(-1) ?? "")));
  expect(await movesSince(db(), key(), past)).toEqual(told);
});

test("a story over packed months is the same, cause for cause", async () => {
  const end = history.steps.at(-1)?.at ?? now;
  const begin = history.steps[200]?.at ?? now;
  const stories = () =>
    Promise.all(
      ids.slice(0, 12).map((applicationId) => {
        return numberStory({ regionId: oral.id, applicationId }, { from: begin, to: end });
      }),
    );
  const told = await stories();
  expect(told.filter((story) => story !== null).length).toBeGreaterThan(5);
  await packMonthsOf(oral.id, now);
  expect(await stories()).toEqual(told);
});

test("the present month and the half day of grace are not packed", async () => {
  await packMonthsOf(oral.id, now);
  const newest = async () => {
    const months = (await packed()).map(({ month }) => month);
    return months.toSorted().at(-1);
  };
  expect(await newest()).toBe("2028-02-01");
  await packMonthsOf(oral.id, new Date("2028-04-01T11:59:59Z"));
  expect(await newest()).toBe("2028-02-01");
  await packMonthsOf(oral.id, new Date("2028-04-01T12:00:01Z"));
  expect(await newest()).toBe("2028-03-01");
});

test("what is told late unpacks its month alone, in the transaction that tells it", async () => {
  await packMonthsOf(oral.id, now);
  const before = await packed();
  const told = await movesSince(db(), key(), past);
  const middle = told[Math.floor(told.length / 2)];
  if (middle === undefined) throw new Error("there are moves");
  const [one] = await applications(oral.id, 1);
  const { at } = middle;
  const entry = {
    queueType: "general",
    districtKato: "",
    cohort: 2022,
    class: "ordinary" as const,
  };
  await playHistory(
    oral.id,
    [one ?? ""],
    [{ app: 0, kind: "registered", at, entry: { ...entry, registeredAt: at } }],
  );
  const months = new Set((await packed()).map(({ month }) => month));
  const gone = new Set(before.map(({ month }) => month).filter((month) => !months.has(month)));
  expect([...gone]).toEqual([`${at.toISOString().slice(0, 7)}-01`]);
  expect(await movesSince(db(), key(), past)).toHaveLength(told.length + 1);
  expect(await packMonthsOf(oral.id, now)).toBe(1);
  expect(await movesSince(db(), key(), past)).toEqual(await fromRows(past));
  expect(await wrongMonths(oral.id)).toBe(0);
});

test("a month somebody writes to is not packed before it is written", async () => {
  const waiting = and(ofQueue(queueEntry, key()), eq(queueEntry.waiting, true));
  const [entry] = await db().select().from(queueEntry).where(waiting).limit(1);
  let months = 0;
  await transaction(async (tx) => {
    await changeEntry(tx, {
      regionId: oral.id,
      applicationId: entry?.applicationId ?? "",
      kind: "corrected",
      at: new Date("2028-01-10T06:00:00Z"),
      actorRole: "officer",
      legalGround: "register-check",
      change: { registeredAt: new Date("2025-12-01T06:00:00Z") },
    });
    months = await packMonthsOf(oral.id, now);
    expect((await packed()).some(({ month }) => month === "2028-01-01")).toBe(false);
  });
  expect(months).toBeGreaterThan(3);
  expect(await packMonthsOf(oral.id, now)).toBeGreaterThan(0);
  expect(await movesSince(db(), key(), past)).toEqual(await fromRows(past));
  expect(await wrongMonths(oral.id)).toBe(0);
});

test("the nightly check finds packed moves that were changed, lost or added", async () => {
  await packMonthsOf(oral.id, now);
  expect((await checkLedger(oral.id)).wrongMonths).toBe(0);
  const rows = (await packed()).filter(({ moves }) => moves.length > 20);
  const [one, two] = rows;
  if (one === undefined || two === undefined) throw new Error("there are full months");
  const put = (row: typeof one, moves: Uint8Array) =>
    db()
      .update(queueMoveMonth)
      .set({ moves })
      .where(and(ofQueue(queueMoveMonth, key()), eq(queueMoveMonth.month, row.month)));
  const changed = Uint8Array.from(one.moves);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  await put(one, changed);
  expect((await checkLedger(oral.id)).wrongMonths).toBe(1);
  await put(two, two.moves.slice(0, 1));
  expect((await checkLedger(oral.id)).wrongMonths).toBe(2);
  await put(one, one.moves);
  await db()
    .insert(queueMoveMonth)
    .values({ ...one, part: one.part + 1 });
  expect((await checkLedger(oral.id)).wrongMonths).toBe(2);
});

test("moves that were changed past the ledger unpack their month, and the check finds them still", async () => {
  await packMonthsOf(oral.id, now);
  const [move] = await db()
    .select()
    .from(queueMove)
    .where(and(ofQueue(queueMove, key()), eq(queueMove.kind, "held")))
    .limit(1);
  if (move === undefined) throw new Error("somebody was held");
  await db()
    .update(queueMove)
    .set({ kind: "enrolled" })
    .where(eq(queueMove.eventSeq, move.eventSeq));
  const check = await checkLedger(oral.id);
  expect(check.wrongMonths).toBe(0);
  expect(check.differences).toMatchObject([{ what: ["moves"] }]);
  await db().update(queueMove).set({ kind: "held" }).where(eq(queueMove.eventSeq, move.eventSeq));
});

test("a packed year touches few pages and not the rows", async () => {
  await packMonthsOf(oral.id, now);
  await db().execute(sql`vacuum analyze queue_move, queue_move_month`);
  const [begin] = await movesSince(db(), key(), past);
  const asked = await questionsOf(() => movesSince(db(), key(), begin?.at ?? past));
  const [first] = asked;
  expect(asked).toHaveLength(2);
  if (first === undefined) throw new Error("asked");
  expect(first.text).toContain("queue_move_month");
  expect((await planOf(db(), first)).buffers).toBeLessThan(100);
});
