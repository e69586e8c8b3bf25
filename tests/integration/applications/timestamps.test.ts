import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { signatureAuthority, signatureEvidence, signatureTimestamp } from "#db/schema/eds.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { recheckSignature } from "#lib/applications/recheck-signature.ts";
import { completeEvidence, timestampSignature } from "#lib/applications/timestamp-signature.ts";
import { parseCms } from "#lib/eds/cms.ts";
import { checkTimestamp } from "#lib/eds/timestamp.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { later, now, openPortals } from "../sign-in/gate.ts";
import { desk, registeredAtDesk, useAuthorityDesk } from "./authority-desk.ts";
import { beginAnew, signedIn } from "./family.ts";

useTestDatabase();
useAuthorityDesk();

let akmola: Portal;
let olga: PersonActor;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
});
beforeEach(async () => {
  await beginAnew();
  await db().execute(sql`delete from graphile_worker._private_jobs`);
});
afterEach(() => {
  desk.mode = "normal";
  desk.clock = now;
});

async function evidenceIdOf(applicationId: string): Promise<string> {
  const [row] = await db()
    .select({ id: application.evidenceId })
    .from(application)
    .where(eq(application.id, applicationId));
  return row?.id ?? "";
}

async function stampOf(evidenceId: string) {
  const [row] = await db()
    .select()
    .from(signatureTimestamp)
    .where(eq(signatureTimestamp.evidenceId, evidenceId));
  return row;
}

async function jobKeys(): Promise<string[]> {
  const rows = await db().execute<{ key: string }>(
    sql`select key from graphile_worker.jobs where key is not null order by key`,
  );
  return rows.map(({ key }) => key).filter((key) => /^(timestamp|recheck):/.test(key));
}

test.each(["gost", "rsa"] as const)(
  "%s: the server fetches a timestamp over the signature and keeps it with its authorities",
  async (algorithm) => {
    const { applicationId, message } = await registeredAtDesk(olga, akmola, algorithm);
    const evidenceId = await evidenceIdOf(applicationId);
    const stamp = await stampOf(evidenceId);
    expect(stamp).toMatchObject({ genTime: now, at: now });
    const trust = await loadTrustFolder(desk.authority.trustFolder, { allowTestAuthorities: true });
    const parsed = parseCms(message, 1_000_000);
    if (!trust.ok || !parsed.ok || !stamp) throw new Error("nothing to check");
    expect(checkTimestamp(stamp.token, parsed.value.signature, trust.value)).toMatchObject({
      ok: true,
      value: { instant: now, policy: stamp.policy },
    });
    const kept = await db().select().from(signatureAuthority);
    const [row] = await db()
      .select()
      .from(signatureEvidence)
      .where(eq(signatureEvidence.id, evidenceId));
    expect(kept.map((each) => each.fingerprint)).toEqual(
      expect.arrayContaining(row?.report["chain"] as string[]),
    );
    expect(await jobKeys()).toEqual([]);
  },
);

describe("when the services are silent", () => {
  test("the application is registered, and jobs fetch both answers later", async () => {
    desk.mode = "down";
    const { applicationId } = await registeredAtDesk(olga, akmola);
    const evidenceId = await evidenceIdOf(applicationId);
    expect(await stampOf(evidenceId)).toBeUndefined();
    expect(await jobKeys()).toEqual([`recheck:${evidenceId}`, `timestamp:${evidenceId}`]);

    await timestampSignature({ evidenceId }, later(600));
    expect(await stampOf(evidenceId)).toBeUndefined();

    desk.mode = "normal";
    desk.clock = later(1200);
    await timestampSignature({ evidenceId }, later(1200));
    expect(await stampOf(evidenceId)).toMatchObject({ genTime: later(1200), at: later(1200) });
    // A job that runs twice changes nothing.
    await timestampSignature({ evidenceId }, later(1800));
    expect(await stampOf(evidenceId)).toMatchObject({ at: later(1200) });
    await recheckSignature({ evidenceId }, later(1200));
  });

  test("every night asks again for what is lacking, and only for that", async () => {
    desk.mode = "down";
    const { applicationId } = await registeredAtDesk(olga, akmola);
    const evidenceId = await evidenceIdOf(applicationId);
    await db().execute(sql`delete from graphile_worker._private_jobs`);
    const nextDay = later(25 * 3600);
    await completeEvidence(nextDay);
    expect(await jobKeys()).toEqual([`recheck:${evidenceId}`, `timestamp:${evidenceId}`]);

    // After a day the job itself leaves it to the night.
    await db().execute(sql`delete from graphile_worker._private_jobs`);
    await timestampSignature({ evidenceId }, nextDay);
    expect(await jobKeys()).toEqual([]);

    desk.mode = "normal";
    desk.clock = nextDay;
    await timestampSignature({ evidenceId }, nextDay);
    await recheckSignature({ evidenceId }, nextDay);
    await completeEvidence(nextDay);
    expect(await jobKeys()).toEqual([]);
  });

  test("a month later nobody asks for a timestamp any more", async () => {
    desk.mode = "down";
    const { applicationId } = await registeredAtDesk(olga, akmola);
    const evidenceId = await evidenceIdOf(applicationId);
    await db().execute(sql`delete from graphile_worker._private_jobs`);
    await completeEvidence(later(31 * 24 * 3600));
    expect(await jobKeys()).toEqual([`recheck:${evidenceId}`]);
  });
});

test("a timestamp whose authority cannot be asked about is fetched again, at night too", async () => {
  useTestEnvironment({ EDS_OCSP_URL: "http://127.0.0.1:9/" });
  const { applicationId } = await registeredAtDesk(olga, akmola);
  const evidenceId = await evidenceIdOf(applicationId);
  expect(await stampOf(evidenceId)).toBeUndefined();
  expect(await jobKeys()).toEqual([`recheck:${evidenceId}`, `timestamp:${evidenceId}`]);
  await timestampSignature({ evidenceId }, later(60));
  expect(await stampOf(evidenceId)).toBeUndefined();

  useTestEnvironment({ EDS_OCSP_URL: desk.responder.ocspUrl });
  await db().execute(sql`delete from graphile_worker._private_jobs`);
  const nextNight = later(20 * 3600);
  await completeEvidence(nextNight);
  expect(await jobKeys()).toContain(`timestamp:${evidenceId}`);
  desk.clock = nextNight;
  await timestampSignature({ evidenceId }, nextNight);
  expect(await stampOf(evidenceId)).toMatchObject({ genTime: nextNight });
});

test("where no service is configured nothing is fetched and nothing waits", async () => {
  useTestEnvironment({ EDS_TSP_URL: "" });
  const { applicationId } = await registeredAtDesk(olga, akmola);
  const evidenceId = await evidenceIdOf(applicationId);
  expect(await stampOf(evidenceId)).toBeUndefined();
  await completeEvidence(later(60));
  expect((await jobKeys()).filter((key) => key.startsWith("timestamp:"))).toEqual([]);
  useTestEnvironment({ EDS_TSP_URL: desk.responder.tspUrl });
});

test("the database refuses to change or forget a timestamp or an authority", async () => {
  await registeredAtDesk(olga, akmola);
  const refused = { code: "23001" };
  for (const table of ["signature_timestamp", "signature_authority"]) {
    for (const deed of [sql`delete from `, sql`truncate `]) {
      const attempt = transaction((tx) => tx.execute(sql`${deed}${sql.identifier(table)} `));
      await expect(attempt).rejects.toMatchObject(refused);
    }
  }
});
