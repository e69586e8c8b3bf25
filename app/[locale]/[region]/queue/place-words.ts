import { formatDate, formatNumber, formatTime } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { QueuePlace } from "#lib/queue/views.ts";
import type { ForecastWords } from "./forecast-words.ts";

/** A place in the queue in words, ready for a page or for a form's answer. */
export type PlaceWords = {
  readonly label: string;
  /** «214», «1 204». */
  readonly number: string;
  readonly ahead: number;
  /** «На 25 ноября 2026 г., 10:05». */
  readonly asOf: string;
  /** «Общий порядок». */
  readonly entryClass: string;
  /** «Дети 2023 года рождения». */
  readonly cohort: string;
  /** «Не дальше чем 216». */
  readonly bound: string;
  readonly boundWhy: string;
  /** «Всего в этой очереди: 640». */
  readonly total: string;
  /** Null where nobody was asked. */
  readonly forecast: ForecastWords | null;
};

export function placeWords(
  t: Translator,
  place: QueuePlace,
  now: Date,
  forecast: ForecastWords | null = null,
): PlaceWords {
  const { locale } = t;
  const worst = formatNumber(locale, place.worst);
  return {
    label: t("queue.number.label"),
    number: formatNumber(locale, place.position),
    ahead: place.position - 1,
    asOf: t("queue.asOf", { date: formatDate(locale, now), time: formatTime(now) }),
    entryClass: t(`queue.class.${place.class}`),
    cohort: t("queue.cohort", { year: String(place.key.cohort) }),
    bound: t("queue.bound", { n: worst }),
    boundWhy: boundWhy(t, place),
    total: t("queue.total", { n: formatNumber(locale, place.total) }),
    forecast,
  };
}

function boundWhy(t: Translator, place: QueuePlace): string {
  switch (place.class) {
    case "extraordinary":
      return t("queue.boundWhyExtraordinary");
    case "first-priority":
      return t("queue.boundWhyFirst");
    case "ordinary":
      return t("queue.boundWhy");
  }
}
