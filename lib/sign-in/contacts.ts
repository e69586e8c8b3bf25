import { db, transaction, type Tx } from "#db/client.ts";
import type { Actor, PersonActor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { maskEmail } from "#lib/identity/email.ts";
import { maskPhone } from "#lib/identity/phone.ts";
import { notify } from "#lib/notifications/notify.ts";
import {
  changeContacts,
  type ContactChange,
  confirmationsOf,
  confirmValue,
  pendingOf,
} from "#lib/people/contact-changes.ts";
import {
  type ConfirmedField,
  confirmedFields,
  type ProfileField,
  type ProfileProblem,
} from "#lib/people/contact-rules.ts";
import { readProfile } from "#lib/people/profile-input.ts";
import { contactOf } from "#lib/people/records.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { lockAccount } from "./account-lock.ts";
import type { CodeRefusal, Visitor } from "./by-code.ts";
import { codePolicy } from "./code-limits.ts";
import { type SentCode, sendCode, subjectOf, tryCode } from "./codes.ts";
import { endWaitingCodes } from "./end-codes.ts";
import { isKnownDevice } from "./known-devices.ts";

// Here and not in `people`: a contact is confirmed by a code, and codes stand below.

export type Saved = {
  /** Contacts to which no code has been sent and typed back yet, those that replace confirmed ones first. */
  readonly unconfirmed: readonly ConfirmedField[];
};

/**
 * Saves the person's own contacts, as far as they may stand without a code. The audit names the fields that changed, not
 * what stood in them; whoever had a contact that is taken away is told there.
 */
export async function updateProfile(
  actor: Actor,
  fields: Readonly<Partial<Record<ProfileField, unknown>>>,
  now: Date,
  regionId: number | null = null,
): Promise<Result<Saved, Refusal> | Result<Saved, "invalid", readonly ProfileProblem[]>> {
  const person = mayWrite(actor);
  if (!person.ok) return person;
  const read = readProfile(fields);
  if (!read.ok) return read;
  const { personId, iin } = person.value;
  return transaction(async (tx) => {
    await lockAccount(tx, subjectOf(iin));
    const change = await changeContacts(tx, personId, read.value, now);
    await auditOf(tx, person.value, { changed: change.changed }, now);
    if (change.settlement.standing.phone.value !== (change.before?.phone ?? null)) {
      await endWaitingCodes(tx, iin, now, ["cabinet"]);
    }
    for (const field of confirmedFields) {
      const gone = takenAway(change, field);
      if (gone !== null) await tell(tx, { personId, regionId, field, former: gone }, now);
    }
    return ok({ unconfirmed: openFields(change) });
  });
}

function openFields({ settlement: { standing, pending } }: ContactChange): ConfirmedField[] {
  return confirmedFields.filter(
    (field) =>
      pending[field] !== undefined ||
      (standing[field].value !== null && standing[field].confirmedAt === null),
  );
}

/** A confirmed contact that stands nowhere any more. */
function takenAway(change: ContactChange, field: ConfirmedField): string | null {
  const former = change.before?.[field] ?? null;
  if (former === null || change.confirmed[field] === null) return null;
  const { standing } = change.settlement;
  return confirmedFields.some((each) => standing[each].value === former) ? null : former;
}

/** The contact that a code would confirm: what waits, else what stands unconfirmed; null where there is none. */
export async function contactToConfirm(
  actor: Actor,
  field: ConfirmedField,
): Promise<Result<string | null, Refusal>> {
  const person = mayWrite(actor);
  if (!person.ok) return person;
  const { personId } = person.value;
  const pending = await pendingOf(db(), personId);
  if (pending[field] !== undefined) return ok(pending[field]);
  const [contact, confirmed] = await Promise.all([
    contactOf(db(), personId),
    confirmationsOf(db(), personId),
  ]);
  return ok(confirmed[field] === null ? (contact?.[field] ?? null) : null);
}

/** Sends a code to one of the person's own contacts. @returns `nothing` where there is nothing to confirm */
export async function sendContactCode(
  actor: Actor,
  visitor: Visitor,
  field: ConfirmedField,
  now: Date,
): Promise<
  Result<SentCode, Refusal | "nothing"> | Result<SentCode, CodeRefusal, { readonly until: Date }>
> {
  const person = mayWrite(actor);
  if (!person.ok) return person;
  const found = await contactToConfirm(actor, field);
  if (!found.ok) return found;
  const to = found.value;
  if (to === null) return fail("nothing");
  const { personId, iin } = person.value;
  const channel = field === "email" ? ("email" as const) : ("sms" as const);
  return transaction(async (tx) => {
    const knownDevice = await isKnownDevice(tx, personId, visitor.deviceSecret, now);
    const { length } = await codePolicy(tx, visitor.regionId, now);
    return await sendCode(
      tx,
      {
        ...visitor,
        purpose: "contact",
        subject: iin,
        personId,
        recipient: { channel, to },
        masked: channel === "email" ? maskEmail(to) : maskPhone(to),
        knownDevice,
        length,
      },
      now,
    );
  });
}

/**
 * The code was typed back: the contact stands and is confirmed, and whoever had the one it replaced is told there.
 * @returns `gone` when no code waits for this browser, or what it was sent to is not wanted any more
 */
export async function confirmContact(
  actor: Actor,
  visitor: Visitor,
  code: string,
  now: Date,
): Promise<
  | Result<ConfirmedField, Refusal | "missing" | "gone">
  | Result<ConfirmedField, "wrong", { readonly left: number }>
> {
  const person = mayWrite(actor);
  if (!person.ok) return person;
  if (!/\d/u.test(code)) return fail("missing");
  const tried = await tryCode({ ...visitor, purpose: "contact", code }, now);
  if (!tried.ok) {
    if (tried.code === "gone" || tried.detail.left === 0) return fail("gone");
    return fail("wrong", tried.detail);
  }
  const { personId, iin } = person.value;
  const { recipient, subject } = tried.value;
  if (tried.value.personId !== personId || subject !== subjectOf(iin)) return fail("gone");
  return transaction(async (tx) => {
    await lockAccount(tx, subject);
    const confirmed = await confirmValue(tx, personId, recipient, now);
    if (confirmed === null) return fail("gone");
    const { field, replaced } = confirmed;
    await auditOf(tx, person.value, { confirmed: field }, now);
    if (field === "phone") await endWaitingCodes(tx, iin, now, ["cabinet"]);
    if (replaced !== null) {
      const about = { personId, regionId: visitor.regionId, field, former: replaced };
      await tell(tx, about, now);
    }
    return ok(field);
  });
}

function mayWrite(actor: Actor): Result<PersonActor, Refusal> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "profile.write", { ownerIds: [actor.personId] });
  return allowed.ok ? ok(actor) : allowed;
}

async function auditOf(
  tx: Tx,
  actor: PersonActor,
  detail: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  await recordAudit(tx, {
    actor,
    action: "profile.write",
    role: "parent",
    regionId: null,
    subject: { kind: "person", id: actor.personId },
    concernsId: actor.personId,
    detail,
    at: now,
  });
}

/** At the former contact, and by the channel that did not change. */
async function tell(
  tx: Tx,
  about: {
    readonly personId: string;
    readonly regionId: number | null;
    readonly field: ConfirmedField;
    readonly former: string;
  },
  now: Date,
): Promise<void> {
  const { personId, regionId, field, former } = about;
  const contact = await contactOf(tx, personId);
  if (contact === null) return;
  const isEmail = field === "email";
  await notify(
    tx,
    {
      personId,
      regionId,
      cause: `contact-changed:${personId}:${field}:${now.toISOString()}`,
      template: "account-changed",
      params: { what: isEmail ? "email" : "phone" },
      email: isEmail ? former : contact.email,
      phone: isEmail ? contact.phone : former,
      locale: contact.locale,
    },
    now,
  );
}
