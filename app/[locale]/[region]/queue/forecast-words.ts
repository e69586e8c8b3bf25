import { formatMonth } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { QueuePlace } from "#lib/queue/views.ts";
import type { Forecast } from "#lib/reports/forecast.ts";
import { forecastFor } from "#lib/reports/views.ts";

/** When a place may come, in words, and where it is told how that is known. */
export type ForecastWords = {
  /** «Место может появиться: март 2027 г. – август 2027 г. (вероятность 80 %)», or that there is no forecast. */
  readonly text: string;
  readonly how: string;
  readonly href: string;
};

/** @param root of the portal's addresses */
export async function forecastWords(
  t: Translator,
  place: QueuePlace,
  { root, now }: { readonly root: string; readonly now: Date },
): Promise<ForecastWords> {
  return {
    text: sentence(t, await forecastFor(place, now)),
    how: t("queue.forecast.how"),
    href: `${root}/statistics#forecast`,
  };
}

function sentence(t: Translator, told: Forecast): string {
  if (!told.told) return t("queue.forecast.none");
  const [a, b] = [formatMonth(t.locale, told.from), formatMonth(t.locale, told.to)];
  return a === b ? t("queue.forecast.month", { a }) : t("queue.forecast.range", { a, b });
}
