import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { notify } from "#lib/notifications/notify.ts";
import type { Template, TemplateParams } from "#lib/notifications/templates.ts";
import { completedBy, reachOfContact } from "#lib/people/contact-rules.ts";
import { contactOf } from "#lib/people/records.ts";
import { representativesOf } from "#lib/people/representation.ts";
import { contactsWrittenOn } from "./written-contacts.ts";

export type Deed<Name extends Template> = {
  readonly regionId: number;
  readonly childId: string;
  /** Who did it, or was told already. */
  readonly exceptId: string | readonly (string | null)[];
  /** As for `notify`: said once by each channel. */
  readonly cause: string;
  readonly template: Name;
  readonly params: TemplateParams<Name>;
  readonly expiresAt?: Date;
  /** By every channel, whatever was chosen. */
  readonly prescribed?: boolean;
};

/**
 * Tells the child's other confirmed representatives what one of them did: both may act, so neither may be surprised. By
 * the channels they chose.
 */
export async function tellRepresentatives<Name extends Template>(
  tx: Tx,
  deed: Deed<Name>,
  now: Date,
): Promise<void> {
  const { childId, exceptId, prescribed = false, ...notice } = deed;
  for (const personId of await representativesOf(tx, childId)) {
    if (exceptId.includes(personId)) continue;
    const own = await contactOf(tx, personId);
    const [applied = null] =
      own?.phone && own.email
        ? []
        : await contactsWrittenOn(tx, eq(application.applicantId, personId)).limit(1);
    const contact = own && applied ? completedBy(own, applied) : own;
    const known = contact ?? applied;
    if (known === null) {
      // Nothing to write to: it lies in the cabinet, in the language in which that is opened.
      await notify(tx, { ...notice, personId, phone: null, email: null, locale: "kk" }, now);
      continue;
    }
    const { phone, email } = contact === null || prescribed ? known : reachOfContact(contact);
    await notify(tx, { ...notice, personId, phone, email, locale: known.locale }, now);
  }
}
