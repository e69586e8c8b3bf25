import { together } from "#app/_ui/whole.tsx";
import type { BackTest } from "#db/schema/reports.ts";
import { formatDate, formatNumber, formatPercent } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";

type ForecastSectionProps = {
  readonly t: Translator;
  /** Null where too few forecasts could be judged. */
  readonly tested: BackTest | null;
};

/** How a forecast comes about, when there is none, and how often they came true: pages with a forecast lead here. */
export function ForecastSection({ t, tested }: ForecastSectionProps) {
  return (
    <section aria-labelledby="forecast" className="prose mt-12">
      <h2 id="forecast">{t("statistics.forecast.title")}</h2>
      <p>{t("statistics.forecast.past")}</p>
      <p>{t("statistics.forecast.play")}</p>
      <p>{t("statistics.forecast.silence")}</p>
      {tested === null ? (
        <p>{t("statistics.forecast.untested")}</p>
      ) : (
        <p>
          {together(t("statistics.forecast.test", daysOf(t, tested)))}{" "}
          <strong>{t("statistics.forecast.hits", hitsOf(t, tested))}</strong>{" "}
          {t("statistics.forecast.asked", { rate: share(t, tested.silent, tested.asked) })}
        </p>
      )}
      <p>{t("statistics.forecast.promise")}</p>
    </section>
  );
}

function daysOf(t: Translator, { from, to }: BackTest) {
  return { from: formatDate(t.locale, from ?? ""), to: formatDate(t.locale, to ?? "") };
}

function hitsOf(t: Translator, { cases, hits }: BackTest) {
  return { cases, hits: formatNumber(t.locale, hits), rate: share(t, hits, cases) };
}

function share(t: Translator, part: number, all: number): string {
  return formatPercent(t.locale, Math.round((100 * part) / Math.max(1, all)) / 100);
}
