import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { person } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { answerAppeal } from "#lib/applications/answer-appeal.ts";
import { writeAppeal } from "#lib/applications/appeal.ts";
import { holdApplication, releaseApplication } from "#lib/applications/hold.ts";
import { keepPeriod } from "#lib/applications/interest-period.ts";
import { removeApplication } from "#lib/applications/remove.ts";
import { previewRenewal, renewCohorts } from "#lib/applications/renew-cohorts.ts";
import { restoreApplication } from "#lib/applications/restore.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import { addDays, cohortOf } from "#lib/calendar/local-date.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals } from "../sign-in/gate.ts";
import { rule } from "./asked-family.ts";
import { registered, signedIn } from "./family.ts";
import { cleanDesk, inDays, letters, staffOf, standing } from "./office.ts";

// Who was out of the queue when its cohorts were renewed comes back among the children of its own cohort.

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let officer: PersonActor;
let another: PersonActor;
let number: string;
let rules = 0;

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
  officer = await staffOf(akmola, "800101300001");
  another = await staffOf(akmola, "800101300002", "region_admin");
});
beforeEach(async () => {
  await cleanDesk(olga, akmola);
  ({ number } = await registered(olga, akmola));
});

const which = () => ({ regionId: akmola.id, number, requestId: null });
const queue = () => ({ regionId: akmola.id, queueType: "general" });
const state = () => standing(akmola, number);

/** Another rule of cohorts from now on, and the renewal by it. @returns what it says of the child, and how many moved */
async function renew(): Promise<{ readonly cohort: number; readonly moved: number }> {
  rules += 1;
  const cohortShiftFrom = rules % 2 === 1 ? "01-01" : "12-31";
  await rule(akmola.id, { cohortShiftFrom }, addDays("2015-04-07", rules));
  const moved = await renewCohorts(queue(), "test", now);
  const [child] = await db()
    .select({ birthDate: person.birthDate })
    .from(person)
    .where(eq(person.id, (await state()).row.childId));
  return { cohort: cohortOf(child?.birthDate ?? "", cohortShiftFrom), moved };
}

async function remove(): Promise<number> {
  const order = { ...which(), ground: "remove-moved", note: "" };
  expect(await removeApplication(officer, order, now)).toMatchObject({ ok: true });
  return (await state()).events.at(-1)?.seq ?? 0;
}

/** It stands where it would have been moved to, from its old instant; by one event of its own; nothing is left over. */
async function expectCaughtUp(before: Awaited<ReturnType<typeof standing>>, cohort: number) {
  const { row, entry, events } = await state();
  expect(before.entry?.cohort).not.toBe(cohort);
  expect(row).toMatchObject({ status: "REGISTERED", registeredAt: before.row.registeredAt });
  expect(entry).toEqual({ ...before.entry, cohort, waiting: true });
  const [moved, restored] = events.filter((event) => ["moved", "restored"].includes(event.kind));
  expect(moved).toMatchObject({
    kind: "moved",
    legalGround: "renewal",
    actorRole: "system",
    data: { from: { cohort: before.entry?.cohort }, to: { cohort } },
  });
  expect(restored).toMatchObject({ kind: "restored", at: moved?.at });
  expect(events.filter((event) => event.kind === "moved")).toHaveLength(1);
  expect(await previewRenewal(db(), queue(), now)).toMatchObject({ moved: 0 });
  expect(await checkLedger(akmola.id)).toMatchObject({ differences: [], wrongCounters: 0 });
}

describe("restored after a renewal", () => {
  test("by its family, within the window", async () => {
    const { row } = await state();
    const named = { regionId: akmola.id, applicationId: row.id };
    const taken = { removedAt: now, restoreUntil: inDays(28) };
    await transaction((tx) => keepPeriod(tx, named, inDays(-1), taken));
    await remove();
    const before = await state();
    const { cohort, moved } = await renew();
    expect(moved).toBe(0);
    const both = await Promise.all([
      restoreInterest(olga, which(), inDays(2)),
      restoreInterest(olga, which(), inDays(2)),
    ]);
    expect(both.map((each) => each.ok)).toEqual([true, true]);
    await expectCaughtUp(before, cohort);
    // Whoever restores knows that it is restored; that the cohort is another one is told.
    expect(await letters()).toEqual(["removed", "renewed"]);
  });

  test("by the office", async () => {
    await remove();
    const before = await state();
    const { cohort } = await renew();
    expect(await restoreApplication(officer, which(), inDays(1))).toMatchObject({ ok: true });
    await expectCaughtUp(before, cohort);
    expect(await letters()).toEqual(["removed", "renewed", "restored"]);
  });

  test("by an objection that was upheld", async () => {
    const eventSeq = await remove();
    const objection = { ...which(), eventSeq, words: "Мы живем здесь" };
    expect(await writeAppeal(olga, objection, now)).toMatchObject({ ok: true });
    const before = await state();
    const { cohort } = await renew();
    const order = { ...which(), eventSeq, outcome: "upheld" as const, reasons: "Справка принята" };
    expect(await answerAppeal(another, order, inDays(1))).toMatchObject({ ok: true });
    await expectCaughtUp(before, cohort);
    expect(await letters()).toEqual(["appeal-received", "appeal-upheld", "removed", "renewed"]);
  });
});

test("where nothing was renewed there is no such event and no such letter", async () => {
  await remove();
  const before = await state();
  expect(await restoreApplication(officer, which(), inDays(1))).toMatchObject({ ok: true });
  const { entry, kinds } = await state();
  expect(entry).toEqual({ ...before.entry, waiting: true });
  expect(kinds).toEqual([...before.kinds, "restored"]);
  expect(await letters()).toEqual(["removed", "restored"]);
});

test("who is held goes along with the renewal, and comes back without another event", async () => {
  const order = { ...which(), ground: "hold-papers", until: null, note: "" };
  expect(await holdApplication(officer, order, now)).toMatchObject({ ok: true });
  const { cohort, moved } = await renew();
  expect(moved).toBe(1);
  expect(await releaseApplication(officer, which(), inDays(1))).toMatchObject({ ok: true });
  const { entry, kinds } = await state();
  expect(entry).toMatchObject({ cohort, waiting: true });
  expect(kinds).toEqual(["registered", "held", "moved", "released"]);
  expect(await checkLedger(akmola.id)).toMatchObject({ differences: [], wrongCounters: 0 });
});
