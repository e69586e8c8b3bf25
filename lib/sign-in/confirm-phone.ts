import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { contact } from "#db/schema/people.ts";
import type { Locale } from "#lib/i18n/locales.ts";

/**
 * A code sent to this number was typed back: it becomes the contact of a person who had none, and is confirmed where it
 * stands already. Another number that the person gave is left alone.
 */
export async function confirmPhone(
  tx: Tx,
  owner: { readonly personId: string; readonly phone: string; readonly locale: Locale },
  now: Date,
): Promise<void> {
  const { personId, phone, locale } = owner;
  await tx
    .insert(contact)
    .values({ personId, phone, phoneConfirmedAt: now, locale, updatedAt: now })
    .onConflictDoNothing({ target: contact.personId });
  await tx
    .update(contact)
    .set({ phoneConfirmedAt: now })
    .where(and(eq(contact.personId, personId), eq(contact.phone, phone)));
}
