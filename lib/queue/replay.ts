import { z } from "zod";
import { changedFacts, dataVersion, effects, entryFacts, type EntryState } from "./entry-state.ts";
import { queueEventKinds } from "./ledger.ts";
import { entryClasses } from "./order.ts";

/** One event as the ledger keeps it. */
export type LedgerLine = {
  readonly seq: number;
  readonly applicationId: string;
  readonly kind: string;
  readonly at: Date;
  readonly data: Readonly<Record<string, unknown>>;
};

export type LedgerFault = {
  readonly eventSeq: number;
  readonly code:
    | "registered-twice"
    | "not-registered"
    /** A kind or data that no version of the ledger knows. */
    | "unreadable"
    /** The former value it names is not the one the events before it give: something between is missing. */
    | "from-differs"
    /** It changes what an event of its kind does not change. */
    | "not-its-change";
};

/** An entry as its events tell it. Null where the first version of the ledger told nothing. */
export type ReplayedEntry = Omit<EntryState, "districtKato" | "seq"> & {
  readonly districtKato: string | null;
  readonly seq: number | null;
};

export type ReplayedLife = {
  /** Null before its registration. */
  readonly entry: ReplayedEntry | null;
  readonly faults: readonly LedgerFault[];
};

const known = z.enum(queueEventKinds);
const newest = z.object({ v: z.literal(dataVersion) });
const firstRegistration = z.object({
  queueType: z.string(),
  districtKato: z.string().nullable().default(null),
  cohort: z.int(),
  class: z.enum(entryClasses),
});
// The first version told the class that a privilege gave, and of a move the fields that moved.
const firstChange = z.object({
  class: z.enum(entryClasses).optional(),
  to: changedFacts.optional(),
});
const change = z.object({ from: changedFacts, to: changedFacts });

/** One event of an application and the entry after it; a fault leaves the entry as it was. */
export type ReplayedStep = {
  readonly event: LedgerLine;
  /** Null before its registration. */
  readonly entry: ReplayedEntry | null;
  readonly fault: LedgerFault["code"] | null;
};

/**
 * The entry of one application after each of its events, from nothing but the ledger; the work grows with their number
 * and no faster. Pure.
 * @param events of one application, in the order of their numbers
 */
export function replaySteps(events: readonly LedgerLine[]): ReplayedStep[] {
  let entry: ReplayedEntry | null = null;
  return events.map((event) => {
    const next = after(entry, event);
    if (typeof next === "string") return { event, entry, fault: next };
    entry = next;
    return { event, entry, fault: null };
  });
}

/** The entry that the events of one application give at last, and what is wrong with them. Pure. */
export function replayLife(events: readonly LedgerLine[]): ReplayedLife {
  const steps = replaySteps(events);
  const faults = steps.flatMap(({ event, fault }) =>
    fault === null ? [] : [{ eventSeq: event.seq, code: fault }],
  );
  return { entry: steps.at(-1)?.entry ?? null, faults };
}

/**
 * The entries of all applications of a ledger, each by its own events.
 * @param until the ledger as it stood at this instant; all of it when not given
 */
export function replay(
  events: readonly LedgerLine[],
  until?: Date,
): ReadonlyMap<string, ReplayedLife> {
  const lives = new Map<string, LedgerLine[]>();
  for (const event of events) {
    if (until !== undefined && event.at > until) continue;
    const life = lives.get(event.applicationId);
    if (life) life.push(event);
    else lives.set(event.applicationId, [event]);
  }
  return new Map(
    [...lives].map(([id, life]) => [id, replayLife(life.toSorted((a, b) => a.seq - b.seq))]),
  );
}

/** The fields in which a row is not what its events tell; «entry» when one of the two is missing. */
export function differences(row: EntryState | null, told: ReplayedEntry | null): string[] {
  if (row === null || told === null) return row === told ? [] : ["entry"];
  const fields: string[] = [];
  for (const [field, value] of Object.entries(told)) {
    const kept = row[field as keyof EntryState];
    if (value === null || value === kept) continue;
    const sameInstant =
      value instanceof Date && kept instanceof Date && value.getTime() === kept.getTime();
    if (!sameInstant) fields.push(field);
  }
  return fields;
}

function after(
  before: ReplayedEntry | null,
  { kind: name, at, data }: LedgerLine,
): ReplayedEntry | LedgerFault["code"] {
  const kind = known.safeParse(name).data;
  if (kind === undefined) return "unreadable";
  const first = !newest.safeParse(data).success;
  if (first && data["v"] !== undefined) return "unreadable";
  if (kind === "registered") {
    if (before !== null) return "registered-twice";
    if (!first) return entryFacts.safeParse(data).data ?? "unreadable";
    const facts = firstRegistration.safeParse(data).data;
    return facts ? { ...facts, registeredAt: at, seq: null, waiting: true } : "unreadable";
  }
  if (before === null) return "not-registered";
  const { waiting, may } = effects[kind];
  if (first) {
    const facts = firstChange.safeParse(data).data;
    if (facts === undefined) return "unreadable";
    const told = Object.entries({ class: facts.class, ...facts.to });
    const moves = told.filter(([field]) => may.some((each) => each === field));
    const next = { ...before, ...without(Object.fromEntries(moves)) };
    return { ...next, waiting: waiting ?? before.waiting };
  }
  const facts = change.safeParse(data).data;
  if (facts === undefined) return "unreadable";
  const allowed: readonly string[] = waiting === undefined ? may : [...may, "waiting"];
  const changed = Object.keys(facts.to);
  if (changed.some((field) => !allowed.includes(field))) return "not-its-change";
  if (changed.some((field) => !(field in facts.from))) return "unreadable";
  const former = { ...before, ...without(facts.from), seq: before.seq ?? 0 };
  const whole = { ...former, districtKato: former.districtKato ?? "" };
  if (differences(whole, before).length > 0) return "from-differs";
  const next = { ...before, ...without(facts.to) };
  if (waiting !== undefined && next.waiting !== waiting) return "not-its-change";
  return next;
}

/** Only what is there: a field that is not told must not wipe out the former value. */
function without(facts: z.infer<typeof changedFacts>): Partial<EntryState> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
