import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { signatureEvidence } from "#db/schema/eds.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now, openPortals, sign, withoutResponder } from "../sign-in/gate.ts";
import { beginAnew, draftFor, registered, signedIn, submit, textOf, written } from "./family.ts";

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
});

beforeEach(beginAnew);

describe("when the world is not as it should be", () => {
  test("a silent OCSP responder does not cost the place: registered, and looked up again by a job", async () => {
    const text = await textOf(olga, akmola, await draftFor(olga, akmola));
    const done = await submit(
      olga,
      akmola,
      { requestId: text.requestId, cms: sign(text.bytes) },
      now,
      withoutResponder,
    );
    if (!done.ok) throw new Error(done.code);
    const [row] = await db()
      .select({ evidence: signatureEvidence })
      .from(application)
      .innerJoin(signatureEvidence, eq(signatureEvidence.id, application.evidenceId))
      .where(eq(application.id, done.value.applicationId));
    expect(row?.evidence.revocation).toBe("unknown");
    const jobs = await db().execute<{ task: string }>(
      sql`select task_identifier as task from graphile_worker.jobs where key = ${`recheck:${row?.evidence.id}`}`,
    );
    expect(jobs.map((job) => job.task)).toEqual(["recheck-signature"]);
  });

  describe("and the database fails in the middle", () => {
    afterEach(async () => {
      await db().execute(sql`drop trigger if exists fail_now on audit_entry`);
    });

    test("nothing is left, and the same signature registers afterwards", async () => {
      const text = await textOf(olga, akmola, await draftFor(olga, akmola));
      const order = { requestId: text.requestId, cms: sign(text.bytes) };
      const before = await written();
      // The last write of a registration is its audit entry: failing there fails after all the rest.
      await transaction(async (tx) => {
        await tx.execute(sql`create or replace function fail_now() returns trigger language plpgsql as
          $$ begin raise exception 'the disk is gone'; end $$`);
        await tx.execute(sql`create trigger fail_now before insert on audit_entry
          for each row when (new.subject_kind = 'application') execute function fail_now()`);
      });
      await expect(submit(olga, akmola, order)).rejects.toThrow(/P0001/);
      expect(await written()).toEqual(before);
      await db().execute(sql`drop trigger fail_now on audit_entry`);
      expect((await submit(olga, akmola, order)).ok).toBe(true);
    });
  });

  test("nobody can rewrite the ledger or the evidence", async () => {
    await registered(olga, akmola);
    await expect(
      db()
        .update(queueEvent)
        .set({ at: later(-9999) }),
    ).rejects.toThrow(/23001/);
    await expect(db().delete(queueEvent)).rejects.toThrow(/23001/);
    await expect(db().update(signatureEvidence).set({ signerIin: "0" })).rejects.toThrow(/23001/);
    await expect(db().delete(auditEntry)).rejects.toThrow(/23001/);
    for (const table of [
      "queue_event",
      "signature_evidence",
      "signature_recheck",
      "signature_timestamp",
      "signature_authority",
      "audit_entry",
      "registry_answer",
    ]) {
      const name = sql.identifier(table);
      await expect(db().execute(sql`truncate ${name} cascade`)).rejects.toThrow(/23001/);
    }
  });
});
