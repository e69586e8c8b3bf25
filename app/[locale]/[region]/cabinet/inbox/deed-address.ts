import type { Locale } from "#lib/i18n/locales.ts";
import type { InboxMessage } from "#lib/notifications/inbox.ts";

/** Where one does what a message asks for, in the region of its application. */
export function deedAddress(
  locale: Locale,
  { regionSlug, number, page }: NonNullable<InboxMessage["application"]>,
): string {
  return `/${locale}/${regionSlug}/cabinet/applications/${number}${page}`;
}
