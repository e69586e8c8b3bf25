import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { holdApplication, releaseApplication } from "#lib/applications/hold.ts";
import { keepFormerInstant, moveByOffice } from "#lib/applications/office-move.ts";
import { releaseDueHolds } from "#lib/applications/release-due.ts";
import { keepPeriod } from "#lib/applications/interest-period.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { refuseApplication, removeApplication } from "#lib/applications/remove.ts";
import { restoreApplication } from "#lib/applications/restore.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
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
let number: string;

beforeAll(async () => {
  ({ akmola, oral } = await openPortals());
  olga = await signedIn(akmola);
  officer = await staffOf(akmola, "800101300001");
});
beforeEach(async () => {
  await cleanDesk(olga, akmola);
  ({ number } = await registered(olga, akmola));
});

const which = () => ({ regionId: akmola.id, number, requestId: null });
const end = (
  deed: typeof removeApplication,
  ground: string,
  by: PersonActor = officer,
  regionId = akmola.id,
) => deed(by, { ...which(), regionId, ground, note: "Слова отдела" }, now);
const hold = (ground = "hold-papers", until: Date | null = null, by = officer) =>
  holdApplication(by, { ...which(), ground, until, note: "" }, now);
const state = () => standing(akmola, number);

describe("refusal and removal", () => {
  test.each([
    ["refused", refuseApplication, "refuse-kinship", "REFUSED"],
    ["removed", removeApplication, "remove-duplicate", "REMOVED"],
  ] as const)("%s once, with its ground and its words", async (kind, deed, ground, status) => {
    const answers = await Promise.all([end(deed, ground), end(deed, ground)]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    const { row, entry, events, kinds } = await state();
    expect(row.status).toBe(status);
    expect(entry).toMatchObject({ waiting: false, registeredAt: row.registeredAt });
    expect(kinds.filter((each) => each === kind)).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ legalGround: ground, actorRole: "officer" });
    expect(await letters()).toEqual([kind]);
  });

  test("is not for whoever has no such role, region or sign-in, nor for a ground that does not exist", async () => {
    const elsewhere = await staffOf(oral, "800101300002");
    const head = await staffOf(akmola, "800101300003", "kindergarten_head");
    const ground = "remove-age";
    expect(await end(removeApplication, ground, elsewhere)).toMatchObject({ code: "not-yours" });
    expect(await end(removeApplication, ground, elsewhere, oral.id)).toMatchObject({
      code: "not-yours",
    });
    expect(await end(removeApplication, ground, head)).toMatchObject({ code: "not-yours" });
    expect(await end(removeApplication, ground, olga)).toMatchObject({ code: "not-yours" });
    expect(await end(removeApplication, ground, lightly(officer))).toMatchObject({
      code: "too-light",
    });
    expect(await end(removeApplication, "privilege-fraud")).toMatchObject({ code: "malformed" });
    expect(await end(refuseApplication, ground)).toMatchObject({ code: "malformed" });
    expect((await state()).row.status).toBe("REGISTERED");
  });

  test("of a record that the civil register closed is told by no other words, and to the applicant alone", async () => {
    await end(removeApplication, "remove-registry");
    expect(await letters()).toEqual(["record-closed"]);
  });

  test("restored with the old instant; what would end it again begins anew", async () => {
    await db().update(application).set({ interestDueAt: now });
    await end(removeApplication, "remove-moved");
    const before = await state();
    expect(await restoreApplication(officer, which(), inDays(20))).toMatchObject({ ok: true });
    const { row, entry } = await state();
    expect(row).toMatchObject({ status: "REGISTERED", registeredAt: before.row.registeredAt });
    expect(entry).toEqual({ ...before.entry, waiting: true });
    expect(row.interestDueAt?.getTime()).toBeGreaterThan(inDays(40).getTime());
    expect(await restoreApplication(officer, which(), inDays(20))).toMatchObject({
      code: "out-of-turn",
    });
    expect((await checkLedger(akmola.id)).differences).toEqual([]);
  });

  test("restored by the office is not restored by the family after a later removal", async () => {
    const { row } = await state();
    const named = { regionId: akmola.id, applicationId: row.id };
    const taken = { removedAt: now, restoreUntil: inDays(28) };
    await transaction((tx) => keepPeriod(tx, named, inDays(-1), taken));
    await end(removeApplication, "remove-moved");
    await restoreApplication(officer, which(), inDays(1));
    await end(removeApplication, "remove-duplicate");
    expect(await restoreInterest(olga, which(), inDays(2))).toMatchObject({ ok: false });
    expect((await state()).row.status).toBe("REMOVED");
  });

  test("is not undone where the child stands elsewhere meanwhile, also when both come at once", async () => {
    await end(removeApplication, "remove-moved");
    const former = number;
    const [restored, anew] = await Promise.allSettled([
      restoreApplication(officer, which(), now),
      registered(olga, akmola),
    ]);
    const living = await db()
      .select({ number: application.number })
      .from(application)
      .where(and(eq(application.regionId, akmola.id), eq(application.status, "REGISTERED")));
    expect(living).toHaveLength(1);
    const isFormer = living[0]?.number === former;
    expect(anew.status).toBe(isFormer ? "rejected" : "fulfilled");
    expect(restored).toMatchObject({
      value: isFormer ? { ok: true } : { code: "child-stands-elsewhere" },
    });
  });

  test("a second application stands: the first is not restored", async () => {
    await end(removeApplication, "remove-moved");
    await registered(olga, akmola);
    expect(await restoreApplication(officer, which(), now)).toMatchObject({
      code: "child-stands-elsewhere",
    });
    expect((await state()).row.status).toBe("REMOVED");
  });
});

