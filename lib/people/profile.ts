import { db, transaction } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { StoredPerson } from "./person.ts";
import { type ProfileField, type ProfileProblem, profileFields } from "./contact-rules.ts";
import { readProfile } from "./profile-input.ts";
import { type Contact, contactOf, personsById, saveContact } from "./records.ts";

export type ProfileView = {
  readonly person: StoredPerson;
  /** Null before the first entry is finished. */
  readonly contact: Contact | null;
  /** False after a light sign-in: contacts decide who gets the next code. */
  readonly mayWrite: boolean;
};

/** What the portal knows of the person who asks. */
export async function profileView(actor: Actor): Promise<Result<ProfileView, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const subject = { ownerIds: [actor.personId] };
  const allowed = authorize(actor, "profile.read", subject);
  if (!allowed.ok) return allowed;
  const [persons, contact] = await Promise.all([
    personsById(db(), [actor.personId]),
    contactOf(db(), actor.personId),
  ]);
  const person = persons.get(actor.personId);
  if (person === undefined) return fail("not-yours");
  return ok({ person, contact, mayWrite: authorize(actor, "profile.write", subject).ok });
}

/** Replaces the person's own contacts. The audit names the fields that changed, not what stood in them. */
export async function updateProfile(
  actor: Actor,
  fields: Readonly<Record<ProfileField, unknown>>,
  now: Date,
): Promise<Result<Contact, Refusal> | Result<Contact, "invalid", readonly ProfileProblem[]>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "profile.write", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const read = readProfile(fields);
  if (!read.ok) return read;
  return transaction(async (tx) => {
    const before = await contactOf(tx, actor.personId);
    await saveContact(tx, actor.personId, read.value, now);
    await recordAudit(tx, {
      actor,
      action: "profile.write",
      role: "parent",
      regionId: null,
      subject: { kind: "person", id: actor.personId },
      concernsId: actor.personId,
      detail: { changed: profileFields.filter((field) => before?.[field] !== read.value[field]) },
      at: now,
    });
    return ok(read.value);
  });
}
