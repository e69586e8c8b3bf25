import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysOf, greatest } from "#app/[locale]/[region]/cabinet/applications/_journal/why-days.ts";
import {
  storyParts,
  storySentence,
  wayWords,
} from "#app/[locale]/[region]/cabinet/applications/_journal/why-words.ts";
import { localDateOf } from "#lib/calendar/local-date.ts";
import { causes } from "#lib/queue/causes.ts";
import { countedCauses, type Explanation, type Turn } from "#lib/queue/explain.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";

const begin = Date.parse("2025-01-01T00:00:00Z");
const hour = 3_600_000;

const stories = fc
  .array(
    fc.record({
      wait: fc.nat(200),
      cause: fc.constantFrom(...causes),
      effect: fc.constantFrom(-3, -1, 1, 2),
    }),
    { maxLength: 300 },
  )
  .map((all): Explanation => {
    let at = begin;
    let position = 1_000;
    const turns = all.map(({ wait, cause, effect }, n): Turn => {
      at += wait * hour;
      position += effect;
      return { at: new Date(at), cause, effect, position, entrySeq: n % 7 };
    });
    const from = { at: new Date(begin), position: 1_000, worst: 1_000 };
    const to = { at: new Date(at + hour), position, worst: 1_000 };
    return { from, to, turns, causes: countedCauses(turns), away: [] };
  });

describe("the days of a story", () => {
  test("follow on each other from the first number to the last, and are few enough to read", () => {
    const property = fc.property(stories, (story) => {
      const days = daysOf(story);
      expect(days.length).toBeLessThanOrEqual(62);
      const numbers = [story.from.position, ...days.map(({ b }) => b)];
      expect(days.map(({ a }) => a)).toEqual(numbers.slice(0, -1));
      expect(numbers.at(-1)).toBe(story.to.position);
      const instants = days.flatMap(({ from, to, at }) => [from, localDateOf(at), to]);
      expect(instants).toEqual(instants.toSorted());
    });
    fc.assert(property);
  });

  test("those marked in the picture are at most so many, in their order, and not on top of each other", () => {
    const property = fc.property(stories, (story) => {
      const span = { from: story.from.at, to: story.to.at };
      const marked = greatest(daysOf(story), span, { most: 5, gap: 0.11 });
      expect(marked.length).toBeLessThanOrEqual(5);
      const whole = span.to.getTime() - span.from.getTime();
      const gaps = marked.slice(1).map(({ at }, n) => (+at - +(marked[n]?.at ?? 0)) / whole);
      expect(gaps.filter((gap) => gap < 0.11)).toEqual([]);
      expect(marked.filter(({ a, b }) => a === b)).toEqual([]);
    });
    fc.assert(property);
  });
});

const spaced = (text: string) => text.replaceAll("\u00a0", " ");

describe("the sentence", () => {
  const at = (hours: number) => new Date(begin + hours * hour);
  const numbers = (hours: number, position: number) => ({ at: at(hours), position, worst: 60 });
  const story: Explanation = {
    from: numbers(0, 57),
    to: numbers(9, 49),
    turns: [],
    away: [],
    causes: [
      { cause: "enrolled", children: 9, effect: -9 },
      { cause: "first-priority", children: 1, effect: 1 },
    ],
  };

  test("says what a first-time reader asks", () => {
    expect(spaced(storySentence(translator("ru"), story))).toBe(
      "Номер был 57, стал 49: 9 детей впереди вас зачислены, 1 ребенок встал с первоочередным правом.",
    );
    expect(spaced(storySentence(translator("kk"), story))).toBe(
      "Нөмір 57 болған, енді 49: алдыңыздағы 9 бала балабақшаға қабылданды, бірінші кезекте орын алатын 1 бала қосылды.",
    );
  });

  test("parts no number from what it counts", () => {
    expect(storySentence(translator("ru"), story)).toContain("9\u00a0детей");
    expect(storySentence(translator("kk"), story)).toContain("1\u00a0бала қосылды");
  });

  test("tells which way the number went, and nothing where it stayed", () => {
    expect(spaced(wayWords(translator("ru"), story) ?? "")).toBe(
      "Впереди вас стало на 8 детей меньше.",
    );
    const back = { ...story, from: story.to, to: story.from };
    expect(spaced(wayWords(translator("kk"), back) ?? "")).toBe("Алдыңыздағылар 8 балаға көбейді.");
    expect(wayWords(translator("en"), { ...story, to: story.from })).toBeNull();
  });

  test.each(locales)("is read in two parts, the numbers and why, in %s", (locale) => {
    for (const until of ["now", "then"] as const) {
      const { numbers: said, why } = storyParts(translator(locale), story, { until });
      expect(`${said}: ${why}`).toBe(storySentence(translator(locale), story, { until }));
      expect(said).toMatch(/57.*49/u);
    }
    const none = { ...story, to: story.from, causes: [] };
    expect(storyParts(translator(locale), none, { until: "now" }).why).toBeNull();
  });

  test.each(locales)("has words for every cause in %s", (locale) => {
    for (const cause of causes) {
      for (const effect of [-1, 1]) {
        const one = { ...story, causes: [{ cause, children: 1, effect }] };
        expect(storySentence(translator(locale), one)).not.toMatch(
          /queue\.(why|reason)|undefined|\{/,
        );
      }
    }
  });

  test("counts the causes it leaves out", () => {
    const many = { ...story, causes: causes.map((cause) => ({ cause, children: 2, effect: -2 })) };
    const rest = causes.length - 3;
    expect(storySentence(translator("ru"), many)).toContain(`Еще ${rest} причин`);
  });
});
