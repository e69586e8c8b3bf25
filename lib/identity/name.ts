/** A person's name as the registers give it: capitals, patronymic perhaps absent. */
export type PersonName = {
  readonly surname: string;
  readonly givenName: string;
  readonly patronymic: string | null;
};

/** Kinship words that some documents write apart from the patronymic; they never take a capital. */
const kinshipWords = new Set(["ұлы", "қызы", "улы", "кызы", "оглы", "гызы"]);

function tidy(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\u02BC\u2018\u2019`´]/g, "'")
    .replace(/\p{Pd}/gu, "-")
    .replace(/\s*-\s*/g, "-")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * Whether two spellings are the same name: composed and decomposed letters (й, ё), case, «ё» and «е», dashes and
 * double spaces do not matter; Kazakh letters do, «Қ» is not «К».
 */
export function sameName(one: string, other: string): boolean {
  const key = (text: string): string => tidy(text).toLowerCase().replaceAll("ё", "е");
  return key(one) === key(other);
}

/** Whether two full names agree; a patronymic absent on one side only makes them differ. */
export function samePersonName(one: PersonName, other: PersonName): boolean {
  return (
    sameName(one.surname, other.surname) &&
    sameName(one.givenName, other.givenName) &&
    sameName(one.patronymic ?? "", other.patronymic ?? "")
  );
}

/** `САПАРОВА` → `Сапарова`, `ИВАНОВА-КИМ` → `Иванова-Ким`, `ӘМІР ҚЫЗЫ` → `Әмір қызы`. Never declines. */
export function displayName(text: string): string {
  return tidy(text)
    .toLowerCase()
    .split(" ")
    .map((word, index) =>
      index > 0 && kinshipWords.has(word)
        ? word
        : word.replace(
            /(^|[-'])(\p{L})/gu,
            (_, before: string, letter: string) => before + letter.toUpperCase(),
          ),
    )
    .join(" ");
}

/** `Сапарова Аяла Данияркызы`: surname first, as documents of Kazakhstan write it; no gap for a missing patronymic. */
export function displayFullName(name: PersonName): string {
  return [name.surname, name.givenName, name.patronymic]
    .filter((part) => part !== null && part.trim() !== "")
    .map((part) => displayName(part ?? ""))
    .join(" ");
}

/** `Аяла С.`: enough for a parent to tell the children apart on a page that others may see over the shoulder. */
export function shortName(name: PersonName): string {
  const initial = Array.from(displayName(name.surname))[0];
  return initial === undefined
    ? displayName(name.givenName)
    : `${displayName(name.givenName)} ${initial}.`;
}
