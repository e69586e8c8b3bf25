import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { changeEntry, enterQueue } from "#lib/queue/commands.ts";
import type { EntryChange } from "#lib/queue/entry-state.ts";
import { entryClasses } from "#lib/queue/order.ts";
import { placeAfter } from "#lib/queue/preview.ts";
import { placeOf } from "#lib/queue/views.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { drawn, pickerOf } from "../../unit/queue/random-history.ts";
import { applications, seededOral } from "./stage.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00.000Z");
const ratio = 3;
const random = drawn(5);
const pick = pickerOf(random);
const someDay = () => new Date(now.getTime() - Math.floor(random() * 9e9));
const somewhere = () => ({
  queueType: pick(["general", "sanatorium"]),
  districtKato: pick(["", "111000000"]),
  cohort: pick([2021, 2022]),
});

let oral: Portal;
let ids: string[];
const deed = (applicationId: string) => ({
  regionId: oral.id,
  applicationId,
  at: now,
  actorRole: "officer" as const,
  legalGround: "register-check",
});
const own = (applicationId: string) => ({ regionId: oral.id, applicationId });

beforeAll(async () => {
  oral = await seededOral(now);
  ids = await applications(oral.id, 120);
  const entering = ids.map((id) => ({
    ...deed(id),
    entry: { ...somewhere(), class: pick(entryClasses), registeredAt: someDay() },
  }));
  await transaction((tx) => enterQueue(tx, entering));
});

class Undone extends Error {}

/** The place the entry really has after the deed, which is then undone. */
async function doneAndUndone(id: string, kind: "corrected" | "released", change: EntryChange) {
  let place: Awaited<ReturnType<typeof placeOf>> = null;
  const doing = transaction(async (tx) => {
    await changeEntry(tx, { ...deed(id), kind, change });
    place = await placeOf(tx, own(id), ratio);
    throw new Undone();
  });
  await expect(doing).rejects.toThrow(Undone);
  return place;
}

describe("the place after a change that is only thought of", () => {
  test("is the place after doing it", async () => {
    for (let n = 0; n < 150; n += 1) {
      const id = pick(ids);
      const change: EntryChange = {
        ...(random() < 0.6 ? { class: pick(entryClasses) } : {}),
        ...(random() < 0.5 ? somewhere() : {}),
        ...(random() < 0.3 ? { registeredAt: someDay() } : {}),
      };
      const told = await placeAfter(db(), own(id), change, ratio);
      expect(told).not.toBeNull();
      expect(told).toEqual(await doneAndUndone(id, "corrected", change));
    }
  });

  test("is the present one where nothing changes", async () => {
    for (const id of ids.slice(0, 20)) {
      expect(await placeAfter(db(), own(id), {}, ratio)).toEqual(
        await placeOf(db(), own(id), ratio),
      );
    }
  });

  test("is none for one on hold, and that of its return when asked so", async () => {
    const id = ids[0] ?? "";
    await transaction((tx) => changeEntry(tx, { ...deed(id), kind: "held" }));
    expect(await placeAfter(db(), own(id), { class: "ordinary" }, ratio)).toBeNull();
    expect(await placeAfter(db(), own(id), { waiting: true }, ratio)).toEqual(
      await doneAndUndone(id, "released", {}),
    );
  });

  test("writes nothing, and knows no entry of another region", async () => {
    const rows = () => db().select().from(queueEntry).where(eq(queueEntry.regionId, oral.id));
    const before = await rows();
    const id = ids[1] ?? "";
    await placeAfter(db(), own(id), { cohort: 2023 }, ratio);
    expect(await rows()).toEqual(before);
    const elsewhere = { regionId: oral.id + 1, applicationId: id };
    expect(await placeAfter(db(), elsewhere, {}, ratio)).toBeNull();
  });
});
