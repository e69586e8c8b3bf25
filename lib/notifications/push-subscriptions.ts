import { and, asc, eq, notInArray, desc } from "drizzle-orm";
import { z } from "zod";
import { db, transaction } from "#db/client.ts";
import { pushSubscription } from "#db/schema/notifications.ts";
import type { ActionName } from "#lib/access/actions.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { locales } from "#lib/i18n/locales.ts";
import { arePushKeys } from "#lib/messaging/push-encryption.ts";
import { mayCallPushEndpoint } from "#lib/messaging/push-endpoint.ts";
import { pushKey } from "#lib/messaging/transport.ts";
import { env } from "#lib/platform/env.ts";
import { newId, sha256Hex } from "#lib/platform/ids.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";

/** What a browser tells of itself, as `PushSubscription.toJSON()` has it. */
const subscriptionInput = z.strictObject({
  endpoint: z.string().min(1).max(1_000),
  keys: z.strictObject({ p256dh: z.string().max(100), auth: z.string().max(30) }),
  locale: z.enum(locales),
});

/** A family has some telephones and a computer; more is somebody who plays. */
const mostBrowsers = 10;

export type PushBrowser = {
  readonly id: string;
  readonly device: string;
  readonly createdAt: Date;
  /** SHA-256 of its address, by which it knows itself in the list; the address itself is a key to it. */
  readonly mark: string;
};

/**
 * Lets a browser show the messages of the person who asks. One that told somebody else's tells this person's now: it is
 * whoever's sits before it. `not-offered`: the portal has no keys; `not-allowed`: its service is none that the portal
 * calls, or its keys are none.
 */
export async function subscribe(
  actor: Actor,
  given: unknown,
  device: string,
  now: Date,
): Promise<Result<undefined, Refusal | "malformed" | "not-offered" | "not-allowed">> {
  const person = ownerOf(actor);
  if (!person.ok) return person;
  if (pushKey() === null) return fail("not-offered");
  const read = subscriptionInput.safeParse(given);
  if (!read.success) return fail("malformed");
  const { endpoint, keys, locale } = read.data;
  if (!mayCallPushEndpoint(endpoint, env()) || !arePushKeys(keys)) return fail("not-allowed");
  const personId = person.value;
  const row = { personId, ...keys, locale, device, createdAt: now, failures: 0 };
  await transaction(async (tx) => {
    await tx
      .insert(pushSubscription)
      .values({ id: newId(), endpoint, ...row })
      .onConflictDoUpdate({ target: pushSubscription.endpoint, set: row });
    const kept = await tx
      .select({ id: pushSubscription.id })
      .from(pushSubscription)
      .where(eq(pushSubscription.personId, personId))
      .orderBy(desc(pushSubscription.createdAt), desc(pushSubscription.id))
      .limit(mostBrowsers);
    const ids = kept.map(({ id }) => id);
    await tx
      .delete(pushSubscription)
      .where(and(eq(pushSubscription.personId, personId), notInArray(pushSubscription.id, ids)));
  });
  return ok();
}

/** Takes off a browser of the person who asks, by the number in the list or by its address; gone is gone. */
export async function unsubscribe(
  actor: Actor,
  which: { readonly id: string } | { readonly endpoint: string },
): Promise<Result<undefined, Refusal>> {
  const person = ownerOf(actor);
  if (!person.ok) return person;
  const named =
    "id" in which
      ? z.uuid().safeParse(which.id).success && eq(pushSubscription.id, which.id)
      : eq(pushSubscription.endpoint, which.endpoint);
  if (named === false) return ok();
  await db()
    .delete(pushSubscription)
    .where(and(eq(pushSubscription.personId, person.value), named));
  return ok();
}

/** The browsers that show the messages of the person who asks. */
export async function pushBrowsers(actor: Actor): Promise<Result<readonly PushBrowser[], Refusal>> {
  const person = ownerOf(actor, "inbox.read");
  if (!person.ok) return person;
  const rows = await db()
    .select({
      id: pushSubscription.id,
      device: pushSubscription.device,
      createdAt: pushSubscription.createdAt,
      endpoint: pushSubscription.endpoint,
    })
    .from(pushSubscription)
    .where(eq(pushSubscription.personId, person.value))
    .orderBy(asc(pushSubscription.createdAt), asc(pushSubscription.id));
  return ok(rows.map(({ endpoint, ...browser }) => ({ ...browser, mark: sha256Hex(endpoint) })));
}

function ownerOf(actor: Actor, action: ActionName = "inbox.push"): Result<string, Refusal> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, action, { ownerIds: [actor.personId] });
  return allowed.ok ? ok(actor.personId) : allowed;
}
