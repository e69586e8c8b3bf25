import { eq } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application, applicationCheck } from "#db/schema/applications.ts";
import { message } from "#db/schema/notifications.ts";
import { ageLimit, registerWatch } from "#db/schema/office.ts";
import { person } from "#db/schema/people.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { removeByAge, warnOfAge } from "#lib/applications/age-over.ts";
import { takeStep } from "#lib/applications/deed.ts";
import { release } from "#lib/applications/hold.ts";
import { tellFamily } from "#lib/applications/tell-family.ts";
import { askRegistersAgain, planWatches } from "#lib/applications/ask-again.ts";
import { setRegistries } from "#lib/demo/registry-modes.ts";
import { saveContact, saveRepresentation } from "#lib/people/records.ts";
import type { SandboxNews } from "#lib/registries/sandbox.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals, sergey } from "../sign-in/gate.ts";
import { artyom, registered, setRegisters, signedIn } from "./family.ts";
import { cleanDesk, inDays, letters, standing } from "./office.ts";

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let number: string;

/** Ten in the morning on a Tuesday, another one for each test: an answer of the registers is fresh for a while. */
let day = new Date("2026-12-29T05:00:00Z");
const hours = (n: number, from = day) => new Date(from.getTime() + n * 3_600_000);

beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
});
beforeEach(async () => {
  day = inDays(7, day);
  await setRegistries({ all: { kind: "normal" }, news: { [olga.iin]: null, [artyom]: null } }, now);
  await cleanDesk(olga, akmola);
  ({ number } = await registered(olga, akmola));
});
afterEach(() => setRegisters({}));

const learn = (news: Record<string, SandboxNews | null>) => setRegistries({ news }, now);
const state = () => standing(akmola, number);
const watch = async () => {
  const { row } = await state();
  const rows = await db()
    .select()
    .from(registerWatch)
    .where(eq(registerWatch.applicationId, row.id));
  return rows[0] ?? null;
};

describe("the registers are asked again", () => {
  test("after the days of the policy, once, and find nothing new", async () => {
    await askRegistersAgain(inDays(2, new Date("2026-11-23T05:00:00Z")));
    expect((await watch())?.nextAskAt).toEqual(inDays(30, (await state()).row.registeredAt));
    await Promise.all([askRegistersAgain(day), askRegistersAgain(day)]);
    expect((await watch())?.nextAskAt.getTime()).toBeGreaterThan(inDays(25, day).getTime());
    expect((await state()).kinds).toEqual(["registered"]);
    expect(await letters()).toEqual([]);
  });

  test("never in the hours in which nobody is written to", async () => {
    await learn({ [artyom]: "dead" });
    for (const quiet of ["2027-01-05T20:00:00Z", "2027-01-06T01:00:00Z"]) {
      await askRegistersAgain(new Date(quiet));
    }
    expect((await state()).row.status).toBe("REGISTERED");
  });

  test("silent ones change nothing and are asked again in an hour", async () => {
    await learn({ [artyom]: "dead", [olga.iin]: "moved" });
    for (const [index, kind] of (["down", "empty"] as const).entries()) {
      await setRegistries({ all: { kind } }, now);
      await askRegistersAgain(hours(index));
      expect((await state()).row.status).toBe("REGISTERED");
    }
    expect(await letters()).toEqual([]);
  });

  test("a child who is no more is taken off at once, told by no other word and to the applicant alone", async () => {
    await learn({ [artyom]: "dead" });
    await Promise.all([askRegistersAgain(day), askRegistersAgain(day)]);
    const { row, kinds, events } = await state();
    expect(row.status).toBe("REMOVED");
    expect(kinds).toEqual(["registered", "removed"]);
    expect(events.at(-1)).toMatchObject({ actorRole: "system", legalGround: "remove-registry" });
    expect(await letters()).toEqual(["record-closed"]);
    const told = await db().select({ personId: message.personId }).from(message);
    expect(new Set(told.map((each) => each.personId))).toEqual(new Set([olga.personId]));
  });

  test("an applicant who is no more costs the child nothing, and the other representative is told once", async () => {
    const { row } = await state();
    const [father] = await db().select().from(person).where(eq(person.iin, sergey.iin));
    const adultId = father?.id ?? (await signedIn(akmola, sergey.iin)).personId;
    const link = { childId: row.childId, adultId, kind: "parent" as const, confirmed: true };
    const reach = { email: "sergey@example.kz", phone: "+77010000099", secondPhone: null };
    await transaction(async (tx) => {
      await saveRepresentation(tx, { ...link, source: "birth-register" }, now);
      await saveContact(tx, adultId, { ...reach, locale: "ru" }, now);
    });
    await db().delete(message);
    await learn({ [olga.iin]: "dead" });
    const before = await state();
    await askRegistersAgain(day);
    await askRegistersAgain(inDays(35, day));
    const after = await state();
    expect(after.entry).toEqual(before.entry);
    expect(after.kinds).toEqual(before.kinds);
    expect(await letters()).toEqual(["applicant-gone"]);
    const toldOnce = async () => {
      const told = await db().select({ personId: message.personId }).from(message);
      return new Set(told.map((each) => each.personId));
    };
    expect(await toldOnce()).toEqual(new Set([adultId]));
    // Nor is anything else written to the dead.
    const news = { cause: "any", template: "linked", params: {}, prescribed: true } as const;
    await transaction((tx) => tellFamily(tx, after.row, news, day));
    expect(await letters()).toEqual(["applicant-gone", "linked"]);
    expect(await toldOnce()).toEqual(new Set([adultId]));
  });
});

