import type { BackTest, Flows } from "#db/schema/reports.ts";
import { addMonths, type LocalDate, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import { compareStanding, entryClasses } from "#lib/queue/order.ts";
import type { ClassCounts } from "#lib/queue/position.ts";
import { chance } from "./chance.ts";
import { flowsOf } from "./flows.ts";
import { forecast, type Forecast, type ForecastQuestion, rules } from "./forecast.ts";
import type { Life, LifeStep } from "./lives.ts";
import { firstDayOf, type Month, monthOf, plusMonths } from "./months.ts";

export type BackTestOptions = {
  readonly queue: string;
  readonly now: Date;
  readonly ratio: number;
  readonly seed: number;
  /** How many children are asked about at each of the past days. */
  readonly sample: number;
  /** What is tested; controls put others in its place. */
  readonly tell?: (question: ForecastQuestion) => Forecast;
};

/**
 * Asks, on the first day of each of the past eleven months, when a place will come to a sample of those who waited
 * then, from nothing but what was known then, and compares with what happened. A range that is not over yet is left
 * out, whatever has happened since, or early turns would count more often than late ones; so is a child that left of
 * its own accord.
 */
export function backTest(lives: readonly Life[], options: BackTestOptions): BackTest {
  const { now, seed, tell = forecast } = options;
  const end = plusMonths(monthOf(localDateOf(now)), -1);
  const draw = chance(seed);
  const widths: number[] = [];
  const days: LocalDate[] = [];
  let [cases, hits, silent, asked] = [0, 0, 0, 0];
  for (let back = 11; back >= 2; back -= 1) {
    const today = addMonths(`${monthOf(localDateOf(now))}-01`, -back);
    const then = startOfDay(today);
    const flows = flowsOf(lives, options.queue, then);
    if (flows === null || flows.count < rules.history) continue;
    const questions = questionsOf(lives, { ...options, then, today, flows });
    for (let n = 0; n < options.sample && questions.length > 0; n += 1) {
      const one = questions[Math.floor(draw() * questions.length)];
      if (one === undefined) continue;
      asked += 1;
      const told = tell(one.question);
      if (!told.told) {
        silent += 1;
        continue;
      }
      const range = { from: told.from, to: told.to };
      widths.push(widthOf(range));
      if (range.to > end) continue;
      const turn = turnOf(one.life, then, range.to);
      if (turn === "left") continue;
      cases += 1;
      days.push(today);
      if (turn !== null && turn >= range.from && turn <= range.to) hits += 1;
    }
  }
  widths.sort((a, b) => a - b);
  return {
    cases,
    hits,
    asked,
    silent,
    width: widths[Math.floor(widths.length / 2)] ?? null,
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  };
}

function widthOf({ from, to }: { readonly from: Month; readonly to: Month }): number {
  const index = (month: Month) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return index(to) - index(from) + 1;
}

/** In which month the turn came; «left» when the child left by itself before the range was over. */
function turnOf(life: Life, then: Date, until: Month): Month | "left" | null {
  const over = startOfDay(firstDayOf(plusMonths(until, 1)));
  const after = life.steps.filter((step) => step.at > then && step.at < over);
  for (const step of after) {
    if (step.turn) return monthOf(localDateOf(step.at));
    if (!step.waiting) return "left";
  }
  return null;
}

type Asked = { readonly life: Life; readonly question: ForecastQuestion };

/** Everybody who waited then, with the place each had. */
function questionsOf(
  lives: readonly Life[],
  at: BackTestOptions & { readonly then: Date; readonly today: LocalDate; readonly flows: Flows },
): Asked[] {
  const { then, today, flows, ratio, seed } = at;
  const waiting = lives.flatMap((life) => {
    const step = standing(life, then);
    return step?.waiting && step.queue === at.queue ? [{ life, step }] : [];
  });
  const asked: Asked[] = [];
  for (const [cohort, members] of Map.groupBy(waiting, (each) => each.step.cohort)) {
    const order = entryClasses.map((name) =>
      members
        .filter((each) => each.step.class === name)
        .map((each) => ({ ...each, ...each.life, class: name }))
        .toSorted(compareStanding),
    );
    const [x = [], p = [], g = []] = order;
    const counts: ClassCounts = {
      extraordinary: x.length,
      "first-priority": p.length,
      ordinary: g.length,
    };
    for (const queue of order) {
      for (const [ahead, each] of queue.entries()) {
        const own = { cohort, class: each.class, ahead, counts };
        asked.push({ life: each.life, question: { flows, today, ratio, seed, ...own } });
      }
    }
  }
  return asked;
}

function standing({ steps }: Life, at: Date): LifeStep | undefined {
  return steps.findLast((step) => step.at <= at);
}
