import { Icon } from "#app/_ui/icon.tsx";
import { SummaryList } from "#app/_ui/summary-list.tsx";
import type { Effect } from "#lib/applications/effects.ts";
import type { EntryClass } from "#lib/queue/order.ts";
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
  /** The class in which it stands now. */
  readonly classNow: EntryClass;
  /** The instant that the place rests on, which no deed of a family changes. */
  readonly registeredAt: Date;
  readonly now: Date;
};

/** «Что изменится»: the number now and afterwards, told before the deed is done. */
export function EffectPanel({ t, effect, classNow, registeredAt, now }: EffectPanelProps) {
  const time = `${formatDateShort(registeredAt)}, ${formatTimeWithSeconds(registeredAt)}`;
  const rows = [
    ...(effect.classThen === null || effect.classThen === classNow
      ? []
      : [{ term: t("effect.classThen"), value: t(`queue.class.${effect.classThen}`) }]),
    { term: t("effect.keeps"), value: t("notice.utc", { time }) },
  ];
  return (
    <section aria-labelledby="effect">
      <h2 id="effect" className="mb-3 text-xl">
        {t("effect.title")}
      </h2>
      {effect.now !== null && effect.then !== null && (
        <div className="mb-4 grid gap-2 rounded-card bg-sky-soft p-4 sm:p-5">
          <dl className="flex items-end gap-4 sm:gap-8">
            <Numbered term={t("effect.now")} number={formatNumber(t.locale, effect.now)} />
            <Icon name="arrow" className="mb-2 shrink-0 text-sky" />
            <Numbered term={t("effect.then")} number={formatNumber(t.locale, effect.then)} />
          </dl>
          <p>{wayThere(t, effect.then - effect.now)}</p>
        </div>
      )}
      <SummaryList rows={rows} />
      <p className="mt-2 text-sm text-ink-soft">
        {effect.now === null
          ? t("effect.unknown")
          : t("effect.moment", { time: formatDateTime(now) })}
      </p>
    </section>
  );
}

function wayThere(t: Translator, difference: number): string {
  if (difference === 0) return t("effect.same");
  return t(difference > 0 ? "effect.more" : "effect.fewer", { n: Math.abs(difference) });
}

function Numbered({ term, number }: { readonly term: string; readonly number: string }) {
  return (
    <div className="min-w-0 flex-1">
      <dt className="text-sm text-ink-soft">{term}</dt>
      <dd className="tabular text-3xl font-semibold">{number}</dd>
    </div>
  );
}
