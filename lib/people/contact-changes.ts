import { and, eq, inArray, notInArray } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { contact, pendingContact } from "#db/schema/people.ts";
import { type ConfirmedField, confirmedFields, type ProfileField } from "./contact-rules.ts";
import { type Contact, contactOf } from "./records.ts";

/** When a code sent to each contact was typed back; null where it never was. Instants. */
export type Confirmations = Readonly<Record<ConfirmedField, Date | null>>;

export type PendingContacts = Readonly<Partial<Record<ConfirmedField, string>>>;

const never: Confirmations = { email: null, phone: null, secondPhone: null };

/** Which of the person's contacts are confirmed, and since when. */
export async function confirmationsOf(from: Queryable, personId: string): Promise<Confirmations> {
  const [row] = await from
    .select({
      email: contact.emailConfirmedAt,
      phone: contact.phoneConfirmedAt,
      secondPhone: contact.secondPhoneConfirmedAt,
    })
    .from(contact)
    .where(eq(contact.personId, personId));
  return row ?? never;
}

/** Contacts that wait for their code before they replace confirmed ones. */
export async function pendingOf(from: Queryable, personId: string): Promise<PendingContacts> {
  const rows = await from
    .select({ field: pendingContact.field, value: pendingContact.value })
    .from(pendingContact)
    .where(eq(pendingContact.personId, personId));
  return Object.fromEntries(rows.map(({ field, value }) => [field, value]));
}

type Standing = Readonly<
  Record<ConfirmedField, { readonly value: string | null; readonly confirmedAt: Date | null }>
>;

/** What becomes of contacts that were typed. */
export type Settlement = {
  /** The contacts as they stand from now on. */
  readonly standing: Standing;
  /** Confirmed ones stay until a code is typed back. */
  readonly pending: PendingContacts;
};

/**
 * A contact nobody confirmed is replaced at once, and so is one that is taken away; a confirmed one waits for the code
 * sent to the new one, because the codes for the next sign-in go there. Two phones that change places keep what each
 * has proven. Pure.
 */
export function settle(
  typed: Pick<Contact, ConfirmedField>,
  before: Pick<Contact, ConfirmedField>,
  confirmed: Confirmations,
): Settlement {
  const proven = (value: string | null, field: ConfirmedField): Date | null => {
    if (value === null) return null;
    if (field === "email") return value === before.email ? confirmed.email : null;
    if (value === before.phone && confirmed.phone !== null) return confirmed.phone;
    return value === before.secondPhone ? confirmed.secondPhone : null;
  };
  const pending: Partial<Record<ConfirmedField, string>> = {};
  const stand = (field: ConfirmedField) => {
    const value = typed[field];
    const confirmedAt = proven(value, field);
    const waits = value !== null && confirmedAt === null && confirmed[field] !== null;
    if (!waits || value === before[field]) return { value, confirmedAt };
    pending[field] = value;
    return { value: before[field], confirmedAt: confirmed[field] };
  };
  const standing = {
    email: stand("email"),
    phone: stand("phone"),
    secondPhone: stand("secondPhone"),
  };
  // While the new first number waits, the old one stays where it is and cannot be the second one too.
  if (standing.phone.value !== null && standing.secondPhone.value === standing.phone.value) {
    standing.secondPhone = { value: null, confirmedAt: null };
  }
  return { standing, pending };
}

export type ContactChange = {
  readonly before: Contact | null;
  readonly confirmed: Confirmations;
  readonly settlement: Settlement;
  readonly changed: readonly ProfileField[];
};

/** Writes contacts as typed, as far as they may stand. */
export async function changeContacts(
  tx: Tx,
  personId: string,
  typed: Contact,
  now: Date,
): Promise<ContactChange> {
  await tx
    .insert(contact)
    .values({ personId, locale: typed.locale, updatedAt: now })
    .onConflictDoNothing({ target: contact.personId });
  const [row] = await tx
    .select({ id: contact.personId })
    .from(contact)
    .where(eq(contact.personId, personId))
    .for("update");
  if (!row) throw new Error("contacts vanished between insert and select");
  const before = await contactOf(tx, personId);
  const confirmed = await confirmationsOf(tx, personId);
  const settlement = settle(typed, before ?? typed, confirmed);
  const { email, phone, secondPhone } = settlement.standing;
  await tx
    .update(contact)
    .set({
      email: email.value,
      emailConfirmedAt: email.confirmedAt,
      phone: phone.value,
      phoneConfirmedAt: phone.confirmedAt,
      secondPhone: secondPhone.value,
      secondPhoneConfirmedAt: secondPhone.confirmedAt,
      locale: typed.locale,
      channels: typed.channels,
      updatedAt: now,
    })
    .where(eq(contact.personId, personId));
  const waiting = confirmedFields.filter((field) => settlement.pending[field] !== undefined);
  await tx
    .delete(pendingContact)
    .where(
      and(
        eq(pendingContact.personId, personId),
        waiting.length === 0 ? undefined : notInArray(pendingContact.field, waiting),
      ),
    );
  for (const field of waiting) {
    const value = settlement.pending[field] ?? "";
    await tx
      .insert(pendingContact)
      .values({ personId, field, value, typedAt: now })
      .onConflictDoUpdate({
        target: [pendingContact.personId, pendingContact.field],
        set: { value, typedAt: now },
      });
  }
  const choices = (["locale", "channels"] as const).filter(
    (field) => before?.[field] !== typed[field],
  );
  const moved = confirmedFields.filter(
    (field) =>
      (before?.[field] ?? null) !== settlement.standing[field].value || waiting.includes(field),
  );
  return { before, confirmed, settlement, changed: [...moved, ...choices] };
}

const columns = {
  email: { value: "email", at: "emailConfirmedAt" },
  phone: { value: "phone", at: "phoneConfirmedAt" },
  secondPhone: { value: "secondPhone", at: "secondPhoneConfirmedAt" },
} as const;

export type Confirmed = {
  readonly field: ConfirmedField;
  /** What the confirmed value replaced; null where it stood there already or nothing did. */
  readonly replaced: string | null;
};

/**
 * A code sent to `value` was typed back: where it waits, it takes its place; where it stands, it is confirmed.
 * @returns null where it neither waits nor stands any more
 */
export async function confirmValue(
  tx: Tx,
  personId: string,
  value: string,
  now: Date,
): Promise<Confirmed | null> {
  const [row] = await tx.select().from(contact).where(eq(contact.personId, personId)).for("update");
  if (!row) return null;
  const pending = await pendingOf(tx, personId);
  const waiting = confirmedFields.find((field) => pending[field] === value);
  const field = waiting ?? confirmedFields.find((each) => row[each] === value);
  if (field === undefined) return null;
  const { value: column, at } = columns[field];
  // The number that was the second one and is the first one now is not both.
  const other = field === "phone" && row.secondPhone === value;
  await tx
    .update(contact)
    .set({
      [column]: value,
      [at]: now,
      ...(other ? { secondPhone: null, secondPhoneConfirmedAt: null } : {}),
      updatedAt: now,
    })
    .where(eq(contact.personId, personId));
  if (waiting !== undefined) {
    await tx
      .delete(pendingContact)
      .where(and(eq(pendingContact.personId, personId), inArray(pendingContact.field, [waiting])));
  }
  return { field, replaced: row[field] === value ? null : row[field] };
}
