import { randomUUID } from "node:crypto";
import { eq, inArray, ne } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { person } from "#db/schema/people.ts";
import { regionDistrict, territory } from "#db/schema/regions.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { moveByOffice } from "#lib/applications/office-move.ts";
import { joinTwins, partTwins } from "#lib/applications/twins-deeds.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { twinsOf } from "#lib/applications/twins-view.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { aigerim, after } from "../sign-in/door.ts";
import { demoParent, lightly } from "../sign-in/demo-parent.ts";
import { staffOf } from "./office.ts";
import { faultsOf, rowOf, story, toldOf } from "./life.ts";
import { gulnarsTwins } from "./gulnars-twins.ts";

useTestDatabase();

let oral: Portal;
let akmola: Portal;
let mother: PersonActor;
let father: PersonActor;
let stranger: PersonActor;
let numbers: string[];

beforeAll(async () => {
  ({ oral, akmola, mother, father, numbers } = await gulnarsTwins());
  stranger = await demoParent(aigerim.iin);
});
const first = () => numbers[0] ?? "";
const second = () => numbers[1] ?? "";
const order = (number: string, regionId = oral.id) => ({ regionId, number, requestId: null });
const groups = async () =>
  await Promise.all(numbers.map(async (number) => (await rowOf(oral.id, number)).row.groupId));

test("are offered to both parents and to nobody else", async () => {
  for (const parent of [mother, lightly(father)]) {
    expect(await twinsOf(parent, { regionId: oral.id, number: first() })).toMatchObject({
      ok: true,
      value: { together: false, others: [{ number: second() }] },
    });
  }
  const where = { regionId: oral.id, number: first() };
  expect(await twinsOf(stranger, where)).toMatchObject({ code: "not-yours" });
  expect(await joinTwins(stranger, order(first()), after(1))).toMatchObject({ code: "not-yours" });
  expect(await joinTwins(anonymous("kk"), order(first()), after(1))).toMatchObject({
    code: "signed-out",
  });
  const held = lightly(mother, true);
  expect(await joinTwins(held, order(first()), after(1))).toMatchObject({ code: "too-light" });
  expect(await joinTwins(mother, order(first(), akmola.id), after(1))).toMatchObject({
    code: "not-yours",
  });
});

const parent = () => [mother, father] as const;

/** What the page says in SQL and what the rule says, of the twins of both children, to both parents. */
async function bothSay(): Promise<readonly (readonly [string[], string[]])[]> {
  const said: (readonly [string[], string[]])[] = [];
  for (const actor of parent()) {
    for (const number of numbers) {
      const where = { regionId: oral.id, number };
      const [page, rule] = await Promise.all([
        applicationView(actor, where, after(5)),
        twinsOf(actor, where),
      ]);
      said.push([
        page.ok ? page.value.twins.map((each) => each.number) : [page.code],
        rule.ok ? rule.value.others.map((each) => each.number) : [rule.code],
      ]);
    }
  }
  return said;
}

test("the page's question and the rule know the same twins", async () => {
  const { row } = await rowOf(oral.id, second());
  const [child] = await db().select().from(person).where(eq(person.id, row.childId));
  if (child === undefined) throw new Error("no child");
  const born = (birthDate: string | null) => () =>
    db().update(person).set({ birthDate }).where(eq(person.id, child.id));
  const given = (changes: Partial<typeof row>) => () =>
    db().update(application).set(changes).where(eq(application.id, row.id));
  const cases = [
    [born("2023-04-16"), 1],
    [born("2023-04-17"), 0],
    [born("2023-02-16"), 1],
    [born("2023-02-15"), 0],
    [born(null), 0],
    [given({ districtKato: "111000000" }), 0],
    [given({ status: "ENROLLED" }), 0],
    [given({ status: "ON_HOLD" }), 1],
    [given({ applicantId: father.personId }), 1],
    [given({ applicantId: stranger.personId }), 1],
    [given({ queueType: "special" }), 0],
  ] as const;
  for (const [change, expected] of cases) {
    await change();
    const said = await bothSay();
    expect(said.map(([page]) => page.length)).toEqual(said.map(() => expected));
    for (const [page, rule] of said) expect(page).toEqual(rule);
    await born(child.birthDate)();
    await given(row)();
  }
  // A guardian's application is the guardian's alone.
  await given({ byGuardian: true })();
  for (const [page, rule] of await bothSay()) expect(page).toEqual(rule);
  await given(row)();
});

