import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application, privilegeClaim } from "#db/schema/applications.ts";
import { decision } from "#db/schema/office.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { answerAppeal } from "#lib/applications/answer-appeal.ts";
import { writeAppeal } from "#lib/applications/appeal.ts";
import { keepCorrections } from "#lib/applications/correct.ts";
import { takeStep } from "#lib/applications/deed.ts";
import { holdApplication } from "#lib/applications/hold.ts";
import { officeView, openAppeals } from "#lib/applications/office-views.ts";
import { removeApplication } from "#lib/applications/remove.ts";
import { restoreApplication } from "#lib/applications/restore.ts";
import { returnForCorrection } from "#lib/applications/return.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import { newId } from "#lib/platform/ids.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals } from "../sign-in/gate.ts";
import { lightly, registered, signedIn } from "./family.ts";
import { cleanDesk, inDays, letters, staffOf, standing } from "./office.ts";

useTestDatabase();

let akmola: Portal;
let oral: Portal;
let olga: PersonActor;
let officer: PersonActor;
let another: PersonActor;
let number: string;

beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  officer = await staffOf(akmola, "800101300001");
  another = await staffOf(akmola, "800101300002", "region_admin");
});
beforeEach(async () => {
  await cleanDesk(olga, akmola);
  ({ number } = await registered(olga, akmola));
});

const which = () => ({ regionId: akmola.id, number, requestId: null });
const state = () => standing(akmola, number);
const lastSeq = async () => (await state()).events.at(-1)?.seq ?? 0;
const object = (eventSeq: number, over: object = {}, by: PersonActor = olga, at = now) =>
  writeAppeal(by, { ...which(), eventSeq, words: "Мы живем здесь", ...over }, at);
const answer = (
  eventSeq: number,
  outcome: "upheld" | "refused",
  by: PersonActor = another,
  reasons = "Справка принята",
) => answerAppeal(by, { ...which(), eventSeq, outcome, reasons }, inDays(1));
const decisions = async (at = now) => {
  const seen = await officeView(olga, which(), at);
  if (!seen.ok) throw new Error(seen.code);
  return seen.value.decisions;
};

async function remove(): Promise<number> {
  const order = { ...which(), ground: "remove-moved", note: "" };
  expect(await removeApplication(officer, order, now)).toMatchObject({ ok: true });
  return await lastSeq();
}

describe("an objection", () => {
  test("is received once, with the day of the answer", async () => {
    const seq = await remove();
    expect(await decisions()).toMatchObject([{ eventSeq: seq, state: "open", kind: "removed" }]);
    const answers = await Promise.all([object(seq), object(seq)]);
    expect(answers.map((each) => each.ok)).toEqual([true, true]);
    expect((await state()).kinds.filter((kind) => kind === "appealed")).toHaveLength(1);
    expect(await decisions()).toMatchObject([{ state: "sent", appeal: { outcome: null } }]);
    expect(await letters()).toEqual(["appeal-received", "removed"]);
    expect(await object(seq, { words: "И еще" })).toMatchObject({ code: "already-appealed" });
    // Neither the words nor the objector stand in the ledger.
    expect(JSON.stringify((await state()).events)).not.toContain("живем");
  });

  test("comes from the family, about its own decision, in words and in time", async () => {
    const seq = await remove();
    expect(await object(seq, { words: " \n " })).toMatchObject({ code: "required" });
    expect(await object(seq, { words: "ж".repeat(4_001) })).toMatchObject({ code: "too-long" });
    expect(await object(seq, {}, officer)).toMatchObject({ code: "not-yours" });
    expect(await object(seq, { regionId: oral.id })).toMatchObject({ code: "not-yours" });
    expect(await object(seq, {}, { ...lightly(olga), onHold: true })).toMatchObject({
      code: "too-light",
    });
    const [registeredEvent] = (await state()).events;
    expect(await object(registeredEvent?.seq ?? 0)).toMatchObject({ code: "not-a-decision" });
    expect(await object(2 ** 40)).toMatchObject({ code: "not-a-decision" });
    // A guessed number leaves no decision that a calendar would call to object to.
    const guessed = eq(decision.eventSeq, registeredEvent?.seq ?? 0);
    expect(await db().select().from(decision).where(guessed)).toEqual([]);
    const [decided] = await decisions();
    const after = new Date((decided?.appealUntil ?? now).getTime() + 1);
    expect(await object(seq, {}, olga, after)).toMatchObject({ code: "too-late" });
    expect(await object(seq, {}, lightly(olga), decided?.appealUntil)).toMatchObject({ ok: true });
  });
});

