import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { Effect } from "#lib/applications/effects.ts";
import {
  formatDateShort,
  formatDateTime,
  formatNumber,
  formatTimeWithSeconds,
} from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";

type EffectPanelProps = {
  readonly t: Translator;
  readonly effect: Effect;
  /** The instant that the place rests on, which no deed of a family changes. */
  readonly registeredAt: Date;
  readonly now: Date;
};

/** «Что изменится»: the number now and afterwards, told before the deed is done. */
export function EffectPanel({ t, effect, registeredAt, now }: EffectPanelProps) {
  const time = `${formatDateShort(registeredAt)}, ${formatTimeWithSeconds(registeredAt)}`;
  const number = (n: number) => <span className="tabular">{formatNumber(t.locale, n)}</span>;
  const rows = [
    ...(effect.now === null ? [] : [{ term: t("effect.now"), value: number(effect.now) }]),
    ...(effect.then === null ? [] : [{ term: t("effect.then"), value: number(effect.then) }]),
    ...(effect.classThen === null
      ? []
      : [{ term: t("effect.classThen"), value: t(`queue.class.${effect.classThen}`) }]),
    { term: t("effect.keeps"), value: t("notice.utc", { time }) },
  ];
  return (
    <section aria-labelledby="effect">
      <h2 id="effect" className="mb-3 text-xl">
        {t("effect.title")}
      </h2>
      <SummaryList rows={rows} />
      <p className="mt-2 text-sm text-ink-soft">
        {effect.now === null
          ? t("effect.unknown")
          : t("effect.moment", { time: formatDateTime(now) })}
      </p>
    </section>
  );
}
