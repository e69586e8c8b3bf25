import { createTranslator } from "use-intl/core";
import type { Locale } from "./locales.ts";
import en from "./messages/en.json" with { type: "json" };
import kk from "./messages/kk.json" with { type: "json" };
import ru from "./messages/ru.json" with { type: "json" };
import { timeZone } from "./time-zone.ts";

type Leaves<T, Prefix extends string = ""> = {
  [K in keyof T & string]: T[K] extends string ? `${Prefix}${K}` : Leaves<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** Every text of the catalogues by its full name, such as `signin.iin.label`. */
export type MessageKey = Leaves<typeof ru>;

/** Values of the placeholders; dates come ready-made from formats.ts, so only texts and numbers are taken. */
export type MessageParams = Readonly<Record<string, string | number>>;

export type Translator = {
  (key: MessageKey, params?: MessageParams): string;
  readonly locale: Locale;
  /** For keys made of a code that comes from outside the type system (a stored reason, a register's answer). */
  readonly has: (key: string) => key is MessageKey;
};

const catalogues: Record<Locale, typeof ru> = { kk, ru, en };
const cache = new Map<Locale, Translator>();

/**
 * The texts of one language. Works in pages, actions, worker and CLI alike. A missing key or placeholder is a bug and
 * throws, except in production, where the reader gets the key instead of no page at all.
 */
export function translator(locale: Locale): Translator {
  const known = cache.get(locale);
  if (known !== undefined) return known;
  const translate = createTranslator({
    locale,
    messages: catalogues[locale],
    timeZone,
    onError(error) {
      if (process.env["APP_ENV"] !== "production") throw error;
    },
    getMessageFallback: ({ key }) => key,
  });
  const has = (key: string): key is MessageKey => {
    const guess = key as MessageKey;
    return translate.has(guess) && typeof translate.raw(guess) === "string";
  };
  // A text without placeholders is always the same, and a page has a hundred of them.
  const plain = new Map<MessageKey, string>();
  const text = (key: MessageKey): string => {
    const kept = plain.get(key);
    if (kept !== undefined) return kept;
    const written = translate(key, {});
    if (has(key)) plain.set(key, written);
    return written;
  };
  const made: Translator = Object.assign(
    (key: MessageKey, params?: MessageParams) =>
      params === undefined ? text(key) : oneStop(translate(key, params)),
    { locale, has },
  );
  cache.set(locale, made);
  return made;
}

/** «20 декабря 2026 г.» at the end of a sentence: the stop of the abbreviation is the sentence's too. */
function oneStop(written: string): string {
  return written.replaceAll(/(\d\s?г)\.\.(?!\.)/g, "$1.");
}
