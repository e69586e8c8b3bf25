import type { Tx } from "#db/client.ts";
import { notify } from "#lib/notifications/notify.ts";
import { contactOf } from "#lib/people/records.ts";

/** Tells a person by every channel that the password was replaced (ASVS 6.3.7): whoever did not do it can close sign-ins. */
export async function tellOfNewPassword(
  tx: Tx,
  whose: { readonly personId: string; readonly regionId: number },
  now: Date,
): Promise<void> {
  const contact = await contactOf(tx, whose.personId);
  if (contact === null) return;
  await notify(
    tx,
    {
      ...whose,
      cause: `password-changed:${whose.personId}:${now.toISOString()}`,
      template: "account-changed",
      params: { what: "password" },
      phone: contact.phone,
      email: contact.email,
      locale: contact.locale,
    },
    now,
  );
}
