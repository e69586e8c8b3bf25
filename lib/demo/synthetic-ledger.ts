import type { ApplicationStatus } from "#lib/applications/status.ts";
import { afterChange, type EntryState, registrationFacts } from "#lib/queue/entry-state.ts";
import type { SyntheticLife } from "./synthetic-region.ts";

/** The entry at the end of a life, the events on its way there, and what its application is then. */
export function wayOf({ registeredAt, class: entryClass, cohort, steps }: SyntheticLife) {
  let entry: EntryState = {
    queueType: "general",
    districtKato: "",
    cohort,
    class: entryClass,
    registeredAt,
    seq: 0,
    waiting: true,
  };
  let status: ApplicationStatus = "REGISTERED";
  const begin = { role: "import", ground: "registration", data: registrationFacts(entry) };
  const events = [{ kind: "registered", at: registeredAt, ...begin }];
  for (const { kind, at, role, ground, change = {} } of steps) {
    const { after, facts } = afterChange(entry, kind, change);
    entry = after;
    status = statuses[kind] ?? status;
    events.push({ kind, at, role, ground, data: facts });
  }
  return { entry, events, status };
}

const statuses: Readonly<Record<string, ApplicationStatus>> = {
  "turn-came": "TURN_CAME",
  "turn-passed": "REGISTERED",
  held: "ON_HOLD",
  released: "REGISTERED",
  restored: "REGISTERED",
  referred: "REFERRAL_ISSUED",
  enrolled: "ENROLLED",
  withdrawn: "WITHDRAWN",
  removed: "REMOVED",
};