describe("a hold", () => {
  test("held anew until another instant is told that it is held already", async () => {
    expect(await hold("hold-papers", inDays(10))).toMatchObject({ ok: true });
    expect(await hold("hold-papers", inDays(10))).toMatchObject({ ok: true });
    expect(await hold("hold-papers", inDays(20))).toMatchObject({ code: "out-of-turn" });
  });

  test("keeps the instant, and ends by an officer", async () => {
    const before = await state();
    expect(await hold()).toMatchObject({ ok: true });
    expect((await state()).entry).toEqual({ ...before.entry, waiting: false });
    expect(await releaseApplication(officer, which(), now)).toMatchObject({ ok: true });
    expect((await state()).entry).toEqual(before.entry);
    expect(await letters()).toEqual(["held", "released"]);
    expect(await releaseApplication(officer, which(), now)).toMatchObject({ code: "out-of-turn" });
  });

  test("ends by itself at its stored instant, once, and not before", async () => {
    await hold("hold-register", inDays(3));
    await releaseDueHolds(inDays(2));
    expect((await state()).row.status).toBe("ON_HOLD");
    await Promise.all([releaseDueHolds(inDays(3)), releaseDueHolds(inDays(3))]);
    await releaseDueHolds(inDays(4));
    const { row, kinds, events } = await state();
    expect(row.status).toBe("REGISTERED");
    expect(kinds.filter((kind) => kind === "released")).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ actorRole: "system", legalGround: "hold-over" });
  });

  test("by the stop-list lasts the days of the policy", async () => {
    await hold("stop-list", inDays(90));
    const { events } = await state();
    const until = new Date(String(events.at(-1)?.data["until"]));
    expect(Math.round((until.getTime() - now.getTime()) / 86_400_000)).toBeLessThanOrEqual(11);
    await releaseDueHolds(until);
    expect((await state()).row.status).toBe("REGISTERED");
  });

  test("does not begin in the past, for no reason, twice, or by whoever may not", async () => {
    expect(await hold("hold-papers", inDays(-1))).toMatchObject({ code: "malformed" });
    expect(await hold("hold-papers", inDays(400))).toMatchObject({ code: "malformed" });
    expect(await hold("hold-papers", new Date("never"))).toMatchObject({ code: "malformed" });
    expect(await hold("anger")).toMatchObject({ code: "malformed" });
    expect(await hold("hold-papers", null, olga)).toMatchObject({ code: "not-yours" });
    expect(await hold("hold-papers", null, lightly(officer))).toMatchObject({ code: "too-light" });
    const both = await Promise.all([hold("hold-papers"), hold("hold-request")]);
    expect(both.filter((answer) => answer.ok)).toHaveLength(1);
  });

  test("is over for whoever was removed meanwhile", async () => {
    await hold("hold-register", inDays(3));
    await end(removeApplication, "remove-moved");
    await releaseDueHolds(inDays(4));
    expect((await state()).row.status).toBe("REMOVED");
  });
});

describe("a move by the office", () => {
  const move = (districtKato: string, by: PersonActor = officer) =>
    moveByOffice(by, { ...which(), districtKato }, now);

  test("into another district's queue keeps the instant", async () => {
    const before = await state();
    expect(await move("113200000")).toMatchObject({ ok: true });
    const { row, entry } = await state();
    expect(row.districtKato).toBe("113200000");
    expect(entry).toEqual({ ...before.entry, districtKato: "113200000" });
    expect(await move("113200000")).toMatchObject({ ok: true });
    expect((await state()).kinds.filter((kind) => kind === "moved")).toHaveLength(1);
    expect(await move("271000000")).toMatchObject({ code: "malformed" });
    expect(await move("113400000", olga)).toMatchObject({ code: "not-yours" });
  });

  const keep = (registeredAt: Date, note = "Заявление 271-24-000001", by = officer) =>
    keepFormerInstant(by, { ...which(), registeredAt, note }, now);

  test("from another region keeps the instant of the former application, only ever an earlier one", async () => {
    expect(await keep(inDays(1))).toMatchObject({ code: "malformed" });
    expect(await keep(inDays(-400), "")).toMatchObject({ code: "malformed" });
    // Artyom was born on 15 March 2023, which began in Kazakhstan five hours earlier than in UTC.
    for (const tooEarly of ["2023-03-14T18:59:59.999Z", "0001-01-01", "-000100-01-01T00:00:00Z"]) {
      expect(await keep(new Date(tooEarly))).toMatchObject({ code: "malformed" });
    }
    expect(await keep(inDays(-400), "Заявление 1", olga)).toMatchObject({ code: "not-yours" });
    expect(await keep(inDays(-400))).toMatchObject({ ok: true });
    const { row, entry, events } = await state();
    expect(row.registeredAt).toEqual(inDays(-400));
    expect(entry?.registeredAt).toEqual(inDays(-400));
    expect(events.at(-1)).toMatchObject({ kind: "corrected", legalGround: "former-region" });
    expect((await checkLedger(akmola.id)).differences).toEqual([]);
  });
});

test("an officer decides nothing about the own child", async () => {
  const { strength, method, roles } = officer;
  const both: PersonActor = { ...olga, strength, method, roles };
  const before = await state();
  expect(await end(removeApplication, "remove-duplicate", both)).toMatchObject({
    code: "not-yours",
  });
  expect(await hold("hold-papers", null, both)).toMatchObject({ code: "not-yours" });
  const earlier = { ...which(), registeredAt: inDays(-400), note: "Заявление 271-24-000001" };
  expect(await keepFormerInstant(both, earlier, now)).toMatchObject({ code: "not-yours" });
  expect(await state()).toEqual(before);
});
