import { afterChange, type EntryState, registrationFacts } from "#lib/queue/entry-state.ts";
import type { LedgerLine } from "#lib/queue/replay.ts";
import { randomHistory } from "./random-history.ts";

/** The ledger and the rows that a history gives when it goes through the rules of the door. */
export function written(seed: number, length: number, apps: number) {
  const { steps, expected } = randomHistory(seed, length, apps);
  const rows = new Map<string, EntryState>();
  const lines = steps.map((step, index): LedgerLine => {
    const applicationId = `a${step.app}`;
    const line = { seq: index + 1, applicationId, kind: step.kind, at: step.at };
    if (step.kind === "registered") {
      const entry = { ...step.entry, seq: step.app + 1, waiting: true };
      rows.set(applicationId, entry);
      return { ...line, data: stored(registrationFacts(entry)) };
    }
    const before = rows.get(applicationId);
    if (!before) throw new Error("a history begins with a registration");
    const { after, facts } = afterChange(before, step.kind, step.change);
    rows.set(applicationId, after);
    return { ...line, data: stored({ ...step.data, ...facts }) };
  });
  return { lines, rows, expected };
}

// What comes back from the database is JSON.
function stored(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
}
