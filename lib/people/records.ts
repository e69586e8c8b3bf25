import { eq, inArray, sql } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { contact, legalRepresentation, person } from "#db/schema/people.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { newId } from "#lib/platform/ids.ts";
import type { ChannelChoice } from "./contact-rules.ts";
import { replaces, type PersonFacts, type PersonSource, type StoredPerson } from "./person.ts";

/** The person with this IIN, or null. */
export async function personByIin(db: Queryable, iin: string): Promise<StoredPerson | null> {
  const [row] = await db.select().from(person).where(eq(person.iin, iin));
  return row ? fromRow(row) : null;
}

/** The persons with these ids. */
export async function personsById(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredPerson>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(person)
    .where(inArray(person.id, [...ids]));
  return new Map(rows.map((row) => [row.id, fromRow(row)]));
}

/**
 * Writes what a source says of a person and returns the row that then stands; a weaker source leaves the row as it is.
 * Safe when two transactions meet the person for the first time.
 */
export async function savePerson(
  tx: Tx,
  facts: PersonFacts,
  source: PersonSource,
  at: Date,
): Promise<StoredPerson> {
  const values = {
    surname: facts.surname,
    givenName: facts.givenName,
    patronymic: facts.patronymic,
    birthDate: facts.birthDate,
    sex: facts.sex,
    registration: facts.registration,
    source,
    checkedAt: source === "register" ? at : null,
    updatedAt: at,
  };
  await tx
    .insert(person)
    .values({ id: newId(), iin: facts.iin, createdAt: at, ...values })
    .onConflictDoNothing({ target: person.iin });
  const [row] = await tx.select().from(person).where(eq(person.iin, facts.iin)).for("update");
  if (!row) throw new Error("person vanished between insert and select");
  const known = fromRow(row);
  if (!replaces(source, known.source) || row.updatedAt.getTime() === at.getTime()) return known;
  const [updated] = await tx.update(person).set(values).where(eq(person.id, row.id)).returning();
  return updated ? fromRow(updated) : known;
}

export type Contact = {
  readonly email: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly secondPhone: string | null;
  readonly locale: Locale;
  readonly channels: ChannelChoice;
};

/** How to reach the person; null before the first entry. */
export async function contactOf(db: Queryable, personId: string): Promise<Contact | null> {
  const [row] = await db
    .select({
      email: contact.email,
      phone: contact.phone,
      secondPhone: contact.secondPhone,
      locale: contact.locale,
      channels: contact.channels,
    })
    .from(contact)
    .where(eq(contact.personId, personId));
  return row ?? null;
}

/**
 * Takes contacts over from a signed application, in the language of it. One that a code has confirmed stays: only
 * another code replaces it.
 */
export async function saveContact(
  tx: Tx,
  personId: string,
  value: Omit<Contact, "channels">,
  at: Date,
): Promise<void> {
  await tx
    .insert(contact)
    .values({ personId, ...value, updatedAt: at })
    .onConflictDoUpdate({
      target: contact.personId,
      set: {
        email: sql`case when ${contact.emailConfirmedAt} is null then excluded.email else ${contact.email} end`,
        phone: sql`case when ${contact.phoneConfirmedAt} is null then excluded.phone else ${contact.phone} end`,
        // The second one is the other parent's, or the first one before it was confirmed.
        secondPhone: sql`case when ${contact.secondPhoneConfirmedAt} is null
          then nullif(excluded.second_phone, case when ${contact.phoneConfirmedAt} is null
            then excluded.phone else ${contact.phone} end)
          else ${contact.secondPhone} end`,
        locale: value.locale,
        updatedAt: at,
      },
    });
}

/** Records that the adult may act for the child. A later proof completes an earlier claim and never undoes it. */
export async function saveRepresentation(
  tx: Tx,
  link: {
    childId: string;
    adultId: string;
    kind: "parent" | "guardian";
    source: "birth-register" | "decision";
    confirmed: boolean;
  },
  at: Date,
): Promise<void> {
  const confirmedAt = link.confirmed ? at : null;
  await tx
    .insert(legalRepresentation)
    .values({
      childId: link.childId,
      adultId: link.adultId,
      kind: link.kind,
      source: link.source,
      confirmedAt,
      createdAt: at,
    })
    .onConflictDoUpdate({
      target: [legalRepresentation.childId, legalRepresentation.adultId],
      set: {
        confirmedAt: sql`coalesce(${legalRepresentation.confirmedAt}, excluded.confirmed_at)`,
      },
    });
}

function fromRow(row: typeof person.$inferSelect): StoredPerson {
  return {
    id: row.id,
    iin: row.iin,
    surname: row.surname,
    givenName: row.givenName,
    patronymic: row.patronymic,
    birthDate: row.birthDate,
    sex: row.sex,
    registration: row.registration,
    source: row.source,
    checkedAt: row.checkedAt,
  };
}
