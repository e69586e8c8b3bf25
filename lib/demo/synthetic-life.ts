import { addDays, addMonths, endOfDay, localDateOf, startOfDay } from "#lib/calendar/local-date.ts";
import type { EntryChange } from "#lib/queue/entry-state.ts";
import type { QueueEventKind, QueueEventRecord } from "#lib/queue/ledger.ts";
import type { EntryClass } from "#lib/queue/order.ts";
import type { Draw, SyntheticPerson } from "./synthetic-person.ts";

/** What happens to an invented application after its registration. */
export type SyntheticStep = {
  readonly kind: Exclude<QueueEventKind, "registered">;
  readonly at: Date;
  readonly role: QueueEventRecord["actorRole"];
  readonly ground: string;
  readonly change?: EntryChange;
};

export type SyntheticClaim = {
  readonly category: string;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly status: "claimed" | "confirmed" | "refused" | "expired";
};

/** One application: as it was registered, and everything until it leaves, were there no places. */
export type PlannedLife = {
  readonly child: SyntheticPerson;
  readonly registeredAt: Date;
  readonly class: EntryClass;
  readonly claim: SyntheticClaim | null;
  readonly steps: SyntheticStep[];
};

const day = 86_400_000;
const month = 30.4 * day;

/**
 * A family's life in the queue as chance has it: privileges confirmed, refused, claimed later and expired; interest
 * confirmed every year or not; withdrawals, moves away, holds. Leaving for a place is for whoever gives places.
 */
export function planLife(child: SyntheticPerson, registeredAt: Date, draw: Draw): PlannedLife {
  const { entryClass, claim, steps } = privileges(registeredAt, draw);
  const ends = leaving(child, registeredAt, draw);
  const end = ends.at(-1)?.at ?? endOfDay("9999-12-31");
  steps.push(...yearsOfInterest(registeredAt, end, draw));
  if (draw() < 0.02) steps.push(...pause(after(registeredAt, 20 * draw() * month), draw));
  if (draw() < 0.002) {
    const at = after(registeredAt, (1 + 12 * draw()) * month);
    const change = { queueType: "sanatorium" };
    steps.push({ kind: "moved", at, role: "officer", ground: "office-move", change });
  }
  const living = steps.filter((step) => step.at < end);
  // A removal for want of interest ends the life too, unless it was restored.
  const kept: SyntheticStep[] = [];
  let out = false;
  for (const step of [...living, ...ends].toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (out && step.kind !== "restored") continue;
    out = step.kind === "removed" || step.kind === "withdrawn";
    kept.push(step);
  }
  return { child, registeredAt, class: entryClass, claim, steps: kept };
}

const after = (at: Date, milliseconds: number): Date =>
  new Date(Math.floor(at.getTime() + milliseconds));

function privileges(registeredAt: Date, draw: Draw) {
  const luck = draw();
  const entryClass: EntryClass =
    luck < 0.06 ? "extraordinary" : luck < 0.22 ? "first-priority" : "ordinary";
  const later = luck >= 0.22 && luck < 0.24;
  if (entryClass === "ordinary" && !later)
    return { entryClass, claim: null, steps: [] as SyntheticStep[] };
  const right = later ? "first-priority" : entryClass;
  const category = right === "extraordinary" ? "military" : "large-family";
  const createdAt = later ? after(registeredAt, (1 + 10 * draw()) * month) : registeredAt;
  const decidedAt = after(createdAt, (0.5 + 5 * draw()) * day);
  const decision = draw();
  const claimed = { ground: "privilege-claim", kind: "privilege-claimed", role: "parent" } as const;
  const steps: SyntheticStep[] = [
    { ...claimed, at: createdAt, ...(later && { change: { class: right } }) },
  ];
  const decided = { ground: "privilege-claim", role: "officer", at: decidedAt } as const;
  const back = { change: { class: "ordinary" } } as const;
  if (decision < 0.07) {
    steps.push({ ...decided, ...back, kind: "privilege-refused" });
    const claim = { category, createdAt, decidedAt, status: "refused" } as const;
    return { entryClass, claim, steps };
  }
  steps.push({ ...decided, kind: "privilege-confirmed" });
  const expires = after(decidedAt, (8 + 10 * draw()) * month);
  const expired = decision > 0.96;
  if (expired) {
    steps.push({ ...decided, ...back, kind: "privilege-expired", role: "system", at: expires });
  }
  const status = expired ? ("expired" as const) : ("confirmed" as const);
  return { entryClass, claim: { category, createdAt, decidedAt, status }, steps };
}

/** By the family's wish or because it moved away, six in a thousand every month; at the sixth birthday at the latest. */
function leaving(child: SyntheticPerson, registeredAt: Date, draw: Draw): SyntheticStep[] {
  const wish = after(registeredAt, (-Math.log(1 - draw()) / 0.006) * month + day);
  const six = startOfDay(addDays(addMonths(child.birthDate, 72), 1));
  const moved = draw() < 0.25;
  if (six <= wish) {
    if (six <= registeredAt) return [];
    return [
      { kind: "removed", at: after(six, 10 * 3_600_000), role: "system", ground: "remove-age" },
    ];
  }
  return moved
    ? [{ kind: "removed", at: wish, role: "officer", ground: "remove-moved" }]
    : [{ kind: "withdrawn", at: wish, role: "parent", ground: "applicants-wish" }];
}

/** Every anniversary: confirmed within the month before it, or taken off, and one in three of these given back. */
function yearsOfInterest(registeredAt: Date, end: Date, draw: Draw): SyntheticStep[] {
  const steps: SyntheticStep[] = [];
  for (let year = 1; year < 7; year += 1) {
    const due = endOfDay(addMonths(localDateOf(registeredAt), 12 * year));
    if (due >= end) break;
    const rule = { ground: "registration" } as const;
    if (draw() < 0.96) {
      const at = after(due, -29 * day * draw());
      steps.push({ ...rule, kind: "interest-confirmed", at, role: "parent" });
      continue;
    }
    const off = after(due, 60_000);
    steps.push({ ...rule, kind: "removed", at: off, role: "system" });
    if (draw() > 0.33) break;
    const at = after(off, (3 + 20 * draw()) * day);
    steps.push({ kind: "restored", at, role: "officer", ground: "office-restore" });
  }
  return steps;
}

function pause(at: Date, draw: Draw): SyntheticStep[] {
  const until = after(at, (5 + 10 * draw()) * day);
  return [
    { kind: "held", at, role: "officer", ground: "hold-papers" },
    { kind: "released", at: until, role: "officer", ground: "hold-over" },
  ];
}
