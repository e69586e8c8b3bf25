import { and, eq, ne } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { session, type SignInMethod } from "#db/schema/sessions.ts";
import type { PersonActor, Strength } from "#lib/access/actor.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { notify } from "#lib/notifications/notify.ts";
import { type Contact, contactOf } from "#lib/people/records.ts";
import { rememberDevice } from "./known-devices.ts";
import { sessionIsAlive } from "./limits.ts";
import { isSessionId } from "./session-actor.ts";
import { openSession } from "./sessions.ts";

/** Whom the caller has proven in the same transaction, and how. */
export type Proof = {
  readonly personId: string;
  readonly iin: string;
  readonly regionId: number;
  readonly strength: Strength;
  readonly method: SignInMethod;
  /** The signature's evidence, null where there is none. */
  readonly evidenceId: string | null;
  /** The browser's long-lived secret, null where it keeps none. */
  readonly deviceSecret: string | null;
};

/** The circumstances of the request that enters. */
export type Entry = {
  readonly device: string;
  readonly address: string;
  readonly previousSessionId: string | null;
  readonly requestId: string | null;
  readonly locale: Locale;
};

export type Opened = {
  readonly sessionId: string;
  /**
   * No e-mail yet after a signature: it is asked for before going on (manual 003; manual 000 leads straight in), except
   * of who was in already and only signs in better.
   */
  readonly firstEntry: boolean;
};

/**
 * Opens the session of a proven person by whichever way: ends the one this browser had, writes the audit entry, knows
 * the browser from now on, and tells the owner of one that was never there before.
 * @param detail what the audit entry says besides
 */
export async function enter(
  tx: Tx,
  proof: Proof,
  entry: Entry,
  now: Date,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<Opened> {
  const { personId, strength, method } = proof;
  const goesOn = await isInAlready(tx, personId, entry.previousSessionId, now);
  const sessionId = await openSession(
    tx,
    {
      personId,
      strength,
      method,
      evidenceId: proof.evidenceId,
      device: entry.device,
      address: entry.address,
      previousSessionId: entry.previousSessionId,
    },
    now,
  );
  const actor: PersonActor = {
    kind: "person",
    personId,
    iin: proof.iin,
    strength,
    method,
    roles: [],
    sessionId,
    onHold: false,
    locale: entry.locale,
  };
  await recordAudit(tx, {
    actor,
    action: "sign-in.begin",
    role: method === "staff" ? "staff" : "parent",
    regionId: proof.regionId,
    subject: { kind: "session", id: sessionId },
    concernsId: personId,
    requestId: entry.requestId,
    detail: { outcome: "entered", method, ...detail },
    at: now,
  });
  const known = await wasHereBefore(tx, proof, entry, sessionId, now);
  const contact = await contactOf(tx, personId);
  if (!known && contact !== null) await tellOfNewDevice(tx, proof, sessionId, entry, contact, now);
  return { sessionId, firstEntry: strength === "strong" && !goesOn && !contact?.email };
}

/** The same person signs in better in the middle of something, and goes on with it. */
async function isInAlready(
  tx: Tx,
  personId: string,
  previousSessionId: string | null,
  now: Date,
): Promise<boolean> {
  if (previousSessionId === null || !isSessionId(previousSessionId)) return false;
  const [before] = await tx.select().from(session).where(eq(session.id, previousSessionId));
  return before?.personId === personId && sessionIsAlive(before, now);
}

/** True for the person's first session ever too: there is nobody yet to be warned. */
async function wasHereBefore(
  tx: Tx,
  { personId, deviceSecret }: Proof,
  { device }: Entry,
  sessionId: string,
  now: Date,
): Promise<boolean> {
  const known =
    deviceSecret !== null && (await rememberDevice(tx, { personId, deviceSecret, device }, now));
  const before = await tx
    .selectDistinct({ device: session.device })
    .from(session)
    .where(and(eq(session.personId, personId), ne(session.id, sessionId)));
  if (known || before.length === 0) return true;
  // A browser that keeps no secret can only be known by what it says of itself.
  return deviceSecret === null && before.some((each) => each.device === device);
}

/** «This was not you?» */
async function tellOfNewDevice(
  tx: Tx,
  { personId, regionId }: Proof,
  sessionId: string,
  { device }: Entry,
  contact: Contact,
  now: Date,
): Promise<void> {
  await notify(
    tx,
    {
      personId,
      regionId,
      cause: `new-sign-in:${sessionId}`,
      template: "new-sign-in",
      params: { device: device || translator(contact.locale)("sessions.deviceUnknown") },
      email: contact.email,
      // A letter costs nothing; a message only where there is no address.
      phone: contact.email === null ? contact.phone : null,
      locale: contact.locale,
    },
    now,
  );
}
