/** The portal's languages in the order of the switch; Kazakh is the state language and the default, never a fallback. */
export const locales = ["kk", "ru", "en"] as const;

export type Locale = (typeof locales)[number];

export const defaultLocale: Locale = "kk";

/** The cookie that remembers the language a person chose by hand. */
export const localeCookie = "kezek-locale";

export function isLocale(value: unknown): value is Locale {
  return typeof value === "string" && (locales as readonly string[]).includes(value);
}

/**
 * Chooses the language of a visitor who has none in the address: the one chosen before, then the browser's wish
 * (RFC 9110 §12.5.4, by weight, then by place), then Kazakh. `kz` is a common mistake for `kk` and is taken as such.
 */
export function negotiate(
  cookie: string | null | undefined,
  acceptLanguage: string | null | undefined,
): Locale {
  if (isLocale(cookie)) return cookie;
  const wishes = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const weight = parameters.map((p) => p.trim()).find((p) => p.startsWith("q="));
      const quality = weight === undefined ? 1 : Number(weight.slice(2));
      const language = tag.trim().split("-")[0] ?? "";
      return { language: language === "kz" ? "kk" : language, quality };
    })
    .filter((wish) => wish.quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { language } of wishes) {
    if (isLocale(language)) return language;
  }
  return defaultLocale;
}
