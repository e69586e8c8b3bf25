import { locales, type Locale } from "#lib/i18n/locales.ts";
import { argumentsOf, pluralsOf, type Catalogues } from "./catalogue.ts";

/** CLDR's categories of whole numbers and fractions; a missing branch would show a wrong ending. */
const branches: Readonly<Record<Locale, readonly string[]>> = {
  kk: ["other"],
  ru: ["one", "few", "many", "other"],
  en: ["one", "other"],
};

/** What is the same for all languages: keys, placeholders, plural branches, spaces. Returns the breaches in words. */
export function shapeBreaches(catalogues: Catalogues): string[] {
  const keys = new Set(locales.flatMap((locale) => [...catalogues[locale].keys()]));
  return [...keys].flatMap((key) => keyBreaches(catalogues, key));
}

function keyBreaches(catalogues: Catalogues, key: string): string[] {
  const breaches: string[] = [];
  const seen = new Map<Locale, string>();
  for (const locale of locales) {
    const text = catalogues[locale].get(key);
    if (text === undefined) {
      breaches.push(`${locale} ${key}: missing`);
      continue;
    }
    if (text.trim() === "") breaches.push(`${locale} ${key}: empty`);
    if (text !== text.trim() || / {2}/.test(text)) breaches.push(`${locale} ${key}: stray spaces`);
    if (text !== text.normalize("NFC")) breaches.push(`${locale} ${key}: not in NFC`);
    if (/[<>]/.test(text)) breaches.push(`${locale} ${key}: markup`);
    if (/№ /.test(text)) breaches.push(`${locale} ${key}: ordinary space after №`);
    try {
      seen.set(locale, argumentsOf(text).join(" "));
      for (const present of pluralsOf(text)) {
        for (const branch of branches[locale]) {
          if (!present.includes(branch))
            breaches.push(`${locale} ${key}: plural without ${branch}`);
        }
      }
    } catch (error) {
      breaches.push(`${locale} ${key}: ${String(error)}`);
    }
  }
  if (new Set(seen.values()).size > 1) {
    const told = [...seen].map(([locale, names]) => `${locale} {${names}}`).join(", ");
    breaches.push(`${key}: placeholders differ: ${told}`);
  }
  return breaches;
}
