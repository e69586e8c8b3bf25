import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { regionDistrict } from "#db/schema/regions.ts";
import { addDays, localDateOf } from "#lib/calendar/local-date.ts";
import { regionCreate, regionPolicy } from "#lib/operator/region.ts";
import { policyFor, portalBySlug } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { saidBy } from "#tests/support/command.ts";
import { demoPortals } from "./door.ts";

useTestDatabase();

const folder = mkdtempSync(join(tmpdir(), "kezek-regions-"));
const today = localDateOf(new Date());
beforeAll(async () => {
  await demoPortals();
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const three = (text: string) => ({ kk: text, ru: text, en: text });
const shymkent = {
  slug: "shymkent",
  kato: "790000000",
  supportPhone: "+77252000500",
  officeAddress: three("Shymkent"),
  officeHours: three("9:00–18:00"),
};

test("a region is opened by a file, once; what is wrong in it is named", async () => {
  const described = file("shymkent", shymkent);
  expect(await saidBy(regionCreate, described)).toMatchObject({ code: 0, said: { created: true } });
  expect(await saidBy(regionCreate, described)).toMatchObject({
    code: 0,
    said: { created: false },
  });
  const portal = await portalBySlug("shymkent");
  expect(portal).toMatchObject({ kato: "790000000", hasDistricts: false });
  expect(portal?.names.ru).toContain("Шымкент");
  // Whoever opens a region has rules at once.
  const rules = await policyFor({
    regionId: portal?.id ?? 0,
    queueType: "general",
    at: new Date(),
  });
  expect(rules.parameters.regime).toBe("bulletin");
  const moved = file("moved", { ...shymkent, supportPhone: "+77252000501" });
  expect(await saidBy(regionCreate, moved)).toMatchObject({ code: 1, said: { code: "exists" } });
  const twice = file("twice", { ...shymkent, slug: "another" });
  expect(await saidBy(regionCreate, twice)).toMatchObject({ code: 1, said: { code: "exists" } });
  const wrong = { ...shymkent, slug: "find", kato: "123456789", supportPhone: "8 701", more: 1 };
  const refused = await saidBy(regionCreate, file("wrong", wrong));
  expect(refused.code).toBe(1);
  for (const why of ["slug-reserved", "no-kato", "phone-shape", "more"]) {
    expect(String(refused.said["detail"])).toContain(why);
  }
  expect(await saidBy(regionCreate, file("broken", "{"))).toMatchObject({
    said: { code: "malformed" },
  });
  const audits = await db().select().from(auditEntry).where(eq(auditEntry.action, "region.create"));
  expect(audits).toHaveLength(1);
});

test("one with districts serves those of the map", async () => {
  const west = { ...shymkent, slug: "west", kato: "270000000", hasDistricts: true };
  expect((await saidBy(regionCreate, file("west", west))).code).toBe(0);
  const portal = await portalBySlug("west");
  const districts = await db()
    .select()
    .from(regionDistrict)
    .where(eq(regionDistrict.regionId, portal?.id ?? 0));
  expect(districts.length).toBeGreaterThan(5);
});

const rule = {
  code: "oral-window",
  validFrom: addDays(today, 1),
  parameters: { interestWindowDays: 45, interestReminderDays: [45, 7, 1] },
  source: { act: "regional", date: today, address: null },
};

test("a rule is shown first, then dated; it is history from then on", async () => {
  const described = file("rule", rule);
  const before = await saidBy(regionPolicy, "oral");
  expect(before).toMatchObject({ code: 0, said: { parameters: { interestWindowDays: 30 } } });
  const shown = await saidBy(regionPolicy, "oral", "--file", described);
  expect(shown).toMatchObject({
    code: 0,
    said: { written: false, effect: { general: { interestWindowDays: 45, regime: "bulletin" } } },
  });
  const tomorrow = ["--at", rule.validFrom];
  const still = await saidBy(regionPolicy, "oral", ...tomorrow);
  expect(still.said).toMatchObject({ parameters: { interestWindowDays: 30 } });
  const write = () => saidBy(regionPolicy, "oral", "--file", described, "--apply");
  expect(await write()).toMatchObject({ code: 0, said: { written: true } });
  expect(await write()).toMatchObject({ code: 0, said: { written: false } });
  const then = await saidBy(regionPolicy, "oral", ...tomorrow);
  expect(then.said).toMatchObject({
    parameters: { interestWindowDays: 45 },
    origins: { interestWindowDays: { code: "oral-window", source: { act: "regional" } } },
  });
  expect((await saidBy(regionPolicy, "oral")).said).toMatchObject({
    parameters: { interestWindowDays: 30 },
  });
  expect((await saidBy(regionPolicy, "akmola", ...tomorrow)).said).toMatchObject({
    parameters: { interestWindowDays: 30 },
  });
  const audits = await db().select().from(auditEntry).where(eq(auditEntry.action, "region.policy"));
  expect(audits).toMatchObject([{ subjectId: "oral-window" }]);
});

test.each([
  ["another under the same name", { ...rule, parameters: { maxWishes: 2 } }, "exists"],
  ["one of yesterday", { ...rule, code: "late", validFrom: addDays(today, -1) }, "in-the-past"],
  ["one that ends first", { ...rule, code: "short", validTo: today }, "ends-before-it-begins"],
  [
    "one by an act that no page can name",
    { ...rule, code: "whose", source: { ...rule.source, act: "my-own" } },
    "unknown-act",
  ],
  ["an unknown parameter", { ...rule, code: "odd", parameters: { colour: 1 } }, "malformed"],
  [
    "a value that is none",
    { ...rule, code: "none", parameters: { regime: "lottery" } },
    "malformed",
  ],
  ["nothing", { ...rule, code: "empty", parameters: {} }, "malformed"],
])("%s is refused", async (name, described, code) => {
  const given = file(name.replaceAll(/\W/g, "-"), described);
  const done = await saidBy(regionPolicy, "oral", "--file", given, "--apply");
  expect(done).toMatchObject({ code: 1, said: { code } });
});

test("what is no such order is wrong usage, and an unknown region is refused", async () => {
  for (const argv of [[], ["oral", "--queue-type", "x"], ["oral", "--at", "soon"], ["a", "b"]]) {
    expect((await saidBy(regionPolicy, ...argv)).code).toBe(2);
  }
  expect(await saidBy(regionPolicy, "nowhere")).toMatchObject({ said: { code: "no-region" } });
});
