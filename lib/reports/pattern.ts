import type { Flow, Flows } from "#db/schema/reports.ts";
import { entryClasses, type EntryClass } from "#lib/queue/order.ts";
import { normal } from "./chance.ts";
import { type Month, plusMonths, seasonOf, yearOf } from "./months.ts";

/** What one month of a play brings to the queue. */
export type PlayedMonth = {
  /** From 0, the present month. */
  readonly index: number;
  readonly places: number;
  /** Newcomers of each class. */
  readonly joining: Readonly<Record<EntryClass, number>>;
  /** The share of those who wait that leaves without a place. */
  readonly leaving: Readonly<Record<EntryClass, number>>;
};

/** What the past of a queue says of one birth year's future. */
export type Pattern = {
  /** Places of a year at the ages that are played, on average. */
  readonly yearly: number;
  /** The months of one play; null for the first month of which the past knows nothing, and the last. */
  play(draw: () => number): Iterable<PlayedMonth | null>;
};

/** Of the places of one month against another month of the same season and age, where the past cannot tell. */
const supposed = { year: 0.15, month: 0.2, weight: 12 };

/**
 * How a birth year's months went when other birth years had its age: places by age and month of the year, newcomers and
 * leavers by class. Chance has three parts: which of the past years repeats itself, how good the year is altogether, and
 * how good the month.
 */
export function patternOf(flows: Flows, cohort: number, now: Month, horizon: number): Pattern {
  const months = Array.from({ length: horizon }, (_, index) => {
    const month = plusMonths(now, index);
    const age = yearOf(month) - cohort;
    return { index, year: yearOf(month), donors: donorsOf(flows, age, seasonOf(month)) };
  });
  const spread = spreadOf(flows);
  const known = months.slice(0, 12).filter(({ donors }) => donors.length > 0);
  const yearly = known.reduce((sum, { donors }) => sum + mean(donors.map(placesOf)), 0);
  function* play(draw: () => number): Iterable<PlayedMonth | null> {
    let year = -1;
    let goodYear = 1;
    let which = 0;
    for (const { index, donors, year: next } of months) {
      if (next !== year) {
        year = next;
        goodYear = Math.exp(spread.year * normal(draw));
        which = draw();
      }
      const goodMonth = Math.exp(spread.month * normal(draw));
      const few = normal(draw);
      const donor = donors[Math.floor(which * donors.length)];
      if (donor === undefined) {
        yield null;
        return;
      }
      const expected = placesOf(donor) * goodYear * goodMonth;
      const places = Math.round(Math.max(0, expected + few * Math.sqrt(expected)));
      const each = (of: (flow: Flow) => number) =>
        ({
          extraordinary: of(donor.extraordinary),
          "first-priority": of(donor["first-priority"]),
          ordinary: of(donor.ordinary),
        }) as const;
      yield {
        index,
        places,
        joining: each(({ joined }) => joined),
        leaving: each(({ left, waiting, joined }) =>
          Math.min(1, left / Math.max(1, waiting + joined)),
        ),
      };
    }
  }
  return { yearly, play };
}

type Donor = Readonly<Record<EntryClass, Flow>>;

const placesOf = (donor: Donor): number =>
  entryClasses.reduce((sum, name) => sum + donor[name].placed, 0);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** The months of the past in which somebody of this age waited at this time of the year. */
function donorsOf(flows: Flows, age: number, season: number): Donor[] {
  const donors: Donor[] = [];
  for (let index = 0; index < flows.count; index += 1) {
    const month = plusMonths(flows.from, index);
    if (seasonOf(month) !== season) continue;
    const peers = flows.cohorts.find(({ cohort }) => yearOf(month) - cohort === age);
    if (peers === undefined) continue;
    const [x, p, g] = entryClasses.map((name) => peers.classes[name][index]);
    if (x && p && g && x.waiting + p.waiting + g.waiting > 0) {
      donors.push({ extraordinary: x, "first-priority": p, ordinary: g });
    }
  }
  return donors;
}

/**
 * How much the same month of two years differs beyond what counting small numbers explains, for the year altogether and
 * for the month by itself; drawn towards what is supposed, the more the fewer months there are to compare.
 */
function spreadOf(flows: Flows): { readonly year: number; readonly month: number } {
  const placed = (cohort: number, index: number): number => {
    const classes = flows.cohorts.find((each) => each.cohort === cohort)?.classes;
    return entryClasses.reduce((sum, name) => sum + (classes?.[name][index]?.placed ?? 0), 0);
  };
  const squares: number[] = [];
  for (const { cohort } of flows.cohorts) {
    for (let index = 12; index < flows.count; index += 1) {
      const [a, b] = [placed(cohort - 1, index - 12), placed(cohort, index)];
      if (a < 20 || b < 20) continue;
      squares.push(Math.max(0, Math.log(b / a) ** 2 - 1 / a - 1 / b) / 2);
    }
  }
  const before = supposed.year ** 2 + supposed.month ** 2;
  const sum = squares.reduce((total, each) => total + each, 0);
  const variance = (sum + supposed.weight * before) / (squares.length + supposed.weight);
  const scale = Math.sqrt(variance / before);
  return { year: supposed.year * scale, month: supposed.month * scale };
}
