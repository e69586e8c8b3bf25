import { entryClasses, type EntryClass } from "#lib/queue/order.ts";
import type { Leaf } from "./leaf.ts";

/** Where an entry stands after an event: what the leaf of its next event begins with. */
export type EntryState = {
  readonly class: EntryClass;
  readonly cohort: number;
  readonly queue: string;
  /** ISO 8601, UTC. */
  readonly registeredAt: string;
};

export type LedgerEvent = {
  readonly seq: number;
  readonly kind: string;
  readonly at: Date;
  readonly actorRole: string;
  readonly legalGround: string;
  readonly data: Readonly<Record<string, unknown>>;
};

export type EntryOfLog = {
  readonly region: string;
  readonly entryCode: string;
};

/**
 * The leaf of an event, made from the ledger alone, so that the same ledger gives the same log.
 * @param before the state in the entry's leaf before this one; for its first leaf, what the portal knows of the entry
 */
export function leafOf(event: LedgerEvent, entry: EntryOfLog, before: EntryState): Leaf {
  const state = stateAfter(event.data, before);
  return {
    at: event.at.toISOString(),
    by: codeOr(event.actorRole, /^[a-z_-]{1,40}$/, "unknown"),
    class: state.class,
    cohort: state.cohort,
    entry: entry.entryCode,
    event: codeOr(event.kind, /^[a-z-]{1,40}$/, "other"),
    ground: codeOr(event.legalGround, /^[a-z][a-z-]{0,59}$/, "other"),
    queue: state.queue,
    region: entry.region,
    registeredAt: state.registeredAt,
    seq: event.seq,
    v: 1,
  };
}

/** Events tell what changed as `class`, `cohort`, `queueType`, `registeredAt`, or under `to` where a former value stands beside it. */
function stateAfter(data: Readonly<Record<string, unknown>>, before: EntryState): EntryState {
  const to = isRecord(data["to"]) ? data["to"] : {};
  const told = { ...data, ...to };
  const { class: entryClass, cohort, queueType, registeredAt } = told;
  return {
    class: entryClasses.find((each) => each === entryClass) ?? before.class,
    cohort: typeof cohort === "number" ? cohort : before.cohort,
    queue: typeof queueType === "string" ? queueType : before.queue,
    registeredAt: isInstant(registeredAt) ? registeredAt : before.registeredAt,
  };
}

function isInstant(value: unknown): value is string {
  return typeof value === "string" && instant.test(value);
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is no code of ours is not published: a field that some day carries words must not carry them out. */
function codeOr(text: string, form: RegExp, otherwise: string): string {
  return form.test(text) ? text : otherwise;
}
