import { db } from "#db/client.ts";
import type { Actor } from "#lib/access/actor.ts";
import { authorize, type Refusal } from "#lib/access/authorize.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import {
  type Confirmations,
  confirmationsOf,
  type PendingContacts,
  pendingOf,
} from "./contact-changes.ts";
import type { StoredPerson } from "./person.ts";
import { type Contact, contactOf, personsById } from "./records.ts";
import { childrenOf } from "./representation.ts";

export type ProfileView = {
  readonly person: StoredPerson;
  /** Null before the first entry is finished. */
  readonly contact: Contact | null;
  readonly confirmed: Confirmations;
  /** What was typed to replace confirmed contacts and waits for its code. */
  readonly pending: PendingContacts;
  /** False after a light sign-in: contacts decide who gets the next code. */
  readonly mayWrite: boolean;
};

/** What the portal knows of the person who asks. */
export async function profileView(actor: Actor): Promise<Result<ProfileView, Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const subject = { ownerIds: [actor.personId] };
  const allowed = authorize(actor, "profile.read", subject);
  if (!allowed.ok) return allowed;
  const { personId } = actor;
  const [persons, contact, confirmed, pending] = await Promise.all([
    personsById(db(), [personId]),
    contactOf(db(), personId),
    confirmationsOf(db(), personId),
    pendingOf(db(), personId),
  ]);
  const person = persons.get(personId);
  if (person === undefined) return fail("not-yours");
  const mayWrite = authorize(actor, "profile.write", subject).ok;
  return ok({ person, contact, confirmed, pending, mayWrite });
}

/** The children whose confirmed representative the person is, by name. */
export async function linkedChildren(
  actor: Actor,
): Promise<Result<readonly StoredPerson[], Refusal>> {
  if (actor.kind !== "person") return fail("signed-out");
  const allowed = authorize(actor, "profile.read", { ownerIds: [actor.personId] });
  if (!allowed.ok) return allowed;
  const persons = await personsById(db(), await childrenOf(db(), actor.personId));
  return ok([...persons.values()].toSorted((a, b) => (a.iin < b.iin ? -1 : 1)));
}
