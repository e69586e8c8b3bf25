import { randomUUID } from "node:crypto";
import { and, asc, eq, notInArray, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { kindergarten } from "#db/schema/kindergartens.ts";
import { currentWish, wish, wishList } from "#db/schema/wishes.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { applicationView } from "#lib/applications/journal.ts";
import { joinTwins, partTwins } from "#lib/applications/twins-deeds.ts";
import { allWishesOf } from "#lib/applications/wish-records.ts";
import { wishesView } from "#lib/applications/wish-views.ts";
import { changeWishes } from "#lib/applications/wishes.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { aigerim, after, now } from "../sign-in/door.ts";
import { demoParent, lightly } from "../sign-in/demo-parent.ts";
import { rule } from "./asked-family.ts";
import { faultsOf, rowOf, story, toldOf } from "./life.ts";
import { gulnarsTwins } from "./gulnars-twins.ts";

useTestDatabase();

let oral: Portal;
let akmola: Portal;
let mother: PersonActor;
let father: PersonActor;
let numbers: string[];
let slugs: string[];
let special: string;

beforeAll(async () => {
  ({ oral, akmola, mother, father, numbers } = await gulnarsTwins());
  await rule(oral.id, { wishes: "asked" });
  const register = await db()
    .select({ slug: kindergarten.slug, queueTypes: kindergarten.queueTypes })
    .from(kindergarten)
    .where(eq(kindergarten.regionId, oral.id))
    .orderBy(asc(kindergarten.slug));
  const general = register.filter(({ queueTypes }) => queueTypes.includes("general"));
  slugs = general.map(({ slug }) => slug);
  special = register.find((each) => !general.includes(each))?.slug ?? "";
});
const first = () => numbers[0] ?? "";
const second = () => numbers[1] ?? "";
/** Of the register, by their places in it. */
const some = (...places: readonly number[]) => places.map((place) => slugs[place] ?? "");

type Order = Parameters<typeof changeWishes>[1];
const order = (wished: readonly string[], version: number, over: Partial<Order> = {}): Order => ({
  regionId: oral.id,
  number: first(),
  slugs: [...wished],
  version,
  idempotencyKey: randomUUID(),
  requestId: "request-18",
  ...over,
});
const seen = async (number = first(), actor = mother) => {
  const found = await wishesView(actor, { regionId: oral.id, number }, after(100));
  if (!found.ok || found.value === null) throw new Error("no wishes are asked");
  return found.value;
};
const listOf = async (number = first()) => (await seen(number)).wishes.map(({ slug }) => slug);
const version = async (number = first()) => (await seen(number)).version;
const close = async (slug: string, closedOn: string | null) => {
  await db()
    .update(kindergarten)
    .set({ closedOn })
    .where(and(eq(kindergarten.regionId, oral.id), eq(kindergarten.slug, slug)));
};
const lists = async () => {
  const [row] = await db()
    .select({ n: sql<number>`count(*)::int` })
    .from(wishList)
    .where(eq(wishList.regionId, oral.id));
  return row?.n ?? 0;
};
const messages = async () => await toldOf("wishes-changed");
const setStatus = async (status: string, number = first()) => {
  await db()
    .update(application)
    .set({ status })
    .where(and(eq(application.regionId, oral.id), eq(application.number, number)));
};

test("are seen by the family and by nobody else, and changed by a settled sign-in", async () => {
  const stranger = await demoParent(aigerim.iin);
  const wished = order(some(0), 0);
  expect(await changeWishes(stranger, wished, now)).toMatchObject({ code: "not-yours" });
  expect(await changeWishes(anonymous("kk"), wished, now)).toMatchObject({ code: "signed-out" });
  const held = lightly(mother, true);
  expect(await changeWishes(held, wished, now)).toMatchObject({ code: "too-light" });
  const elsewhere = order(some(0), 0, { regionId: akmola.id });
  expect(await changeWishes(mother, elsewhere, now)).toMatchObject({ code: "not-yours" });
  const where = { regionId: oral.id, number: first() };
  expect(await wishesView(stranger, where, now)).toMatchObject({ code: "not-yours" });
  expect(await wishesView(anonymous("kk"), where, now)).toMatchObject({ code: "signed-out" });
  expect(await lists()).toBe(0);
});

test("are kept in their order, with the place untouched, and the other parent is told", async () => {
  const before = await rowOf(oral.id, first());
  expect(await changeWishes(lightly(mother), order(some(2, 0, 5), 0), after(1))).toEqual({
    ok: true,
    value: undefined,
  });
  expect(await listOf()).toEqual(some(2, 0, 5));
  expect(await version()).toBe(1);
  const { row, entry } = await rowOf(oral.id, first());
  expect(entry).toEqual(before.entry);
  expect(row.status).toBe(before.row.status);
  expect(await story(oral.id, first())).toEqual(["registered", "wishes-changed"]);
  expect(await toldOf("wishes-changed")).toContain("+77479876543");
  expect(await toldOf("wishes-changed")).not.toContain("+77010000001");
  const [audit] = await db()
    .select()
    .from(auditEntry)
    .where(eq(auditEntry.action, "application.wishes"));
  expect(audit).toMatchObject({ personId: mother.personId, concernsId: row.childId });
  const page = await applicationView(mother, { regionId: oral.id, number: first() }, after(5));
  const told = page.ok ? page.value.history.at(-1) : undefined;
  expect(told?.data["wishes"]).toHaveLength(3);
  const counted = await db()
    .select()
    .from(currentWish)
    .where(and(eq(currentWish.regionId, oral.id), eq(currentWish.applicationId, row.id)))
    .orderBy(currentWish.rank);
  expect(counted.map(({ rank }) => rank)).toEqual([1, 2, 3]);
});

test("the same form twice is one change, and the list that stands is none", async () => {
  const wished = order(some(5, 2), 1);
  const both = await Promise.all([
    changeWishes(mother, wished, after(2)),
    changeWishes(mother, wished, after(2)),
  ]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  expect(await version()).toBe(2);
  expect(await changeWishes(mother, order(some(5, 2), 1), after(3))).toMatchObject({ ok: true });
  expect(await version()).toBe(2);
});

test("of two tabs and two parents at once one saves and the other is told", async () => {
  const both = await Promise.all([
    changeWishes(mother, order(some(1), 2), after(4)),
    changeWishes(father, order(some(3), 2), after(4)),
  ]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ code: "changed" });
  expect(await version()).toBe(3);
  const again = order(some(3, 1), 3);
  expect(await changeWishes(father, again, after(5))).toMatchObject({ ok: true });
  expect(await listOf()).toEqual(some(3, 1));
});

test("what the rules refuse is refused with its kindergarten, and nothing is written", async () => {
  const before = await lists();
  const at = await version();
  const refused = async (wished: readonly string[]) => {
    const done = await changeWishes(mother, order(wished, at), after(6));
    return done.ok ? [] : [done.code, done.detail];
  };
  expect(await refused(some(0, 1, 2, 3, 4))).toEqual(["too-many", slugs[4]]);
  expect(await refused(some(0, 1, 0))).toEqual(["twice", slugs[0]]);
  expect(await refused(["nowhere"])).toEqual(["unknown", "nowhere"]);
  const [far] = await db()
    .select({ slug: kindergarten.slug })
    .from(kindergarten)
    .where(and(eq(kindergarten.regionId, akmola.id), notInArray(kindergarten.slug, slugs)));
  expect(await refused([far?.slug ?? ""])).toEqual(["unknown", far?.slug]);
  expect(await refused([special])).toEqual(["other-queue", special]);
  await close(slugs[7] ?? "", "2026-11-22");
  expect(await refused(some(0, 7))).toEqual(["closed", slugs[7]]);
  await close(slugs[7] ?? "", null);
  expect(await changeWishes(mother, order([""], at), after(6))).toMatchObject({
    code: "malformed",
  });
  expect(await lists()).toBe(before);
});

test("one that is closed meanwhile stays in the list, told as closed, until the family replaces it", async () => {
  expect(await changeWishes(mother, order(some(8, 9), await version()), after(7))).toMatchObject({
    ok: true,
  });
  await close(slugs[8] ?? "", "2026-11-22");
  expect((await seen()).wishes.map(({ slug, state }) => [slug, state])).toEqual([
    [slugs[8], "closed"],
    [slugs[9], "open"],
  ]);
  const kept = order(some(9, 8), await version());
  expect(await changeWishes(mother, kept, after(8))).toMatchObject({ ok: true });
  const replaced = order(some(9, 0), await version());
  expect(await changeWishes(mother, replaced, after(9))).toMatchObject({ ok: true });
  const back = order(some(8), await version());
  expect(await changeWishes(mother, back, after(10))).toMatchObject({ code: "closed" });
  await close(slugs[8] ?? "", null);
});

test("a kindergarten that is being closed is waited for", async () => {
  const at = await version();
  let saving: ReturnType<typeof changeWishes> | undefined;
  await db().transaction(async (tx) => {
    await tx
      .update(kindergarten)
      .set({ closedOn: "2026-11-22" })
      .where(and(eq(kindergarten.regionId, oral.id), eq(kindergarten.slug, slugs[1] ?? "")));
    saving = changeWishes(mother, order(some(1), at), after(11));
    // Until it stands at the row that is being closed.
    for (let waits = 0; waits === 0;) {
      const [row] = await db().execute<{ n: number }>(
        sql`select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`,
      );
      waits = row?.n ?? 0;
    }
  });
  expect(await saving).toMatchObject({ code: "closed", detail: slugs[1] });
  await close(slugs[1] ?? "", null);
});

test("what breaks on the way leaves nothing: no list, no event, no message", async () => {
  const at = await version();
  const [before, events, told] = [await lists(), await story(oral.id, first()), await messages()];
  // The last thing that is written fails.
  await db().execute(
    sql`alter table message add constraint broken check (template <> 'wishes-changed') not valid`,
  );
  await expect(changeWishes(mother, order(some(6), at), after(11))).rejects.toThrow("broken");
  await db().execute(sql`alter table message drop constraint broken`);
  expect([await lists(), await story(oral.id, first()), await messages()]).toEqual([
    before,
    events,
    told,
  ]);
  expect(await version()).toBe(at);
});

test("while a place is being given, and after the end, the list stays as it is", async () => {
  const wished = order(some(0), await version());
  for (const status of ["TURN_CAME", "OFFERED", "REFERRAL_ISSUED", "ENROLLED", "WITHDRAWN"]) {
    await setStatus(status);
    expect(await changeWishes(mother, wished, after(12))).toMatchObject({ code: "out-of-turn" });
    expect((await seen()).open).toBe(false);
  }
  await setStatus("REGISTERED");
});

test("where the region does not ask for them there are none", async () => {
  await rule(oral.id, { wishes: "by-regime" }, "2025-01-01");
  const where = { regionId: oral.id, number: first() };
  expect(await wishesView(mother, where, after(13))).toEqual({ ok: true, value: null });
  expect(await changeWishes(mother, order(some(0), 0), after(13))).toMatchObject({
    code: "not-asked",
  });
  await rule(oral.id, { wishes: "asked" }, "2025-06-01");
});

describe("twins who take places together", () => {
  const join = () =>
    joinTwins(mother, { regionId: oral.id, number: second(), requestId: null }, after(20));

  test("have one list from then on: the other one's where the own is empty", async () => {
    const had = await listOf();
    expect(had.length).toBeGreaterThan(0);
    expect(await join()).toMatchObject({ ok: true });
    expect(await listOf(second())).toEqual(had);
    expect((await seen(second())).twins).toEqual([first()]);
    expect((await story(oral.id, second())).slice(-2)).toEqual(["grouped", "wishes-changed"]);
    expect((await story(oral.id, first())).at(-1)).toBe("grouped");
  });

  test("changed for one it is changed for both, from both sides at once too", async () => {
    const [a, b] = [await version(first()), await version(second())];
    const both = await Promise.all([
      changeWishes(mother, order(some(4, 6), a), after(21)),
      changeWishes(father, order(some(6), b, { number: second() }), after(21)),
    ]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ code: "changed" });
    expect(await listOf(first())).toEqual(await listOf(second()));
    expect([await version(first()), await version(second())]).toEqual([a + 1, b + 1]);
  });

  test("and not at all while one of them gets a place", async () => {
    await setStatus("REFERRAL_ISSUED", second());
    const wished = order(some(1), await version());
    expect(await changeWishes(mother, wished, after(22))).toMatchObject({ code: "out-of-turn" });
    await setStatus("REGISTERED", second());
  });

  test("apart again each keeps the list and changes its own", async () => {
    const where = { regionId: oral.id, number: first(), requestId: null };
    expect(await partTwins(mother, where, after(23))).toMatchObject({ ok: true });
    const had = await listOf(second());
    const none = order([], await version());
    expect(await changeWishes(mother, none, after(24))).toMatchObject({ ok: true });
    expect(await listOf(first())).toEqual([]);
    expect(await listOf(second())).toEqual(had);
  });

  test("joined anew the list of the one from whose page they join counts", async () => {
    const had = await listOf(second());
    expect(await join()).toMatchObject({ ok: true });
    expect(await listOf(first())).toEqual(had);
  });
});

