import { eq, inArray } from "drizzle-orm";
import type { Queryable, Tx } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { legalRepresentation } from "#db/schema/people.ts";
import { contactsWrittenOn } from "#lib/applications/written-contacts.ts";
import { defaultLocale, type Locale } from "#lib/i18n/locales.ts";
import { notify } from "#lib/notifications/notify.ts";
import type { Template, TemplateParams } from "#lib/notifications/templates.ts";
import { contactOf } from "#lib/people/records.ts";

/** Every way to reach a person that was known before somebody answered questions. */
export type Reach = {
  /** E.164. */
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  readonly locale: Locale;
};

/**
 * The contacts of the cabinet and of the person's own applications; where there are none at all, those of the
 * applications of the person's children, for then the family is all that can be told.
 */
export async function reachOf(from: Queryable, personId: string): Promise<Reach> {
  const contact = await contactOf(from, personId);
  const own = await contactsWrittenOn(from, eq(application.applicantId, personId));
  const reach = reachBy(contact === null ? own : [contact, ...own]);
  if (reach.phones.length + reach.emails.length > 0) return reach;
  const children = from
    .select({ id: legalRepresentation.childId })
    .from(legalRepresentation)
    .where(eq(legalRepresentation.adultId, personId));
  const family = await contactsWrittenOn(from, inArray(application.childId, children));
  const wider = reachBy(family);
  return { ...wider, locale: own.length === 0 && contact === null ? wider.locale : reach.locale };
}

type Line = {
  readonly phone: string | null;
  readonly secondPhone: string | null;
  readonly email: string | null;
  readonly locale: Locale;
};

function reachBy(lines: readonly Line[]): Reach {
  const known = (texts: readonly (string | null)[]) =>
    [...new Set(texts)].filter((each) => each !== null);
  return {
    phones: known(lines.flatMap((line) => [line.phone, line.secondPhone])),
    emails: known(lines.map((line) => line.email)),
    locale: lines[0]?.locale ?? defaultLocale,
  };
}

/** Says the same by every channel of a reach. @returns how many messages that made */
export async function tellAll<Name extends Template>(
  tx: Tx,
  reach: Reach,
  notice: {
    readonly personId: string;
    readonly regionId: number;
    readonly cause: string;
    readonly template: Name;
    readonly params: TemplateParams<Name>;
    readonly expiresAt?: Date;
  },
  now: Date,
): Promise<number> {
  const count = Math.max(reach.phones.length, reach.emails.length);
  let told = 0;
  for (let n = 0; n < count; n += 1) {
    const to = { phone: reach.phones[n] ?? null, email: reach.emails[n] ?? null };
    told += await notify(tx, { ...notice, ...to, locale: reach.locale }, now);
  }
  return told;
}
