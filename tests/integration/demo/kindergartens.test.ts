import { isNotNull, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { kindergarten, kindergartenChange } from "#db/schema/kindergartens.ts";
import { staffRole } from "#db/schema/people.ts";
import { demoPortals } from "#lib/demo/portals.ts";
import { seedKindergartens } from "#lib/demo/seed-kindergartens.ts";
import { seedStaff } from "#lib/demo/seed-staff.ts";
import { slugPattern } from "#lib/kindergartens/slug.ts";
import { openRegister } from "#lib/kindergartens/views.ts";
import { openPortal } from "#lib/regions/reference.ts";
import { useTestDatabase } from "#tests/support/database.ts";

useTestDatabase();

const now = new Date("2026-11-22T09:00:00Z");

const idOf = new Map<string, number>();
const regionOf = (slug: string) => ({ id: idOf.get(slug) ?? 0 });
const registerOf = (slug: string, at = now) => openRegister(regionOf(slug).id, at);

test("the demo has its kindergartens, and its head one of them", async () => {
  await transaction(async (tx) => {
    for (const portal of demoPortals) idOf.set(portal.slug, await openPortal(tx, portal, now));
    await seedStaff(tx, regionOf, now);
    await seedKindergartens(tx, regionOf, "small", now);
  });
  const oral = await registerOf("oral");
  expect(oral).toHaveLength(12);
  expect((await registerOf("petropavl")).length).toBeGreaterThanOrEqual(8);
  expect(await registerOf("qosshy")).toHaveLength(4);
  // Qosshy, the twentieth, has a portal of its own.
  expect(new Set((await registerOf("akmola")).map((each) => each.districtKato)).size).toBe(19);

  expect(oral[0]?.names.kk).toBe("№ 1 «Айгөлек»");
  const eight = oral.find(({ slug }) => slug === "8-ainalaiyn");
  expect(eight?.names).toEqual({ kk: "№ 8 «Айналайын»", ru: "№ 8 «Айналайын»" });
  const heads = await db().select().from(staffRole).where(isNotNull(staffRole.kindergartenId));
  expect(heads).toMatchObject([{ role: "kindergarten_head", kindergartenId: eight?.id }]);

  // There are groups for the cohorts of the demo's queue, for the oldest until August.
  const years = new Set(oral.flatMap(({ groups }) => groups.map(({ cohortFrom }) => cohortFrom)));
  expect([...years].toSorted()).toEqual([2021, 2022, 2023, 2024]);
  const later = await registerOf("oral", new Date("2027-09-02T09:00:00Z"));
  expect(later.flatMap(({ groups }) => groups.map(({ cohortTo }) => cohortTo))).not.toContain(2021);
});

test("a second start adds nothing", async () => {
  const count = () =>
    db()
      .select({ n: sql<number>`count(*)::int` })
      .from(kindergarten);
  const before = await count();
  await transaction((tx) => seedKindergartens(tx, regionOf, "small", now));
  expect(await count()).toEqual(before);
});

test("what became of them cannot be changed afterwards", async () => {
  const changed = db().update(kindergartenChange).set({ data: {} });
  await expect(changed).rejects.toMatchObject({ code: "23001" });
  await expect(db().delete(kindergartenChange)).rejects.toMatchObject({ code: "23001" });
});

test("a region of 30,000 children has 400 kindergartens, each under an address of its own", async () => {
  const other = { slug: "other", kato: "274400000", hasDistricts: false };
  const began = performance.now();
  await transaction(async (tx) => {
    const [oral] = demoPortals;
    if (oral === undefined) throw new Error("no portal");
    const id = await openPortal(tx, { ...oral, ...other }, now);
    idOf.set("oral", id);
    await seedKindergartens(tx, regionOf, "full", now);
  });
  expect(performance.now() - began).toBeLessThan(20_000);
  const register = await registerOf("oral");
  expect(register).toHaveLength(400);
  expect(new Set(register.map(({ slug }) => slug)).size).toBe(400);
  expect(register.every(({ slug }) => slugPattern.test(slug))).toBe(true);
  const places = register.flatMap(({ groups }) => groups.map(({ capacity }) => capacity));
  expect(places.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(30_000);
});
