import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { application, queueEvent } from "#db/schema/applications.ts";
import { signatureRecheck } from "#db/schema/eds.ts";
import { message } from "#db/schema/notifications.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { recheckSignature } from "#lib/applications/recheck-signature.ts";
import { type RevocationAnswer, unknownRevocation } from "#lib/eds/revocation.ts";
import type { Portal } from "#lib/regions/views.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now, openPortals, sign, withoutResponder } from "../sign-in/gate.ts";
import { beginAnew, draftFor, signedIn, submit, textOf } from "./family.ts";

// What the authority says afterwards; the asking itself is tested with the verifier.
const answers = vi.hoisted(() => ({ next: null as RevocationAnswer | null }));
vi.mock("#lib/eds/production.ts", async (original) => ({
  ...(await original<object>()),
  lookAgain: async () => answers.next,
}));

useTestDatabase();

let akmola: Portal;
let olga: PersonActor;
let evidenceId: string;
let applicationId: string;
beforeAll(async () => {
  ({ akmola } = await openPortals());
  olga = await signedIn(akmola);
});
beforeEach(async () => {
  await beginAnew();
  const text = await textOf(olga, akmola, await draftFor(olga, akmola));
  const order = { requestId: text.requestId, cms: sign(text.bytes) };
  const done = await submit(olga, akmola, order, now, withoutResponder);
  if (!done.ok) throw new Error(done.code);
  applicationId = done.value.applicationId;
  const [row] = await db()
    .select({ evidenceId: application.evidenceId })
    .from(application)
    .where(eq(application.id, applicationId));
  evidenceId = row?.evidenceId ?? "";
});

const told = async () =>
  (
    await db()
      .select({ kind: queueEvent.kind, data: queueEvent.data })
      .from(queueEvent)
      .where(eq(queueEvent.applicationId, applicationId))
  ).filter((event) => event.kind === "signature-checked");
const results = async () =>
  (
    await db()
      .select({ result: signatureRecheck.result })
      .from(signatureRecheck)
      .where(eq(signatureRecheck.evidenceId, evidenceId))
  ).map((row) => row.result);
const letters = () =>
  db()
    .select()
    .from(message)
    .where(eq(message.cause, `signature-recheck-failed:${applicationId}`));

test("a key that stood is written down once, also when two workers look at once and again later", async () => {
  answers.next = { ...unknownRevocation(""), status: "good", detail: "ocsp" };
  await Promise.all([1, 2].map(() => recheckSignature({ evidenceId }, later(600))));
  await recheckSignature({ evidenceId }, later(700));
  expect(await told()).toEqual([{ kind: "signature-checked", data: { result: "good" } }]);
  expect(await results()).toEqual(["good"]);
  expect(await letters()).toEqual([]);
});

test("a key that had been revoked before it signed is told to the family, once", async () => {
  answers.next = { ...unknownRevocation(""), status: "revoked", revokedAt: later(-60) };
  await Promise.all([1, 2].map(() => recheckSignature({ evidenceId }, later(600))));
  expect(await told()).toEqual([{ kind: "signature-checked", data: { result: "revoked" } }]);
  expect((await letters()).map((each) => each.channel).toSorted()).toEqual(["email", "sms"]);
});

test("a key that was revoked after it signed stands", async () => {
  answers.next = { ...unknownRevocation(""), status: "revoked", revokedAt: later(60) };
  await recheckSignature({ evidenceId }, later(600));
  expect(await told()).toEqual([{ kind: "signature-checked", data: { result: "good" } }]);
});

test("while the authority is silent, it is asked again later and nothing is said", async () => {
  answers.next = unknownRevocation("ocsp-unreachable");
  await recheckSignature({ evidenceId }, later(600));
  expect(await told()).toEqual([]);
  expect(await letters()).toEqual([]);
  const [job] = await db().execute<{ later: boolean }>(
    sql`select run_at > now() + interval '5 minutes' as later from graphile_worker.jobs
        where key = ${`recheck:${evidenceId}`}`,
  );
  expect(job?.later).toBe(true);
});
