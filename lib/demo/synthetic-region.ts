import { addMonths, localDateOf, startOfDay, type LocalDate } from "#lib/calendar/local-date.ts";
import { type EntryClass, orderQueue } from "#lib/queue/order.ts";
import { planLife, type PlannedLife, type SyntheticStep } from "./synthetic-life.ts";
import { type Draw, syntheticPeople } from "./synthetic-person.ts";
import { sameNumbers } from "./synthetic.ts";

export type RegionStory = {
  readonly seed: number;
  /** So many wait at the end; besides them come all who left during the story. */
  readonly waiting: number;
  /** How many months of departures the story tells; who left before is forgotten. */
  readonly months: number;
  /** Instant at which the story ends. */
  readonly until: Date;
  /** Ordinary children to one first-priority child. */
  readonly ratio: number;
  readonly firstSerial: number;
};

/** An application of the story: its registration and what has happened since, in the order of time. */
export type SyntheticLife = Omit<PlannedLife, "steps"> & {
  readonly steps: readonly SyntheticStep[];
  readonly cohort: number;
};

// Places of a year for the children of a birth year by their age in calendar years, where 30,000 wait; and their
// share by month: most children leave for school, and so most places come, in July and August.
const placesOfYear: Readonly<Record<number, number>> = { 2: 5_000, 3: 4_500, 4: 2_400, 5: 1_000 };
const seasons = [0.03, 0.03, 0.03, 0.035, 0.05, 0.08, 0.24, 0.27, 0.1, 0.055, 0.04, 0.04];
const birthsWhoApply = 16_500;
// How many of those who had applied have no place yet when the telling begins, by age.
const stillWaiting: Readonly<Record<number, number>> = { 2: 0.75, 3: 0.42, 4: 0.2, 5: 0.08 };
const whole = 30_000;

/**
 * The queue of one region as years made it: families come, leave, gain and lose privileges; once a month places are
 * given for each birth year to those who stand first in the true order, more in summer, more in some years than in
 * others. The same seed tells the same story.
 */
export function syntheticRegion(story: RegionStory): SyntheticLife[] {
  // The number that waits in the end is chance's; a story that is too short is told anew with more births.
  for (let more = 1, tries = 0; tries < 9; tries += 1) {
    const lives = tell(story, (more * story.waiting) / whole);
    const spare = lives.filter((life) => life.waiting && life.turns === 0);
    const waiting = lives.filter((life) => life.waiting).length;
    const surplus = waiting - story.waiting;
    if (surplus < 0 || surplus > spare.length) {
      more *= (1.04 * story.waiting) / Math.max(1, waiting);
      continue;
    }
    const draw = sameNumbers(story.seed + 1);
    // Nobody's place came from those taken out here: they never were at the head of the queue.
    const out = new Set(shuffled(spare, draw).slice(0, surplus));
    return lives
      .filter((life) => !out.has(life))
      .map(({ child, registeredAt, class: entryClass, claim, done, cohort }) => ({
        child,
        registeredAt,
        class: entryClass,
        claim: claim !== null && claim.createdAt > story.until ? null : claim,
        cohort,
        steps: since(done, startOfDay(addMonths(localDateOf(story.until), -story.months))),
      }));
  }
  throw new RangeError("so few cannot make a story");
}

/** Of what was before the story nobody's leaving and coming back is known: those who never came back are forgotten too. */
function since(steps: readonly SyntheticStep[], begin: Date): SyntheticStep[] {
  let waiting = true;
  return steps.filter(({ kind, at }) => {
    const back = returns.has(kind);
    const turn = leaves.has(kind) || kind.startsWith("turn-");
    if ((at < begin && (back || turn)) || (back && waiting)) return false;
    waiting = back || (waiting && !leaves.has(kind));
    return true;
  });
}

/** Somebody in the story at the moment that is told. */
type Standing = PlannedLife & {
  readonly cohort: number;
  readonly seq: number;
  /** A second application, made after the first was withdrawn. */
  readonly follows: Standing | null;
  now: EntryClass;
  waiting: boolean;
  general: boolean;
  turns: number;
  /** Steps that are still to come. */
  plan: SyntheticStep[];
  done: SyntheticStep[];
};

function tell(story: RegionStory, scale: number): Standing[] {
  const draw = sameNumbers(story.seed);
  const last = localDateOf(story.until);
  const begin = `${addMonths(last, -story.months - 12).slice(0, 7)}-01`;
  const everybody = births(story, scale, draw, { begin, last });
  const byCohort = Map.groupBy(everybody, (each) => each.cohort);
  const goodYears = new Map<number, number>();
  for (let first = begin; first <= last; first = addMonths(first, 1)) {
    const factor = goodYears.get(year(first)) ?? Math.exp(0.08 * normal(draw));
    goodYears.set(year(first), factor);
    for (const [cohort, members] of byCohort) {
      const age = placesOfYear[year(first) - cohort] ?? 0;
      const season = seasons[Number(first.slice(5, 7)) - 1] ?? 0;
      const places = Math.round(age * season * scale * factor * Math.exp(0.15 * normal(draw)));
      const at = new Date(startOfDay(first).getTime() + Math.floor((4 + draw() * 20) * 86_400_000));
      if (places === 0 || at > story.until) continue;
      give(members, places, at, story, draw);
      if (seasons.indexOf(season) === 0) byCohort.set(cohort, members.filter(lives));
    }
  }
  const begins = startOfDay(addMonths(last, -story.months));
  const told = everybody.filter((life) => {
    if (life.registeredAt > story.until) return false;
    advance(life, story.until);
    if (life.follows !== null && !hasWithdrawn(life.follows)) return false;
    const gone = life.done.findLast((step) => step.kind !== "interest-confirmed")?.at;
    return life.waiting || (gone !== undefined && gone >= begins);
  });
  return told;
}

