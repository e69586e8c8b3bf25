import type { Flows } from "#db/schema/reports.ts";
import { wayOf } from "#lib/demo/synthetic-ledger.ts";
import { syntheticRegion } from "#lib/demo/synthetic-region.ts";
import { monthOf, plusMonths } from "#lib/reports/months.ts";
import { positionOf } from "#lib/queue/position.ts";
import { backTest } from "#lib/reports/back-test.ts";
import { chance } from "#lib/reports/chance.ts";
import { type Forecast, forecast, type ForecastQuestion } from "#lib/reports/forecast.ts";
import { type Life, lifeOf } from "#lib/reports/lives.ts";
import { limited, type Row } from "./rows.ts";
import type { Stage } from "./stage.ts";

// Forecasts against what happened: in the region of the full demo, and in others that chance made otherwise. The story
// ends on a fixed day, so that every run judges the same forecasts.

const until = new Date("2026-11-22T09:00:00Z");
const ratio = 3;

/** How often a turn comes within the range of eight in ten, how wide the ranges are, and how often nothing is told. */
export async function forecasts(stage: Stage): Promise<Row[]> {
  const whole = stage.pairs > 2;
  const full = livesOf(21, whole ? 30_000 : 3_000);
  const others = Array.from({ length: whole ? 12 : 3 }, (_, i) => livesOf(7 * (i + 1), 3_000));
  const sample = whole ? 100 : 30;
  const test = (lives: readonly Life[], tell?: (question: ForecastQuestion) => Forecast) =>
    backTest(lives, {
      queue: "general/",
      now: until,
      ratio,
      seed: 1,
      sample,
      ...(tell !== undefined && { tell }),
    });
  const rate = ({ hits, cases }: { readonly hits: number; readonly cases: number }) =>
    cases === 0 ? 0 : (100 * hits) / cases;
  const own = test(full);
  const tests = others.map((lives) => test(lives));
  const sum = (what: "hits" | "cases" | "asked" | "silent") =>
    tests.reduce((total, each) => total + each[what], 0);
  const hit = { unit: "of 100", limit: { atLeast: 80 } };
  const told = (name: string, values: readonly number[]) =>
    limited({ unit: "of 100", limit: null, name }, values);
  return [
    limited({ ...hit, name: "forecast turns within the range, full data set" }, [rate(own)]),
    limited({ ...hit, name: "forecast turns within the range, other regions together" }, [
      (100 * sum("hits")) / Math.max(1, sum("cases")),
    ]),
    told("forecast turns within the range, each region by itself", tests.map(rate)),
    limited({ name: "forecast width of a range", unit: "months", limit: { atMost: 6 } }, [
      own.width ?? 99,
      ...tests.map(({ width }) => width ?? 99),
    ]),
    limited({ name: "forecast nothing told", unit: "of 100", limit: { atMost: 50 } }, [
      (100 * own.silent) / Math.max(1, own.asked),
      ...tests.map(({ silent, asked }) => (100 * silent) / Math.max(1, asked)),
    ]),
    limited({ ...hit, name: "forecast control: place by the year's average", control: true }, [
      rate(test(full, byAverage)),
    ]),
    limited({ ...hit, name: "forecast control: months of history exchanged", control: true }, [
      rate(test(full, (question) => forecast({ ...question, flows: exchanged(question.flows) }))),
    ]),
  ];
}

function livesOf(seed: number, waiting: number): Life[] {
  const story = { seed, waiting, months: 25, until, ratio, firstSerial: 0 };
  return syntheticRegion(story).flatMap((told, seq) => {
    const events = wayOf(told).events.map((event, n) => ({ ...event, seq: n, applicationId: "" }));
    const life = lifeOf(events);
    return life === null ? [] : [{ ...life, seq }];
  });
}

/** What one would reckon on the back of an envelope: so many before me, so many places a month, give or take a month. */
function byAverage({
  flows,
  today,
  cohort,
  class: own,
  ahead,
  counts,
}: ForecastQuestion): Forecast {
  const classes = flows?.cohorts.find((each) => each.cohort === cohort)?.classes;
  const months = Object.values(classes ?? {}).flatMap((each) => each.slice(-12));
  const yearly = months.reduce((sum, { placed }) => sum + placed, 0);
  if (yearly < 12) return { told: false, why: "few-places" };
  const wait = Math.round((12 * positionOf(own, ahead + 1, counts, ratio)) / yearly);
  const now = monthOf(today);
  const from = plusMonths(now, Math.max(0, wait - 1));
  return { told: true, from, to: plusMonths(now, wait + 1), median: plusMonths(now, wait) };
}

/** The same numbers in months that have nothing to do with them. */
function exchanged(flows: Flows | null): Flows | null {
  if (flows === null) return null;
  const draw = chance(5);
  const order = Array.from({ length: flows.count }, (_, i) => ({ i, key: draw() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ i }) => i);
  const mixed = <T>(list: readonly T[]): T[] => order.flatMap((i) => list.slice(i, i + 1));
  return {
    ...flows,
    cohorts: flows.cohorts.map(({ cohort, classes }) => ({
      cohort,
      classes: {
        extraordinary: mixed(classes.extraordinary),
        "first-priority": mixed(classes["first-priority"]),
        ordinary: mixed(classes.ordinary),
      },
    })),
  };
}
