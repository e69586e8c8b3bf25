import { fail, ok, type Result } from "#lib/platform/result.ts";

/** Where an application stands in its life (the working set of statuses of the queue's practice). */
export const statuses = [
  "DRAFT",
  "REGISTERED",
  "RETURNED",
  "ON_HOLD",
  "TURN_CAME",
  "OFFERED",
  "VOUCHER_ISSUED",
  "VOUCHER_CONFIRMED",
  "WAITLISTED",
  "INACTIVE",
  "REFERRAL_ISSUED",
  "REFERRAL_EXTENDED",
  "ENROLLED",
  "WITHDRAWN",
  "REFUSED",
  "REMOVED",
] as const;
export type ApplicationStatus = (typeof statuses)[number];

/** What may happen to an application. */
export const events = [
  "register",
  "return-for-correction",
  "correct",
  "hold",
  "release",
  "turn-comes",
  "turn-passes",
  "offer",
  "offer-lapses",
  "issue-voucher",
  "confirm-voucher",
  "voucher-lapses",
  "waitlist",
  "refer",
  "extend-referral",
  "annul-referral",
  "enrol",
  "withdraw",
  "refuse",
  "remove",
  "restore",
] as const;
export type ApplicationEvent = (typeof events)[number];

type Row = Partial<Record<ApplicationEvent, ApplicationStatus>>;

/** A family may leave, and the office may refuse or remove, from every living status. */
const leaving: Row = { withdraw: "WITHDRAWN", refuse: "REFUSED", remove: "REMOVED" };

/** The one table of the application's life; what is not in it is refused. */
const transitions: Record<ApplicationStatus, Row> = {
  DRAFT: { register: "REGISTERED" },
  REGISTERED: {
    ...leaving,
    "return-for-correction": "RETURNED",
    hold: "ON_HOLD",
    "turn-comes": "TURN_CAME",
    offer: "OFFERED",
    "issue-voucher": "VOUCHER_ISSUED",
    refer: "REFERRAL_ISSUED",
  },
  RETURNED: { ...leaving, correct: "REGISTERED", hold: "ON_HOLD" },
  ON_HOLD: { ...leaving, release: "REGISTERED" },
  TURN_CAME: { ...leaving, "turn-passes": "REGISTERED", refer: "REFERRAL_ISSUED" },
  OFFERED: { ...leaving, "offer-lapses": "REGISTERED", refer: "REFERRAL_ISSUED" },
  VOUCHER_ISSUED: {
    ...leaving,
    "confirm-voucher": "VOUCHER_CONFIRMED",
    "voucher-lapses": "INACTIVE",
  },
  VOUCHER_CONFIRMED: {
    ...leaving,
    waitlist: "WAITLISTED",
    enrol: "ENROLLED",
    "voucher-lapses": "INACTIVE",
  },
  WAITLISTED: { ...leaving, enrol: "ENROLLED", "voucher-lapses": "INACTIVE" },
  INACTIVE: { ...leaving, restore: "REGISTERED" },
  REFERRAL_ISSUED: {
    ...leaving,
    "extend-referral": "REFERRAL_EXTENDED",
    "annul-referral": "ON_HOLD",
    enrol: "ENROLLED",
  },
  REFERRAL_EXTENDED: { ...leaving, "annul-referral": "ON_HOLD", enrol: "ENROLLED" },
  ENROLLED: {},
  WITHDRAWN: {},
  REFUSED: { restore: "REGISTERED" },
  REMOVED: { restore: "REGISTERED" },
};

/** The status after the event, or `out-of-turn` where the table has no such step. */
export function afterEvent(
  status: ApplicationStatus,
  event: ApplicationEvent,
): Result<ApplicationStatus, "out-of-turn"> {
  const next = transitions[status][event];
  return next === undefined ? fail("out-of-turn") : ok(next);
}

/** Statuses in which a second application for the same child and queue type is a duplicate. */
export function isLiving(status: ApplicationStatus): boolean {
  return !["DRAFT", "ENROLLED", "WITHDRAWN", "REFUSED", "REMOVED"].includes(status);
}

/** Statuses in which the entry is counted in the queue's order. */
export function isWaiting(status: ApplicationStatus): boolean {
  return ["REGISTERED", "RETURNED", "TURN_CAME", "OFFERED"].includes(status);
}

/**
 * Statuses in which a family may change what its place rests on: it waits, or waits to be let in again, and no place is
 * being given to it.
 */
export function isAtRest(status: ApplicationStatus): boolean {
  return ["REGISTERED", "RETURNED", "ON_HOLD", "INACTIVE"].includes(status);
}

export function isStatus(value: string): value is ApplicationStatus {
  return (statuses as readonly string[]).includes(value);
}
