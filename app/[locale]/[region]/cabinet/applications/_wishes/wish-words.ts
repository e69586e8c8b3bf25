import type { TwoNames } from "#db/schema/kindergartens.ts";
import { type WishChange, wishChanges } from "#lib/applications/wish-rules.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { Translator } from "#lib/i18n/translate.ts";

/** A name of the register; a reader of English gets the one of the state language, as on the register's pages. */
export function nameIn(locale: Locale, names: TwoNames): string {
  return locale === "ru" ? names.ru : names.kk;
}

/** What became of a list, a sentence for each change. */
export function changeWords(
  t: Translator,
  before: readonly string[],
  after: readonly string[],
  nameOf: (slug: string) => string,
): readonly string[] {
  return wishChanges(before, after).map((change) => changeWord(t, change, nameOf(change.id)));
}

function changeWord(t: Translator, change: WishChange, plainName: string): string {
  // Beside another number the sign stays with its own.
  const name = plainName.replace("№ ", "№\u00a0");
  switch (change.kind) {
    case "added":
      return t("wishes.changed.added", { to: change.to, name });
    case "removed":
      return t("wishes.changed.removed", { name });
    case "moved":
      return t("wishes.changed.moved", { from: change.from, to: change.to, name });
  }
}
