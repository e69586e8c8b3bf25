import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { queueEntry } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { person } from "#db/schema/people.ts";
import { lockApplication, takeStep } from "#lib/applications/deed.ts";
import { previewRenewal, renewCohorts } from "#lib/applications/renew-cohorts.ts";
import { queueRenew } from "#lib/operator/queue-renew.ts";
import { checkLedger } from "#lib/queue/check-ledger.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, now, settle } from "../documents/household.ts";
import { type AskedFamily, eventsOf, rule, saidOf, standing } from "./asked-family.ts";

useTestDatabase();

let house: Household;
const queue = () => ({ regionId: house.oral, queueType: "general" });
const due = "2027-11-23";
const families: AskedFamily[] = [];

/** A child of this birthday, in the cohort of its year. */
async function born(birthDate: string, status = "REGISTERED"): Promise<AskedFamily> {
  const cohort = Number(birthDate.slice(0, 4));
  const registeredAt = new Date(Date.UTC(2026, 0, 1 + families.length));
  const family = await standing(house.oral, { due, cohort, status, registeredAt });
  await db().update(person).set({ birthDate }).where(eq(person.id, family.childId));
  families.push(family);
  return family;
}

const cohortOf = async ({ applicationId }: AskedFamily) => {
  const [row] = await db()
    .select({ cohort: queueEntry.cohort })
    .from(queueEntry)
    .where(eq(queueEntry.applicationId, applicationId));
  return row?.cohort;
};

beforeAll(async () => {
  house = await settle();
});

test("while the rule is the same there is nothing to move", async () => {
  await born("2023-03-01");
  await born("2023-11-15");
  await born("2024-02-01");
  await born("2023-12-31", "ON_HOLD");
  await born("2023-12-30", "WITHDRAWN");
  await born("2023-12-29", "INACTIVE");
  expect(await previewRenewal(db(), queue(), now)).toMatchObject({ moved: 0, lines: [] });
  expect(await renewCohorts(queue(), "test", now)).toBe(0);
});

test("a new rule moves who waits, is held or let a voucher lapse, keeps the order inside, and is done once", async () => {
  await rule(house.oral, { cohortShiftFrom: "11-01" });
  const [early, november, next, held, gone, lapsed] = families;
  if (!early || !november || !next || !held || !gone || !lapsed) throw new Error("six were born");
  const preview = await previewRenewal(db(), queue(), now);
  expect(preview.moved).toBe(3);
  const line = preview.lines.find((each) => each.applicationId === november.applicationId);
  // Registered before the child of the next year, so it stands before it there.
  expect(line).toMatchObject({
    moved: true,
    from: { key: { cohort: 2023 }, position: 2 },
    to: { key: { cohort: 2024 }, position: 1 },
  });
  expect(await cohortOf(november)).toBe(2023);

  expect(await renewCohorts(queue(), "test", now)).toBe(3);
  expect(await renewCohorts(queue(), "test", now)).toBe(0);
  expect(await Promise.all(families.map(cohortOf))).toEqual([2023, 2024, 2024, 2024, 2023, 2024]);
  expect(await eventsOf(november)).toEqual(["moved"]);
  expect(await eventsOf(early)).toEqual([]);
  expect((await saidOf(november)).map((said) => said.split(" ").slice(0, 2).join(" "))).toEqual([
    "renewed email",
    "renewed sms",
  ]);
  expect(await saidOf(early)).toEqual([]);
  const audits = await db().select().from(auditEntry).where(eq(auditEntry.action, "queue.renew"));
  expect(audits.map((each) => each.detail)).toMatchObject([
    { moved: 0 },
    { by: "test", moved: 3, shiftFrom: "11-01" },
    { moved: 0 },
  ]);
  const check = await checkLedger(house.oral);
  expect(check).toMatchObject({ differences: [], wrongCounters: 0 });
});

test("meets a family that acts at this very moment, and both come through", async () => {
  const child = await born("2022-12-15");
  const { regionId, applicationId } = child;
  const [inHand, renewing] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const family = transaction(async (tx) => {
    const row = await lockApplication(tx, { regionId, applicationId });
    inHand.resolve();
    await renewing.promise;
    if (row === null) throw new Error("no application");
    const told = { at: now, actorRole: "parent", legalGround: "applicants-wish" } as const;
    return await takeStep(tx, row, { kind: "withdrawn", event: "withdraw", ...told });
  });
  await inHand.promise;
  const renewed = renewCohorts(queue(), "test", now);
  await waiting();
  renewing.resolve();
  expect(await family).toMatchObject({ ok: true });
  // It has withdrawn: nothing to move, and nothing to say.
  expect(await renewed).toBe(0);
  expect(await eventsOf(child)).toEqual(["withdrawn"]);
});

/** Until somebody waits for a lock. */
async function waiting(): Promise<void> {
  for (;;) {
    const found = await db().execute(sql`select 1 from pg_locks where not granted`);
    if (found.length > 0) return;
  }
}

test("the operator's command wants a region, and a name before it does anything", async () => {
  expect(await queueRenew([])).toBe(2);
  expect(await queueRenew(["--region", "oral", "--apply"])).toBe(2);
  expect(await queueRenew(["--region", "oral", "--queue-type", "nonsense"])).toBe(2);
});