describe("a family that is registered elsewhere", () => {
  beforeEach(() => learn({ [olga.iin]: "moved", [artyom]: "moved" }));

  test("is warned, has its days, and is taken off only when it is still so", async () => {
    await askRegistersAgain(day);
    const due = (await watch())?.movedDueAt ?? day;
    expect((due.getTime() - day.getTime()) / 86_400_000).toBeGreaterThanOrEqual(30);
    expect(await letters()).toEqual(["moved-warning"]);
    expect((await state()).row.status).toBe("REGISTERED");
    const { row: warned } = await state();
    const [check] = await db()
      .select()
      .from(applicationCheck)
      .where(eq(applicationCheck.applicationId, warned.id));
    expect(check).toMatchObject({ kind: "residence", state: "failed", detail: "moved" });

    // The register is silent on the last day: nothing happens.
    await setRegistries({ all: { kind: "down" } }, now);
    await askRegistersAgain(inDays(1, hours(-10, due)));
    expect((await state()).row.status).toBe("REGISTERED");
    await setRegistries({ all: { kind: "normal" } }, now);
    // The next working morning after the deadline.
    for (const late of [1, 2, 3, 4, 5]) await askRegistersAgain(inDays(late, hours(-10, due)));
    const { row, events } = await state();
    expect(row.status).toBe("REMOVED");
    expect(events.at(-1)).toMatchObject({ kind: "removed", legalGround: "remove-moved" });
    expect(await letters()).toEqual(["moved-warning", "removed"]);
  });

  test("and comes back in time stays", async () => {
    await askRegistersAgain(day);
    await learn({ [olga.iin]: null });
    await askRegistersAgain(inDays(37, day));
    expect((await watch())?.movedDueAt).toBeNull();
    expect((await state()).events.at(-1)).toMatchObject({ data: { result: "passed" } });
  });

  test("is left alone where the child still is registered here, and where the rule is lifted", async () => {
    await learn({ [artyom]: null });
    await askRegistersAgain(day);
    expect(await letters()).toEqual([]);
    await learn({ [artyom]: "moved" });
    await db().update(application).set({ nonResident: true });
    await askRegistersAgain(inDays(35, day));
    expect(await letters()).toEqual([]);
  });
});

describe("a child past the age of its queue", () => {
  // Artyom was born on 15 March 2023: his last day in a queue up to six years is 14 March 2029.
  const noon = (text: string) => new Date(`${text}T07:00:00Z`);

  test("is told 60, 30 and 7 days before, once each, and taken off after the last day", async () => {
    for (const early of ["2028-12-01", "2029-01-12"]) await warnOfAge(noon(early));
    expect(await letters()).toEqual([]);
    const told = async () =>
      (await db().select().from(message).where(eq(message.template, "age-warning"))).length;
    const each: number[] = [];
    for (const on of ["2029-01-13", "2029-01-14", "2029-02-12", "2029-03-07", "2029-03-08"]) {
      await Promise.all([warnOfAge(noon(on)), warnOfAge(noon(on))]);
      each.push(await told());
    }
    const [once = 0] = each;
    expect(once).toBeGreaterThan(0);
    expect(each).toEqual([once, once, 2 * once, 3 * once, 3 * once]);
    await removeByAge(noon("2029-03-14"));
    expect((await state()).row.status).toBe("REGISTERED");
    await Promise.all([removeByAge(noon("2029-03-15")), removeByAge(noon("2029-03-15"))]);
    const { row, kinds, events } = await state();
    expect(row.status).toBe("REMOVED");
    expect(kinds).toEqual(["registered", "removed"]);
    expect(events.at(-1)).toMatchObject({ legalGround: "remove-age" });
  });

  test("is never surprised: told late, it has a week; a mended birth date keeps it", async () => {
    await warnOfAge(noon("2029-03-20"));
    await removeByAge(noon("2029-03-27"));
    expect((await state()).row.status).toBe("REGISTERED");
    const { row } = await state();
    await db().update(person).set({ birthDate: "2024-03-15" }).where(eq(person.id, row.childId));
    await removeByAge(noon("2029-03-28"));
    expect((await state()).row.status).toBe("REGISTERED");
    await db().update(person).set({ birthDate: "2023-03-15" }).where(eq(person.id, row.childId));
  });

  test("is told an end that a hold and its release do not move; leaving the queue ends it", async () => {
    await warnOfAge(noon("2029-03-20"));
    const ends = async () => (await db().select().from(ageLimit)).map(({ dueAt }) => dueAt);
    const told = await ends();
    expect(told).toHaveLength(1);
    const at = noon("2029-03-24");
    await transaction(async (tx) => {
      const by = { actorRole: "officer", legalGround: "hold-papers", at } as const;
      await takeStep(tx, (await state()).row, { ...by, kind: "held", event: "hold" });
    });
    const { row } = await state();
    await transaction((tx) => release(tx, row, { by: "officer", ground: "hold-papers" }, at));
    expect((await state()).row.status).toBe("REGISTERED");
    await warnOfAge(at);
    expect(await ends()).toEqual(told);
    await removeByAge(noon("2029-03-28"));
    expect((await state()).row.status).toBe("REMOVED");
    expect(await ends()).toEqual([]);
  });
});

test("whoever is taken off is forgotten, and found again on coming back", async () => {
  const { row } = await state();
  const set = (status: string) =>
    db().update(application).set({ status }).where(eq(application.id, row.id));
  await planWatches(day);
  expect((await state()).row.watched).toBe(true);
  await set("REMOVED");
  await db().update(registerWatch).set({ nextAskAt: day });
  // Not on the day itself: it is in Nauryz, when nobody is written to.
  await askRegistersAgain(inDays(7, day));
  expect(await watch()).toBeNull();
  await planWatches(day);
  expect(await watch()).toBeNull();
  await set("REGISTERED");
  await planWatches(day);
  expect(await watch()).not.toBeNull();
});