test("joined from both sides at once by both parents, they are joined once", async () => {
  const before = await Promise.all(numbers.map((number) => rowOf(oral.id, number)));
  const all = await Promise.all([
    joinTwins(mother, order(first()), after(10)),
    joinTwins(lightly(father), order(second()), after(10)),
    joinTwins(mother, order(second()), after(10)),
    joinTwins(father, order(first()), after(10)),
  ]);
  expect(all.map((each) => each.ok)).toEqual([true, true, true, true]);
  const [a, b] = await groups();
  expect(a).not.toBeNull();
  expect(a).toBe(b);
  const after10 = await Promise.all(numbers.map((number) => rowOf(oral.id, number)));
  expect(after10.map((each) => each.entry)).toEqual(before.map((each) => each.entry));
  for (const number of numbers) {
    expect(await story(oral.id, number)).toEqual(["registered", "grouped"]);
  }
  expect(await faultsOf(oral.id)).toBe(0);
  // Whoever did not do it, and once for both applications.
  expect(await toldOf("twins-joined")).toHaveLength(1);
  expect(await twinsOf(mother, { regionId: oral.id, number: first() })).toMatchObject({
    value: { together: true },
  });
});

test("part again, both at once, and everybody is told", async () => {
  const all = await Promise.all([
    partTwins(mother, order(first()), after(20)),
    partTwins(father, order(second()), after(20)),
  ]);
  expect(all.map((each) => each.ok)).toEqual([true, true]);
  expect(await groups()).toEqual([null, null]);
  expect(await story(oral.id, first())).toEqual(["registered", "grouped", "ungrouped"]);
  expect(await toldOf("twins-parted")).toEqual(["+77010000001", "+77479876543"]);
});

test("the office moves one: what stands in two districts takes no places together", async () => {
  expect(await joinTwins(mother, order(first()), after(22))).toMatchObject({ ok: true });
  const officer = await staffOf(oral, "800101300077");
  const { row } = await rowOf(oral.id, second());
  const [other] = await db()
    .select({ kato: territory.kato })
    .from(territory)
    .where(ne(territory.kato, row.districtKato ?? ""));
  const districtKato = other?.kato ?? "";
  await db().insert(regionDistrict).values({ regionId: oral.id, kato: districtKato });
  const moved = await moveByOffice(officer, { ...order(second()), districtKato }, after(23));
  expect(moved).toMatchObject({ ok: true });
  expect(await groups()).toEqual([null, null]);
  const events = await db()
    .select()
    .from(queueEvent)
    .where(eq(queueEvent.at, after(23)));
  expect(
    events.map((each) => `${each.kind} ${each.actorRole} ${each.legalGround}`).toSorted(),
  ).toEqual([
    "moved officer office-move",
    "ungrouped officer office-move",
    "ungrouped officer office-move",
  ]);
  // Oral has one queue for all districts, so that only the application names one.
  const before = { districtKato: row.districtKato };
  await db().update(application).set(before).where(eq(application.id, row.id));
});

test("whoever withdraws one leaves the other alone, and alone is no group", async () => {
  expect(await joinTwins(mother, order(first()), after(30))).toMatchObject({ ok: true });
  const both = await Promise.all([
    withdrawApplication(mother, order(first()), after(40)),
    joinTwins(father, order(second()), after(40)),
  ]);
  expect(both[0]).toMatchObject({ ok: true });
  expect(await groups()).toEqual([null, null]);
  expect((await story(oral.id, first())).slice(-2)).toEqual(["ungrouped", "withdrawn"]);
  expect(await story(oral.id, second())).toContain("ungrouped");
  expect(await joinTwins(mother, order(second()), after(50))).toMatchObject({ code: "no-twins" });
  expect(await faultsOf(oral.id)).toBe(0);
});

test("both withdrawn at the very same time, neither waits for the other for ever", async () => {
  // Both rows are taken first, and each deed then asks for its twin's.
  for (let time = 0; time < 5; time += 1) {
    await db()
      .update(application)
      .set({ status: "REGISTERED", groupId: randomUUID() })
      .where(inArray(application.number, numbers));
    await Promise.all(numbers.map((number) => rowOf(oral.id, number)));
    const both = await Promise.all([
      withdrawApplication(mother, order(first()), after(60)),
      withdrawApplication(father, order(second()), after(60)),
    ]);
    expect(both.map((each) => each.ok)).toEqual([true, true]);
    expect(await groups()).toEqual([null, null]);
  }
});
