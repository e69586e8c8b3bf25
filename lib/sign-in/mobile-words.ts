import type { mobileSigning } from "#db/schema/sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { Portal } from "#lib/regions/views.ts";

export type MobileSigning = typeof mobileSigning.$inferSelect;

type Names = { readonly kk: string; readonly ru: string; readonly en: string };

/** What the telephone calls the text, in each language. */
export function documentNames(purpose: MobileSigning["purpose"], code: string): Names {
  const name = (locale: Locale) => translator(locale)(`mgov.document.${purpose}`, { code });
  return { kk: name("kk"), ru: name("ru"), en: name("en") };
}

type Wording = Pick<MobileSigning, "purpose" | "locale" | "displayCode" | "entryCode"> & {
  readonly portal: Pick<Portal, "names">;
  readonly origin: string;
};

/** What the telephone shows before it signs: which portal, what for, the codes, and when not to. */
export function describeSigning(facts: Wording): string {
  const { purpose, locale, displayCode: code, entryCode: entry, portal, origin } = facts;
  const t = translator(locale);
  const where = { region: portal.names[locale], host: new URL(origin).host, code };
  return purpose === "sign-in" && entry !== null
    ? t("mgov.describe.sign-in", { ...where, entry })
    : t("mgov.describe.application", where);
}

/** The facts that the telephone lists under the name of the text. */
export function documentFacts({
  purpose,
  locale,
  displayCode,
  entryCode,
}: Omit<Wording, "portal" | "origin">) {
  const t = translator(locale);
  const compare = { name: t("mgov.meta.compare"), value: displayCode };
  if (purpose !== "sign-in" || entryCode === null) return [compare];
  return [compare, { name: t("mgov.meta.entry"), value: entryCode }];
}
