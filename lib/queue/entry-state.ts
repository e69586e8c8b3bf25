import { z } from "zod";
import type { QueueEventKind } from "./ledger.ts";
import { entryClasses, type EntryClass } from "./order.ts";

/** Everything that an entry's place rests on, as its row holds it. */
export type EntryState = {
  readonly queueType: string;
  /** Empty where the region does not split its queue by district. */
  readonly districtKato: string;
  readonly cohort: number;
  readonly class: EntryClass;
  /** Instant, UTC. Never later than the event that gave it. */
  readonly registeredAt: Date;
  readonly seq: number;
  readonly waiting: boolean;
};

/** What an event may change besides whether the entry waits, which follows from its kind. */
export type EntryChange = Partial<Omit<EntryState, "seq" | "waiting">>;

type Effect = { readonly waiting?: boolean; readonly may: readonly (keyof EntryChange)[] };

const nothing: Effect = { may: [] };
const byClaim: Effect = { may: ["class"] };
const leaves: Effect = { waiting: false, may: [] };
const returns: Effect = { waiting: true, may: [] };

/** What each kind of event does to an entry. An event that does anything else is refused and, if found, a fault. */
export const effects: Readonly<Record<Exclude<QueueEventKind, "registered">, Effect>> = {
  "privilege-claimed": byClaim,
  "privilege-confirmed": byClaim,
  "privilege-refused": byClaim,
  "privilege-expired": byClaim,
  "privilege-given-up": byClaim,
  moved: { may: ["queueType", "districtKato", "cohort", "class"] },
  held: leaves,
  released: returns,
  "turn-came": nothing,
  referred: leaves,
  enrolled: leaves,
  withdrawn: leaves,
  removed: leaves,
  restored: returns,
  "register-checked": nothing,
  "signature-checked": nothing,
  "paper-removed": nothing,
  corrected: { may: ["queueType", "districtKato", "cohort", "class", "registeredAt"] },
  refused: leaves,
  "turn-passed": nothing,
  "interest-confirmed": nothing,
  "returned-for-correction": nothing,
  "correction-sent": nothing,
  appealed: nothing,
  "appeal-answered": nothing,
  grouped: nothing,
  ungrouped: nothing,
  "paper-added": nothing,
  "wishes-changed": nothing,
};

/** The form of `data` since events tell the whole change: `from` and `to`, or the whole entry at its registration. */
export const dataVersion = 2;

/** An entry's fields as they stand in the ledger. */
export const entryFacts = z.object({
  queueType: z.string(),
  districtKato: z.string(),
  cohort: z.int(),
  class: z.enum(entryClasses),
  registeredAt: z.iso.datetime().transform((text) => new Date(text)),
  seq: z.int(),
  waiting: z.boolean(),
});
export const changedFacts = entryFacts.omit({ seq: true }).partial();

type Facts = Readonly<Record<string, unknown>>;

/** The data of a registration: the whole entry. */
export function registrationFacts(entry: EntryState): Facts {
  return { v: dataVersion, ...entry, registeredAt: entry.registeredAt.toISOString() };
}

/**
 * The entry after an event and what the ledger tells of the difference: former and new value of each field that really
 * changed.
 * @throws RangeError when an event of this kind changes no such thing
 */
export function afterChange(
  before: EntryState,
  kind: Exclude<QueueEventKind, "registered">,
  change: EntryChange,
): { readonly after: EntryState; readonly facts: Facts } {
  const effect = effects[kind];
  const from: Record<string, unknown> = {};
  const to: Record<string, unknown> = {};
  const wanted = effect.waiting === undefined ? change : { ...change, waiting: effect.waiting };
  for (const [field, value] of Object.entries(wanted)) {
    const former = told(before[field as keyof EntryState]);
    const next = told(value);
    if (former === next) continue;
    if (field !== "waiting" && !effect.may.some((each) => each === field)) {
      throw new RangeError(`an event «${kind}» does not change ${field}`);
    }
    from[field] = former;
    to[field] = next;
  }
  return { after: { ...before, ...wanted }, facts: { v: dataVersion, from, to } };
}

function told(value: EntryState[keyof EntryState] | undefined): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
