import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { keepCorrections, sendCorrection } from "#lib/applications/correct.ts";
import { officeView } from "#lib/applications/office-views.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals } from "../sign-in/gate.ts";
import { beginAnew, lightly, registered, signedIn } from "./family.ts";
import { inDays, letters, staffOf, standing } from "./office.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let officer: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  officer = await staffOf(akmola, "800101300001");
});
beforeEach(async () => {
  await beginAnew();
  await db().delete(message);
  ({ number } = await registered(olga, akmola));
});

const giveBack = (by: PersonActor = officer, over: object = {}) =>
  returnForCorrection(
    by,
    {
      regionId: akmola.id,
      number,
      reasons: ["paper-unreadable"],
      note: "  Скан \u202eсправки\u0007 ",
      requestId: null,
      ...over,
    },
    now,
  );
const mend = (at = now, by: PersonActor = olga, over: object = {}) =>
  sendCorrection(
    by,
    {
      regionId: akmola.id,
      number,
      words: "Новый скан",
      bringsPapers: false,
      requestId: null,
      ...over,
    },
    at,
  );
const view = async (at = now) => {
  const seen = await officeView(olga, { regionId: akmola.id, number }, at);
  if (!seen.ok) throw new Error(seen.code);
  return seen.value;
};

describe("an application that is given back", () => {
  test("keeps its place; what to mend and until when is stored, told and shown", async () => {
    const before = await standing(akmola, number);
    expect(await giveBack()).toMatchObject({ ok: true });
    const after = await standing(akmola, number);
    expect(after.row.status).toBe("RETURNED");
    expect(after.entry).toEqual(before.entry);
    expect(after.events.at(-1)).toMatchObject({
      kind: "returned-for-correction",
      actorRole: "officer",
      data: { reasons: ["paper-unreadable"] },
    });
    // The officer's words are the family's and not the ledger's.
    expect(JSON.stringify(after.events)).not.toContain("Скан");
    const { asked, decisions } = await view();
    expect(asked).toMatchObject({ reasons: ["paper-unreadable"], note: "Скан справки" });
    expect(asked?.deadlineAt.toISOString()).toMatch(/T18:59:59\.999Z$/);
    expect(decisions).toMatchObject([{ kind: "returned-for-correction", state: "open" }]);
    expect(await letters()).toEqual(["returned"]);
  });

  test("mended after its last instant is late, also before the job has seen it", async () => {
    await giveBack();
    const { asked } = await view();
    const late = new Date((asked?.deadlineAt ?? now).getTime() + 1);
    expect(await mend(late)).toMatchObject({ ok: true });
    const { row, events } = await standing(akmola, number);
    expect(row.status).toBe("REGISTERED");
    expect(events.at(-1)).toMatchObject({ kind: "correction-sent", data: { inTime: false } });
  });

  test("given back for another reason at once is no second press of the button", async () => {
    expect(await giveBack()).toMatchObject({ ok: true });
    const other = { reasons: ["wrong-district"] };
    expect(await giveBack(officer, other)).toMatchObject({ code: "out-of-turn" });
    expect(await giveBack(officer, { note: "Слова" })).toMatchObject({ code: "out-of-turn" });
    expect(await giveBack()).toMatchObject({ ok: true });
    expect((await view()).asked).toMatchObject({ reasons: ["paper-unreadable"] });
  });

  test("twice, and by two hands at once, is given back once", async () => {
    const answers = await Promise.all([giveBack(), giveBack()]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    const { kinds } = await standing(akmola, number);
    expect(kinds.filter((kind) => kind === "returned-for-correction")).toHaveLength(1);
  });

  test("only by an officer of its region, by two factors, for a reason that exists", async () => {
    const elsewhere = await staffOf(oral, "800101300002");
    const auditor = await staffOf(akmola, "800101300003", "auditor");
    expect(await giveBack(elsewhere)).toMatchObject({ code: "not-yours" });
    expect(await giveBack(auditor)).toMatchObject({ code: "not-yours" });
    expect(await giveBack(olga)).toMatchObject({ code: "not-yours" });
    expect(await giveBack(lightly(officer))).toMatchObject({ code: "too-light" });
    expect(await giveBack(officer, { reasons: ["because"] })).toMatchObject({ code: "malformed" });
    expect(await giveBack(officer, { regionId: oral.id })).toMatchObject({ code: "not-yours" });
    expect((await standing(akmola, number)).row.status).toBe("REGISTERED");
  });
});

describe("a correction", () => {
  test("comes in time: in the queue again, once however often it is sent", async () => {
    await giveBack();
    const answers = await Promise.all([mend(), mend()]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    const { row, kinds, entry } = await standing(akmola, number);
    expect(row.status).toBe("REGISTERED");
    expect(entry).toMatchObject({ waiting: true, registeredAt: row.registeredAt });
    expect(kinds.filter((kind) => kind === "correction-sent")).toHaveLength(1);
    expect((await view()).asked).toBeNull();
  });

  test("needs words or the promise of a paper, and somebody who is not held", async () => {
    await giveBack();
    expect(await mend(now, olga, { words: " \u200b " })).toMatchObject({ code: "required" });
    expect(await mend(now, { ...lightly(olga), onHold: true })).toMatchObject({
      code: "too-light",
    });
    expect(await mend(now, olga, { words: "ж".repeat(2_001) })).toMatchObject({
      code: "too-long",
    });
    expect(await mend(now, officer)).toMatchObject({ code: "not-yours" });
    const brings = { words: "", bringsPapers: true };
    expect(await mend(now, lightly(olga), brings)).toMatchObject({ ok: true });
  });

  test("that nobody asked for is out of turn", async () => {
    expect(await mend()).toMatchObject({ code: "out-of-turn" });
  });

  test("that does not come is asked for once more, then holds the application without costing its place", async () => {
    await giveBack();
    const { deadlineAt } = (await view()).asked ?? { deadlineAt: now };
    const dayBefore = inDays(-1, deadlineAt);
    await keepCorrections(inDays(-3, deadlineAt));
    expect(await letters()).toEqual(["returned"]);
    for (const _ of [1, 2]) await keepCorrections(dayBefore);
    expect(await letters()).toContain("correction-due");
    await keepCorrections(deadlineAt);
    expect((await standing(akmola, number)).row.status).toBe("ON_HOLD");
    const late = inDays(1, deadlineAt);
    await Promise.all([keepCorrections(late), keepCorrections(late)]);
    const held = await standing(akmola, number);
    expect(held.entry).toMatchObject({ waiting: false, registeredAt: held.row.registeredAt });
    expect(held.kinds.filter((kind) => kind === "held")).toHaveLength(1);
    expect(held.events.at(-1)).toMatchObject({ legalGround: "correction-missed" });
    expect((await view(late)).asked).toMatchObject({ missed: true });
    expect((await letters()).filter((name) => name === "correction-missed")).toHaveLength(1);

    expect(await mend(inDays(2, deadlineAt))).toMatchObject({ ok: true });
    const back = await standing(akmola, number);
    expect(back.row.status).toBe("REGISTERED");
    expect(back.entry).toMatchObject({ waiting: true, registeredAt: back.row.registeredAt });
    expect(back.kinds.slice(-2)).toEqual(["correction-sent", "released"]);
    expect(await letters()).not.toContain("released");
  });
});
