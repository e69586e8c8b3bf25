import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { db } from "#db/client.ts";
import { applicationDraft } from "#db/schema/applications.ts";
import { demoSetting } from "#db/schema/platform.ts";
import { composeApplication, signingView } from "#lib/applications/compose.ts";
import type { DraftValues } from "#lib/applications/draft.ts";
import { saveDraft, startDraft } from "#lib/applications/drafts.ts";
import { submitApplication } from "#lib/applications/submit.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { EdsVerifier } from "#lib/eds/production.ts";
import type { QueueType } from "#lib/regions/queue-types.ts";
import type { Portal } from "#lib/regions/views.ts";
import { registryModesKey, type RegistryModes } from "#lib/registries/current.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { leaveQueues } from "#tests/support/leave-queues.ts";
import { enter, now, sign, verifier } from "../sign-in/gate.ts";

export const artyom = "230315590008";
export const daniil = "211130590001";

/** What Olga types for Artyom in Kokshetau. */
export const values: DraftValues = {
  email: "olga@example.kz",
  phone: "8 777 000 11 99",
  secondPhone: "",
  consent: "on",
  childIin: "230315 590008",
  districtKato: "111000000",
};

/** Somebody signed in with a key in the portal. */
export async function signedIn(portal: Portal, iin?: string): Promise<PersonActor> {
  const { sessionId } = await enter(portal, iin === undefined ? {} : { iin });
  const entered = await sessionActor(db(), sessionId, now);
  if (!entered) throw new Error("the session does not stand");
  return entered.actor;
}

/** The same person by a password or code. */
export function lightly(actor: PersonActor): PersonActor {
  return { ...actor, strength: "light", method: "password" };
}

export async function draftFor(
  actor: PersonActor,
  portal: Portal,
  changes: DraftValues = {},
  queueType: QueueType = "general",
  at = now,
): Promise<string> {
  const started = await startDraft(
    actor,
    { regionId: portal.id, queueType, idempotencyKey: randomUUID(), values: {} },
    at,
  );
  if (!started.ok) throw new Error(started.code);
  const { draftId } = started.value;
  const saved = await saveDraft(
    actor,
    { regionId: portal.id, draftId, values: { ...values, ...changes } },
    at,
  );
  if (!saved.ok) throw new Error(saved.code);
  return draftId;
}

export function compose(actor: PersonActor, portal: Portal, draftId: string, at = now) {
  const context = { portal, draftId, origin: "https://kezek.example", locale: "ru" as const };
  return composeApplication(actor, context, at);
}

/** The frozen text of a draft that is ready. */
export async function textOf(actor: PersonActor, portal: Portal, draftId: string, at = now) {
  const composed = await compose(actor, portal, draftId, at);
  if (!composed.ok) throw new Error(`${composed.code} ${JSON.stringify(composed.detail)}`);
  const view = await signingView(actor, { regionId: portal.id, draftId }, at);
  if (!view.ok || !view.value) throw new Error("nothing to sign");
  return { ...view.value, bytes: new Uint8Array(Buffer.from(view.value.contentBase64, "base64")) };
}

export function submit(
  actor: PersonActor,
  portal: Portal,
  order: { readonly requestId: string; readonly cms: string },
  at = now,
  verify: EdsVerifier = verifier,
) {
  return submitApplication(
    actor,
    { regionId: portal.id, ...order, client: { kind: "ncalayer" }, traceId: "request-3" },
    verify,
    at,
  );
}

/** The whole way for one child. */
export async function registered(
  actor: PersonActor,
  portal: Portal,
  changes: DraftValues = {},
  at = now,
) {
  const draftId = await draftFor(actor, portal, changes, "general", at);
  const text = await textOf(actor, portal, draftId, at);
  const cms = sign(text.bytes, { iin: actor.iin });
  const done = await submit(actor, portal, { requestId: text.requestId, cms }, at);
  if (!done.ok) throw new Error(done.code);
  return { ...done.value, draftId, requestId: text.requestId, cms };
}

/** Ends what former tests left, drafts too. The ledger cannot be emptied, so the way of the law is taken. */
export async function beginAnew(): Promise<void> {
  await leaveQueues(now);
  await db().update(applicationDraft).set({ discardedAt: now });
}

export async function setRegisters(modes: RegistryModes): Promise<void> {
  await db().delete(demoSetting).where(eq(demoSetting.key, registryModesKey));
  await db().insert(demoSetting).values({ key: registryModesKey, value: modes, updatedAt: now });
}

/** How many rows of each kind a registration has left so far. */
export async function written() {
  const count = async (name: string) => {
    const [row] = await db().execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(name)}`,
    );
    return row?.n ?? 0;
  };
  const jobs = await db().execute<{ n: number }>(
    sql`select count(*)::int as n from graphile_worker.jobs`,
  );
  const evidence = await db().execute<{ n: number }>(
    sql`select count(*)::int as n from signature_evidence where purpose = 'application'`,
  );
  return {
    application: await count("application"),
    entry: await count("queue_entry"),
    event: await count("queue_event"),
    claim: await count("privilege_claim"),
    document: await count("issued_document"),
    message: await count("message"),
    evidence: evidence[0]?.n ?? 0,
    jobs: jobs[0]?.n ?? 0,
  };
}
