import {
  afterEvent,
  isWaiting,
  type ApplicationEvent,
  type ApplicationStatus,
} from "#lib/applications/status.ts";
import { privilegeCategories } from "#lib/privileges/categories.ts";
import { classOfClaims, type PrivilegeClaim } from "#lib/privileges/rules.ts";
import type { EntryChange, EntryState } from "#lib/queue/entry-state.ts";
import type { QueueEventKind } from "#lib/queue/ledger.ts";

/** One step of a history: what is told to the ledger's door. */
export type Step =
  | {
      readonly app: number;
      readonly kind: "registered";
      readonly at: Date;
      readonly entry: Omit<EntryState, "seq" | "waiting">;
    }
  | {
      readonly app: number;
      readonly kind: Exclude<QueueEventKind, "registered">;
      readonly at: Date;
      readonly change: EntryChange;
      readonly data: Readonly<Record<string, unknown>>;
    };

/** Where an application must stand by the rules of its life and of its privileges, not by the ledger's. */
export type Expected = Omit<EntryState, "seq">;

type App = {
  status: ApplicationStatus;
  claims: PrivilegeClaim[];
  place: Omit<EntryState, "seq" | "waiting" | "class">;
};

// Which event of the ledger tells each step of an application's life.
const told: Partial<Record<ApplicationEvent, Exclude<QueueEventKind, "registered">>> = {
  "return-for-correction": "returned-for-correction",
  correct: "correction-sent",
  hold: "held",
  release: "released",
  "turn-comes": "turn-came",
  "turn-passes": "turn-passed",
  refer: "referred",
  "annul-referral": "held",
  enrol: "enrolled",
  withdraw: "withdrawn",
  refuse: "refused",
  remove: "removed",
  restore: "restored",
};
const lifeSteps = Object.keys(told) as (keyof typeof told)[];
const harmless = [
  "register-checked",
  "signature-checked",
  "paper-removed",
  "interest-confirmed",
  "appealed",
  "appeal-answered",
  "grouped",
  "ungrouped",
  "paper-added",
  "wishes-changed",
] as const;
const categories = privilegeCategories.map(({ code }) => code);
const begin = Date.parse("2026-01-05T04:00:00.000Z");

/** Numbers from 0 to below 1 that follow from the seed (mulberry32). */
export function drawn(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws one of a list. */
export const pickerOf =
  (random: () => number) =>
  <T>(from: readonly T[]): T => {
    const one = from[Math.floor(random() * from.length)];
    if (one === undefined) throw new RangeError("nothing to pick from");
    return one;
  };

/** A history of `length` events of about `apps` applications that the real rules allow. */
export function randomHistory(seed: number, length: number, apps: number) {
  const random = drawn(seed);
  const pick = pickerOf(random);
  const all: App[] = [];
  const steps: Step[] = [];
  const place = () => ({
    queueType: pick(["general", "general", "sanatorium"]),
    districtKato: pick(["", "", "111000000"]),
    cohort: pick([2021, 2022, 2023]),
  });
  while (steps.length < length) {
    const at = new Date(begin + steps.length * 7_000 + Math.floor(random() * 5) * 1000);
    if (all.length < apps && (all.length === 0 || random() < 0.2)) {
      const app: App = {
        status: "REGISTERED",
        claims: [],
        place: { ...place(), registeredAt: at },
      };
      all.push(app);
      const entry = { ...app.place, class: "ordinary" as const };
      steps.push({ app: all.length - 1, kind: "registered", at, entry });
      continue;
    }
    const index = Math.floor(random() * all.length);
    const app = all[index];
    const step = app && nextStep(app);
    if (step) steps.push({ app: index, at, ...step });
  }
  return { steps, expected: all.map(expectedOf) };

  function nextStep(app: App) {
    const kindOfStep = random();
    if (kindOfStep < 0.5) {
      const event = pick(lifeSteps);
      const next = afterEvent(app.status, event);
      const kind = told[event];
      if (!next.ok || kind === undefined) return null;
      app.status = next.value;
      return { kind, change: {}, data: { event } };
    }
    if (kindOfStep < 0.7) return claimStep(app);
    if (kindOfStep < 0.8) {
      const change = place();
      Object.assign(app.place, change);
      return { kind: "moved" as const, change, data: { because: "renewal" } };
    }
    if (kindOfStep < 0.87) {
      const registeredAt = new Date(app.place.registeredAt.getTime() - Math.floor(random() * 9e8));
      app.place = { ...app.place, registeredAt };
      return { kind: "corrected" as const, change: { registeredAt }, data: { what: "instant" } };
    }
    return { kind: pick(harmless), change: {}, data: { result: "passed" } };
  }

  function claimStep(app: App) {
    const category = pick(categories);
    const known = app.claims.find((each) => each.category === category);
    const status = known
      ? pick(["confirmed", "refused", "expired", "withdrawn"] as const)
      : "claimed";
    app.claims = [...app.claims.filter((each) => each !== known), { category, status }];
    const kind = status === "withdrawn" ? "privilege-given-up" : (`privilege-${status}` as const);
    return { kind, change: { class: expectedOf(app).class }, data: { category } } as const;
  }

  function expectedOf(app: App): Expected {
    const entryClass = classOfClaims(app.claims, "2026-01-05");
    return { ...app.place, class: entryClass, waiting: isWaiting(app.status) };
  }
}