describe("the answer", () => {
  test("that upholds gives the place back with the original instant, and says so once", async () => {
    const before = await state();
    const seq = await remove();
    await object(seq);
    expect(await answer(seq, "upheld", officer)).toMatchObject({ code: "own-decision" });
    expect(await answer(seq, "upheld", another, " ")).toMatchObject({ code: "required" });
    expect(await answer(seq, "upheld", lightly(another))).toMatchObject({ code: "too-light" });
    expect(await answer(seq, "upheld", olga)).toMatchObject({ code: "not-yours" });
    const answers = await Promise.all([answer(seq, "upheld"), answer(seq, "upheld")]);
    expect(answers.map((each) => each.ok)).toEqual([true, true]);
    const after = await state();
    expect(after.row.status).toBe("REGISTERED");
    expect(after.entry).toEqual(before.entry);
    expect(after.kinds.slice(-2)).toEqual(["appeal-answered", "restored"]);
    expect(await decisions()).toMatchObject([
      { state: "answered", appeal: { outcome: "upheld", answer: "Справка принята" } },
    ]);
    expect(await letters()).toEqual(["appeal-received", "appeal-upheld", "removed"]);
    expect(await answer(seq, "refused")).toMatchObject({ code: "already-answered" });
  });

  test("that does not uphold changes nothing and gives its reasons", async () => {
    const seq = await remove();
    await object(seq);
    expect(await answer(seq, "refused")).toMatchObject({ ok: true });
    expect((await state()).row.status).toBe("REMOVED");
    expect(await letters()).toContain("appeal-refused");
  });

  test("waits where the child stands elsewhere, and nothing is half done", async () => {
    const seq = await remove();
    await object(seq);
    await registered(olga, akmola);
    expect(await answer(seq, "upheld")).toMatchObject({ code: "child-stands-elsewhere" });
    const { row, kinds } = await state();
    expect(row.status).toBe("REMOVED");
    expect(kinds).not.toContain("appeal-answered");
    const open = await openAppeals(akmola.id, now);
    expect(open).toContainEqual(expect.objectContaining({ number, eventSeq: seq, late: false }));
  });

  test("of nothing is refused", async () => {
    expect(await answer(await remove(), "upheld")).toMatchObject({ code: "no-appeal" });
  });

  test("ends a hold, a return, and the hold for a missed correction", async () => {
    await holdApplication(
      officer,
      { ...which(), ground: "hold-papers", until: null, note: "" },
      now,
    );
    const held = await lastSeq();
    await object(held);
    await answer(held, "upheld");
    expect((await state()).row.status).toBe("REGISTERED");

    const order = { ...which(), reasons: ["paper-missing"], note: "" };
    await returnForCorrection(officer, order, now);
    const returned = await lastSeq();
    await object(returned);
    await answer(returned, "upheld");
    expect((await state()).row.status).toBe("REGISTERED");

    await returnForCorrection(officer, order, inDays(2));
    const again = await lastSeq();
    await keepCorrections(inDays(30));
    expect((await state()).row.status).toBe("ON_HOLD");
    await object(again);
    await answer(again, "upheld");
    const { row, entry } = await state();
    expect(row.status).toBe("REGISTERED");
    expect(entry).toMatchObject({ waiting: true, registeredAt: row.registeredAt });
  });

  test("gives a place back that gave way, once the other application is no more", async () => {
    const { row } = await state();
    await transaction(async (tx) => {
      const ground = { actorRole: "system", legalGround: "kinship-unproven", at: now } as const;
      await takeStep(tx, row, { ...ground, event: "hold", kind: "held" });
      await tx.update(application).set({ gaveWay: true }).where(eq(application.id, row.id));
    });
    const seq = await lastSeq();
    const other = await registered(olga, akmola);
    await object(seq);
    expect(await answer(seq, "upheld")).toMatchObject({ code: "child-stands-elsewhere" });
    expect((await state()).row).toMatchObject({ status: "ON_HOLD", gaveWay: true });
    await withdrawApplication(olga, { ...which(), number: other.number }, now);
    expect(await answer(seq, "upheld")).toMatchObject({ ok: true });
    const after = await state();
    expect(after.row).toMatchObject({ status: "REGISTERED", gaveWay: false });
    expect(after.entry).toMatchObject({ waiting: true, registeredAt: row.registeredAt });
  });

  test("about a decision that is in force no more undoes nothing", async () => {
    const first = await remove();
    await object(first);
    await restoreApplication(another, which(), now);
    await removeApplication(officer, { ...which(), ground: "remove-age", note: "" }, now);
    expect(await answer(first, "upheld")).toMatchObject({ ok: true });
    expect((await state()).row.status).toBe("REMOVED");
  });

  test("confirms a privilege that was refused, and the class with it", async () => {
    const { row } = await state();
    const claimed = { regionId: akmola.id, applicationId: row.id, category: "orphan" };
    await db()
      .insert(privilegeClaim)
      .values({ ...claimed, id: newId(), status: "refused", createdAt: now });
    await transaction((tx) =>
      takeStep(tx, row, {
        kind: "privilege-refused",
        at: now,
        actorRole: "officer",
        legalGround: "privilege-claim",
        data: { category: "orphan" },
        decidedBy: officer.personId,
      }),
    );
    const seq = await lastSeq();
    await object(seq);
    expect(await answer(seq, "upheld", officer)).toMatchObject({ code: "own-decision" });
    await answer(seq, "upheld");
    const after = await state();
    expect(after.kinds.slice(-2)).toEqual(["appeal-answered", "privilege-confirmed"]);
    expect(after.entry?.class).not.toBe("ordinary");
    expect(after.entry?.registeredAt).toEqual(row.registeredAt);
  });
});
