import type { TwoNames, WorkingHours } from "#db/schema/kindergartens.ts";
import { formatNumber } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { cohortsOf } from "#lib/kindergartens/find.ts";
import {
  type ListedGroup,
  type ListedKindergarten,
  teachingLanguages,
} from "#lib/kindergartens/register.ts";

/** Kindergartens have a Kazakh and a Russian name; a reader of English gets the one of the state language. */
export function nameIn({ locale }: Translator, names: TwoNames): string {
  return locale === "ru" ? names.ru : names.kk;
}

/** For `lang` of an address where the page is in a language that it is not in. */
export function langOf({ locale }: Translator): "kk" | undefined {
  return locale === "en" ? "kk" : undefined;
}

export function languageList(t: Translator, { languages }: ListedKindergarten): string {
  return teachingLanguages
    .filter((each) => languages.includes(each))
    .map((each) => t(`kindergartens.language.${each}`))
    .join(", ");
}

/** «Годы рождения: 2020, 2022–2024»; null without groups. */
export function yearsIn(
  t: Translator,
  { groups }: { readonly groups: readonly Pick<ListedGroup, "cohortFrom" | "cohortTo">[] },
): string | null {
  const cohorts = cohortsOf([{ groups }]).toReversed();
  const spans: [first: number, last: number][] = [];
  for (const year of cohorts) {
    const span = spans.at(-1);
    if (span !== undefined && span[1] === year - 1) span[1] = year;
    else spans.push([year, year]);
  }
  if (spans.length === 0) return null;
  const years = spans.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  return t("kindergartens.years", { n: cohorts.length, years: years.join(", ") });
}

export function hoursIn(t: Translator, { days, from, to }: WorkingHours): string {
  const short = (time: string) => time.replace(/^0/, "");
  const allDay = from === "00:00" && to === "24:00";
  const time = allDay ? t("kindergartens.hours.allDay") : `${short(from)}–${short(to)}`;
  return t(`kindergartens.hours.${days}`, { time });
}

/** «640 м», «2,4 км»: as exact as a straight line deserves. */
export function distanceIn(t: Translator, metres: number): string {
  const tens = Math.round(metres / 10) * 10;
  if (tens < 1000) return t("kindergartens.metres", { n: formatNumber(t.locale, tens) });
  const kilometres = metres < 9_950 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000);
  return t("kindergartens.kilometres", { n: formatNumber(t.locale, kilometres) });
}