test("what was wished at any past moment is kept and cannot be changed", async () => {
  const { row } = await rowOf(oral.id, first());
  const all = await db()
    .select({ version: wishList.version, at: wishList.at })
    .from(wishList)
    .where(and(eq(wishList.regionId, oral.id), eq(wishList.applicationId, row.id)))
    .orderBy(wishList.version);
  expect(all.map((each) => each.version)).toEqual(all.map((_, index) => index + 1));
  const past = await allWishesOf(db(), { regionId: oral.id, applicationId: row.id });
  expect(past.map((each) => each.version)).toEqual(all.map((each) => each.version));
  expect(past[0]?.wishes.map(({ slug }) => slug)).toEqual(some(2, 0, 5));
  expect(past.some(({ wishes }) => wishes.length === 0)).toBe(true);
  const told = await db()
    .select({ data: queueEvent.data })
    .from(queueEvent)
    .where(
      and(
        eq(queueEvent.regionId, oral.id),
        eq(queueEvent.applicationId, row.id),
        eq(queueEvent.kind, "wishes-changed"),
      ),
    )
    .orderBy(queueEvent.seq);
  expect(told.map(({ data }) => data["version"])).toEqual(all.map((each) => each.version));
  await expect(db().update(wish).set({ rank: 9 })).rejects.toThrow("23001");
  expect(await faultsOf(oral.id)).toBe(0);
  await expect(db().delete(wishList)).rejects.toThrow("23001");
});
