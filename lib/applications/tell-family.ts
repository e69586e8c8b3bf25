import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { registerWatch } from "#db/schema/office.ts";
import { notify } from "#lib/notifications/notify.ts";
import type { Template, TemplateParams } from "#lib/notifications/templates.ts";
import { completedBy, reachOfContact } from "#lib/people/contact-rules.ts";
import { contactOf } from "#lib/people/records.ts";
import { representativesOf } from "#lib/people/representation.ts";
import type { ApplicationRow } from "./deed.ts";
import { tellRepresentatives } from "./tell-representatives.ts";

export type FamilyNews<Name extends Template> = {
  /** As for `notify`: said once by each channel. */
  readonly cause: string;
  readonly template: Name;
  readonly params: TemplateParams<Name>;
  /** What the law prescribes goes by every channel and number that is known, whatever was chosen in the profile. */
  readonly prescribed?: boolean;
  /** Who did it and knows already. */
  readonly exceptId?: string | null;
  /** A phone of the applicant's that is told in words of its own. */
  readonly exceptPhone?: string | null;
  readonly expiresAt?: Date;
};

/**
 * Tells a family what happened to its application, in the transaction of the deed: whoever applied and lives, and the
 * child's other confirmed representatives unless a guardian applied.
 */
export async function tellFamily<Name extends Template>(
  tx: Tx,
  row: ApplicationRow,
  { prescribed = false, exceptId = null, exceptPhone = null, ...news }: FamilyNews<Name>,
  now: Date,
): Promise<void> {
  const { regionId, applicantId, byGuardian } = row;
  const others = byGuardian ? [] : await representativesOf(tx, row.childId);
  const isOther = others.some((each) => each !== applicantId);
  const knows = applicantId !== null && applicantId === exceptId;
  if (!knows && !(isOther && (await isApplicantGone(tx, row)))) {
    await tellApplicant(tx, row, { ...news, prescribed, exceptPhone }, now);
  }
  if (byGuardian) return;
  const toOthers = { ...news, regionId, childId: row.childId, prescribed };
  await tellRepresentatives(tx, { ...toOthers, exceptId: [applicantId, exceptId] }, now);
}

// No letters to the dead where somebody else reads them.
async function isApplicantGone(tx: Tx, { regionId, id }: ApplicationRow): Promise<boolean> {
  const [watch] = await tx
    .select({ gone: registerWatch.applicantGone })
    .from(registerWatch)
    .where(and(eq(registerWatch.regionId, regionId), eq(registerWatch.applicationId, id)));
  return watch?.gone === true;
}

/** Tells whoever applied, and nobody else, at the contacts of the profile and of the application (`completedBy`). */
export async function tellApplicant<Name extends Template>(
  tx: Tx,
  row: ApplicationRow,
  { prescribed = false, exceptPhone = null, ...news }: Omit<FamilyNews<Name>, "exceptId">,
  now: Date,
): Promise<void> {
  const { regionId, applicantId } = row;
  const notice = { ...news, regionId, personId: applicantId };
  const own = applicantId === null ? null : await contactOf(tx, applicantId);
  const contact = own && completedBy(own, row);
  const known = contact ?? row;
  const reach = contact === null || prescribed ? known : reachOfContact(contact);
  const { email } = reach;
  const phone = reach.phone === exceptPhone ? null : reach.phone;
  await notify(tx, { ...notice, phone, email, locale: known.locale }, now);
  if (!prescribed || known.secondPhone === null || known.secondPhone === exceptPhone) return;
  await notify(tx, { ...notice, phone: known.secondPhone, email: null, locale: known.locale }, now);
}
