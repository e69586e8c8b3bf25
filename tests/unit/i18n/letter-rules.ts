import type { Locale } from "#lib/i18n/locales.ts";

const cyrillic = "\\p{Script=Cyrillic}";
const latin = "\\p{Script=Latin}";
/** A Latin letter beside a Cyrillic one: it looks right and breaks search, sorting and the screen reader. */
const mixed = new RegExp(`${latin}${cyrillic}|${cyrillic}${latin}`, "u");
const kazakhLetters = /[әғқңөұүһі]/iu;

/** Names that keep their own letters in any language. */
const properNames = [
  "Қазақша",
  "Қаз",
  "Русский",
  "Рус",
  "«Алтын алқа»",
  "«Күміс алқа»",
  "«Айналайын»",
  "I-АБ",
  "Kümis",
];

/** Letters, quotation marks and tone that belong to a language. Returns the breaches in words. */
export function letterBreaches(locale: Locale, wording: string): string[] {
  const breaches: string[] = [];
  let text = wording.replaceAll(/\{\w+\}/g, " ");
  for (const name of properNames) text = text.replaceAll(name, " ");
  if (mixed.test(text)) breaches.push("Latin letter in a Cyrillic word");
  if (/[ǝə]/u.test(text)) breaches.push("Latin ə instead of Cyrillic ә");
  if (wording.includes('"')) breaches.push("straight quotation mark");
  if (locale === "en" ? /[«»]/.test(text) : /[“”„]/.test(text)) breaches.push("foreign quotes");
  if (locale === "en" && new RegExp(cyrillic, "u").test(text)) breaches.push("Cyrillic in English");
  if (locale === "ru") breaches.push(...russianBreaches(text));
  return breaches;
}

function russianBreaches(text: string): string[] {
  const breaches: string[] = [];
  if (kazakhLetters.test(text)) breaches.push("Kazakh letters in Russian");
  if (/ё/iu.test(text.replaceAll(/всё/giu, ""))) breaches.push("ё is written е");
  if (/(?:[\p{Ll},;] )(?:Вы|Вам|Вас|Вами|Ваш\p{L}*)(?!\p{L})/u.test(text)) {
    breaches.push("«вы» takes a small letter");
  }
  if (/ошибк[аи]!|^ошибка|неверн(?:ый|ое) формат|обратитесь к администратору/iu.test(text)) {
    breaches.push("blame instead of advice");
  }
  return breaches;
}
