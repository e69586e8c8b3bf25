import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application, queueEntry } from "#db/schema/applications.ts";
import { changeEntries, changeEntry, enterQueue } from "#lib/queue/commands.ts";
import type { EntryChange } from "#lib/queue/entry-state.ts";
import { entryClasses } from "#lib/queue/order.ts";
import { previewRecut, type ProposedMove } from "#lib/queue/preview-recut.ts";
import { placesOf } from "#lib/queue/views.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { drawn, pickerOf } from "../../unit/queue/random-history.ts";
import { applications, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
const random = drawn(17);
const pick = pickerOf(random);
const ratioOf = (queueType: string) => (queueType === "general" ? 3 : 2);

let oral: Portal;
let ids: string[];
const deed = (applicationId: string) => ({
  regionId: oral.id,
  applicationId,
  at: now,
  actorRole: "officer" as const,
  legalGround: "register-check",
});

beforeAll(async () => {
  oral = await seededOral(now);
  ids = await applications(oral.id, 150);
  const entering = ids.map((id) => ({
    ...deed(id),
    entry: {
      queueType: pick(["general", "sanatorium"]),
      districtKato: "",
      cohort: pick([2021, 2022, 2023]),
      class: pick(entryClasses),
      registeredAt: new Date(now.getTime() - Math.floor(random() * 9e9)),
    },
  }));
  await transaction((tx) => enterQueue(tx, entering));
});

class Undone extends Error {}

/** Everybody's number before and after the moves are really made, which is then undone. */
async function doneAndUndone(moves: readonly ProposedMove[]) {
  const everybody = await db()
    .select({ id: queueEntry.applicationId })
    .from(queueEntry)
    .where(eq(queueEntry.regionId, oral.id));
  const all = everybody.map(({ id }) => id);
  const before = await placesOf(db(), oral.id, all, (key) => ratioOf(key.queueType));
  let after = before;
  const doing = transaction(async (tx) => {
    await changeEntries(
      tx,
      moves.map(({ applicationId, change }) => ({ ...deed(applicationId), kind: "moved", change })),
    );
    after = await placesOf(tx, oral.id, all, (key) => ratioOf(key.queueType));
    throw new Undone();
  });
  await expect(doing).rejects.toThrow(Undone);
  return { before, after };
}

const someMoves = (share: number): ProposedMove[] =>
  ids
    .filter(() => random() < share)
    .map((applicationId) => {
      const change: EntryChange = {
        ...(random() < 0.7 ? { cohort: pick([2021, 2022, 2023, 2024]) } : {}),
        ...(random() < 0.3 ? { class: pick(entryClasses) } : {}),
        ...(random() < 0.3 ? { queueType: pick(["general", "sanatorium"]) } : {}),
      };
      return { applicationId, change };
    });

describe("a re-cut that is only thought of", () => {
  test.each([0.02, 0.2, 1])("of a share of %d is what it is when it is done", async (share) => {
    const moves = someMoves(share);
    const preview = await previewRecut(db(), { regionId: oral.id, moves }, ratioOf);
    const { before, after } = await doneAndUndone(moves);
    expect(preview.moved).toBe(moves.length);
    for (const line of preview.lines) {
      const [was, is] = [before.get(line.applicationId), after.get(line.applicationId)];
      expect(line.from).toEqual({ key: was?.key, position: was?.position });
      expect(line.to).toEqual({ key: is?.key, position: is?.position });
    }
    const told = new Set(preview.lines.map(({ applicationId }) => applicationId));
    const changed = [...before].filter(
      ([id, { position }]) => after.get(id)?.position !== position,
    );
    expect(changed.filter(([id]) => !told.has(id))).toEqual([]);
    const worse = changed.filter(([id, { position }]) => (after.get(id)?.position ?? 0) > position);
    expect(preview.worse).toBe(worse.length);
    expect(preview.better).toBe(changed.length - worse.length);
  });

  test("names entries by their public code, the greatest loss first", async () => {
    const { lines } = await previewRecut(
      db(),
      { regionId: oral.id, moves: someMoves(0.1) },
      ratioOf,
    );
    const losses = lines.map(({ from, to }) => to.position - from.position);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
    const [row] = await db()
      .select({ entryCode: application.entryCode })
      .from(application)
      .where(eq(application.id, lines[0]?.applicationId ?? ""));
    expect(lines[0]?.entryCode).toBe(row?.entryCode);
  });

  test("one that does not wait is counted and has no number; nothing and nobody give nothing", async () => {
    const id = ids[0] ?? "";
    await transaction((tx) => changeEntry(tx, { ...deed(id), kind: "held" }));
    const moves = [{ applicationId: id, change: { cohort: 2024 } }];
    const preview = await previewRecut(db(), { regionId: oral.id, moves }, ratioOf);
    expect(preview).toMatchObject({ moved: 1, better: 0, worse: 0, lines: [] });
    const none = { moved: 0, better: 0, worse: 0, same: 0, lines: [] };
    expect(await previewRecut(db(), { regionId: oral.id, moves: [] }, ratioOf)).toEqual(none);
    const elsewhere = { regionId: oral.id + 1, moves };
    expect(await previewRecut(db(), elsewhere, ratioOf)).toEqual(none);
  });
});
