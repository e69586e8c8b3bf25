import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { databaseUrl, db } from "#db/client.ts";
import { policy } from "#db/schema/regions.ts";
import { bringUpToDate } from "#lib/operator/bring-up-to-date.ts";
import { policyFor } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { now, openPortals } from "../sign-in/gate.ts";

useTestDatabase();

test("a database of an earlier release gets the rules this one asks for, and keeps what the region ordered", async () => {
  const { akmola } = await openPortals();
  await db()
    .insert(policy)
    .values({
      code: "akmola-own",
      regionId: akmola.id,
      queueType: null,
      validFrom: "2026-01-01",
      validTo: null,
      parameters: { maxWishes: 2 },
      source: { act: "portal-default", date: "2026-01-01", address: null },
    });
  await db().execute(sql`update policy set parameters = parameters - 'wishes'`);
  const question = { regionId: akmola.id, queueType: "general", at: now };
  await expect(policyFor(question, db())).rejects.toThrow(/wishes/u);

  await bringUpToDate(databaseUrl());
  await bringUpToDate(databaseUrl());

  const { parameters } = await policyFor(question, db());
  expect(parameters).toMatchObject({ wishes: "by-regime", maxWishes: 2 });
});

test("the release before reads its rules beside what the next one added to them", async () => {
  const { akmola } = await openPortals();
  await db()
    .update(policy)
    .set({ parameters: sql`${policy.parameters} || '{"ofTheNextRelease": 1}'` })
    .where(eq(policy.code, "kz-portal"));
  const { parameters } = await policyFor(
    { regionId: akmola.id, queueType: "general", at: now },
    db(),
  );
  expect(parameters).not.toHaveProperty("ofTheNextRelease");
});