const year = (date: LocalDate): number => Number(date.slice(0, 4));

function births(
  story: RegionStory,
  scale: number,
  draw: Draw,
  { begin, last }: { readonly begin: LocalDate; readonly last: LocalDate },
): Standing[] {
  const beginning = startOfDay(begin);
  const person = syntheticPeople(draw, story.firstSerial);
  const everybody: Standing[] = [];
  const stand = (plan: PlannedLife, cohort: number, follows: Standing | null): Standing => {
    const now = plan.class;
    const fresh = { waiting: true, general: true, turns: 0, plan: plan.steps, done: [] };
    const made = { ...plan, ...fresh, cohort, follows, now, seq: everybody.length };
    everybody.push(made);
    return made;
  };
  for (let cohort = year(begin) - 5; cohort <= year(last); cohort += 1) {
    const share = stillWaiting[year(begin) - cohort] ?? 1;
    for (let n = Math.round(birthsWhoApply * scale); n > 0; n -= 1) {
      const child = person(cohort);
      // Most families apply in the first two years of a child's life.
      const wait = (0.02 + draw() ** 1.7 * 3) * 365 * 86_400_000;
      const at = new Date(Math.floor(startOfDay(child.birthDate).getTime() + wait));
      if (at > story.until || (at < beginning && draw() > share)) continue;
      const life = stand(planLife(child, at, draw), cohort, null);
      const gone = life.plan.findLast((step) => step.kind === "withdrawn")?.at;
      if (gone === undefined || draw() > 0.15) continue;
      const again = new Date(Math.floor(gone.getTime() + (2 + 4 * draw()) * 30 * 86_400_000));
      if (localDateOf(again) >= addMonths(child.birthDate, 72)) continue;
      stand(planLife(child, again, draw), cohort, life);
    }
  }
  return everybody.toSorted((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime());
}

const hasWithdrawn = (life: Standing): boolean =>
  life.done.some((step) => step.kind === "withdrawn");

/** Whether anything can still happen to it. */
const lives = (life: Standing): boolean => life.waiting || life.plan.length > 0;

/** Takes the steps that are due. */
function advance(life: Standing, until: Date): void {
  for (let step = life.plan[0]; step !== undefined && step.at <= until; step = life.plan[0]) {
    life.plan.shift();
    life.done.push(step);
    life.now = step.change?.class ?? life.now;
    if (step.change?.queueType !== undefined) life.general = false;
    if (leaves.has(step.kind)) life.waiting = false;
    if (returns.has(step.kind)) life.waiting = true;
  }
}

const returns: ReadonlySet<string> = new Set(["restored", "released"]);
const leaves: ReadonlySet<string> = new Set([
  "held",
  "referred",
  "enrolled",
  "withdrawn",
  "removed",
]);

/** A month's places for one birth year: from the first on, whoever's turn comes takes one or lets it pass. */
function give(
  members: readonly Standing[],
  places: number,
  at: Date,
  { ratio }: RegionStory,
  draw: Draw,
): void {
  const queue = members.filter((life) => {
    if (life.registeredAt >= at) return false;
    advance(life, at);
    if (life.follows !== null && !hasWithdrawn(life.follows)) return false;
    return life.waiting && life.general;
  });
  const standing = queue.map((life) => {
    const { registeredAt, seq } = life;
    return { class: life.now, registeredAt, seq, life };
  });
  let left = places;
  for (const { life } of orderQueue(standing, ratio)) {
    if (left === 0) break;
    left -= takeTurn(life, at, draw);
  }
}

/** @returns how many places it took */
function takeTurn(life: Standing, at: Date, draw: Draw): 0 | 1 {
  const day = 86_400_000;
  const later = (from: number, to: number) =>
    new Date(Math.floor(at.getTime() + (from + (to - from) * draw()) * day));
  const rule = { ground: "registration" } as const;
  const came = { ...rule, kind: "turn-came", at, role: "system" } as const;
  life.turns += 1;
  const luck = draw();
  if (luck < 0.06) {
    const passed = { ...rule, kind: "turn-passed", at: later(3, 4), role: "system" } as const;
    schedule(life, [came, passed]);
    return 0;
  }
  const referred = { ...rule, kind: "referred", at: later(0.1, 2), role: "parent" } as const;
  if (luck < 0.1) {
    const hold = { kind: "held", ground: "stop-list", at: later(7, 8), role: "system" } as const;
    const free = {
      kind: "released",
      ground: "hold-over",
      at: later(17, 18),
      role: "system",
    } as const;
    schedule(life, [came, referred, hold, free]);
    return 1;
  }
  const enrolled = {
    ...rule,
    kind: "enrolled",
    at: later(3, 12),
    role: "kindergarten_head",
  } as const;
  life.plan = [];
  schedule(life, [came, referred, enrolled]);
  return 1;
}

/** What else was planned for the same days gives way; a departure waits for their end. */
function schedule(life: Standing, steps: readonly SyntheticStep[]): void {
  const last = steps.at(-1)?.at ?? new Date(0);
  const others = life.plan.flatMap((step, i) => {
    if (step.at > last) return [step];
    const lasts = leaves.has(step.kind) && step.kind !== "held";
    return lasts ? [{ ...step, at: new Date(last.getTime() + 1 + i) }] : [];
  });
  life.plan = [...steps, ...others];
  advance(life, steps[0]?.at ?? last);
}

function shuffled<T>(list: readonly T[], draw: Draw): T[] {
  return list
    .map((value) => ({ value, key: draw() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Mean 0, deviation 1 (Box and Muller). */
function normal(draw: Draw): number {
  return Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
}
