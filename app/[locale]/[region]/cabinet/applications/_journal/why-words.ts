import type { WhyView } from "#lib/applications/why.ts";
import { formatDate, formatDateShort, formatNumber } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { CountedCause, Explanation } from "#lib/queue/explain.ts";
import type { WhyDay } from "./why-days.ts";

const told = 3;

/** «9 детей впереди вас зачислены»: begins with a small letter, for the middle of a sentence. */
export function causeWords(t: Translator, { cause, children, effect }: CountedCause): string {
  const words =
    cause === "interleave"
      ? t(`queue.reason.interleave.${effect > 0 ? "more" : "fewer"}`, { n: Math.abs(effect) })
      : t(`queue.reason.${cause}`, { n: children });
  return words.replaceAll(numbered, "$1\u00a0");
}

/** A number is not parted from what it counts at the end of a line. */
const numbered = /(\d)\s(?=\p{L})/gu;

/** «Впереди вас стало на 8 детей меньше.»: which way the number went; null where it stayed. */
export function wayWords(t: Translator, { from, to }: Explanation): string | null {
  const effect = to.position - from.position;
  if (effect === 0) return null;
  const words = t(effect > 0 ? "queue.why.further" : "queue.why.fewer", { n: Math.abs(effect) });
  return words.replaceAll(numbered, "$1\u00a0");
}

/** «−9», «+1», «0». */
export function signed(t: Translator, effect: number): string {
  const sign = effect > 0 ? "+" : effect < 0 ? "−" : "";
  return `${sign}${formatNumber(t.locale, Math.abs(effect))}`;
}

/** The causes one after another, at most three: the weightiest first, and what follows from the others last. */
function causeList(t: Translator, causes: readonly CountedCause[]): string {
  const weight = ({ cause, effect }: CountedCause) =>
    cause === "interleave" ? -1 : Math.abs(effect);
  const weightiest = causes.toSorted((a, b) => weight(b) - weight(a));
  const words = weightiest.slice(0, told).map((each) => causeWords(t, each));
  return words.join(", ");
}

/** «Номер был 57, стал 49: 9 детей впереди вас зачислены, 1 ребенок встал с первоочередным правом.» */
export function storySentence(
  t: Translator,
  story: Explanation,
  { until }: { readonly until: "now" | "then" } = { until: "now" },
): string {
  const { from, to, causes } = story;
  if (causes.length === 0)
    return `${t("queue.reason.none")}: ${formatNumber(t.locale, to.position)}`;
  const [a, b] = [formatNumber(t.locale, from.position), formatNumber(t.locale, to.position)];
  const list = causeList(t, causes);
  const sentence =
    from.position === to.position
      ? t("queue.why.leadSame", { a, causes: list })
      : until === "now"
        ? t("queue.why.lead", { a, b, causes: list })
        : t("queue.why.leadThen", { a, b, causes: list });
  const rest = causes.length - told;
  return rest > 0 ? `${sentence} ${t("queue.why.more", { n: rest })}` : sentence;
}

/** The same in two: the numbers, and why. Nothing changed: no second part. */
export function storyParts(
  t: Translator,
  story: Explanation,
  asked: { readonly until: "now" | "then" },
): { readonly numbers: string; readonly why: string | null } {
  const sentence = storySentence(t, story, asked);
  const list = causeList(t, story.causes);
  const cut = list === "" ? -1 : sentence.indexOf(list);
  if (cut < 0) return { numbers: sentence, why: null };
  return { numbers: sentence.slice(0, cut).replace(/[\s:]+$/u, ""), why: sentence.slice(cut) };
}

/** «Не дальше чем: было 60, стало 52.» */
export function boundSentence(t: Translator, { from, to }: Explanation): string {
  const [a, b] = [formatNumber(t.locale, from.worst), formatNumber(t.locale, to.worst)];
  return a === b ? t("queue.why.boundSame", { a }) : t("queue.why.bound", { a, b });
}

/** What must be said besides: that there was no number before or after, or in between. */
export function storyNotes(t: Translator, { story, from, to, shortened }: WhyView): string[] {
  if (story === null) return [t("queue.why.notThen")];
  const day = (at: Date) => formatDate(t.locale, at);
  return [
    ...(shortened ? [t("queue.why.furthest")] : []),
    ...(story.from.at > from ? [t("queue.why.began", { date: day(story.from.at) })] : []),
    ...new Set(story.away.map((gap) => awayWords(t, day(gap.from), day(gap.to)))),
    ...(story.to.at < to ? [t("queue.why.ended", { date: day(story.to.at) })] : []),
  ];
}

function awayWords(t: Translator, from: string, to: string): string {
  return from === to ? t("queue.why.awayDay", { date: from }) : t("queue.why.away", { from, to });
}

/** «03.11.2026», «03.11.2026 – 28.11.2026». */
export function dayWords(t: Translator, { from, to }: WhyDay): string {
  if (from === to) return formatDateShort(from);
  return t("queue.why.span", { from: formatDateShort(from), to: formatDateShort(to) });
}

export function dayCauses(t: Translator, { causes }: WhyDay): string {
  return causes.map((each) => `${causeWords(t, each)}\u00a0(${signed(t, each.effect)})`).join(", ");
}
