import { describe, expect, it } from "vitest";
import {
  afterEvent,
  events,
  isLiving,
  isWaiting,
  statuses,
  type ApplicationEvent,
  type ApplicationStatus,
} from "#lib/applications/status.ts";

/** Every step that exists, written down a second time: what is not listed here must be refused. */
const allowed: Readonly<Record<string, ApplicationStatus>> = {
  "DRAFT register": "REGISTERED",
  "REGISTERED return-for-correction": "RETURNED",
  "REGISTERED hold": "ON_HOLD",
  "REGISTERED turn-comes": "TURN_CAME",
  "REGISTERED offer": "OFFERED",
  "REGISTERED issue-voucher": "VOUCHER_ISSUED",
  "REGISTERED refer": "REFERRAL_ISSUED",
  "RETURNED correct": "REGISTERED",
  "RETURNED hold": "ON_HOLD",
  "ON_HOLD release": "REGISTERED",
  "TURN_CAME turn-passes": "REGISTERED",
  "TURN_CAME refer": "REFERRAL_ISSUED",
  "OFFERED offer-lapses": "REGISTERED",
  "OFFERED refer": "REFERRAL_ISSUED",
  "VOUCHER_ISSUED confirm-voucher": "VOUCHER_CONFIRMED",
  "VOUCHER_ISSUED voucher-lapses": "INACTIVE",
  "VOUCHER_CONFIRMED waitlist": "WAITLISTED",
  "VOUCHER_CONFIRMED enrol": "ENROLLED",
  "VOUCHER_CONFIRMED voucher-lapses": "INACTIVE",
  "WAITLISTED enrol": "ENROLLED",
  "WAITLISTED voucher-lapses": "INACTIVE",
  "INACTIVE restore": "REGISTERED",
  "REFERRAL_ISSUED extend-referral": "REFERRAL_EXTENDED",
  "REFERRAL_ISSUED annul-referral": "ON_HOLD",
  "REFERRAL_ISSUED enrol": "ENROLLED",
  "REFERRAL_EXTENDED annul-referral": "ON_HOLD",
  "REFERRAL_EXTENDED enrol": "ENROLLED",
  "REFUSED restore": "REGISTERED",
  "REMOVED restore": "REGISTERED",
};

const ended: readonly ApplicationStatus[] = ["ENROLLED", "WITHDRAWN", "REFUSED", "REMOVED"];
const leaving: Readonly<Partial<Record<ApplicationEvent, ApplicationStatus>>> = {
  withdraw: "WITHDRAWN",
  refuse: "REFUSED",
  remove: "REMOVED",
};

function expected(status: ApplicationStatus, event: ApplicationEvent): ApplicationStatus | null {
  const left = leaving[event];
  if (left && status !== "DRAFT" && !ended.includes(status)) return left;
  return allowed[`${status} ${event}`] ?? null;
}

describe("the application's life", () => {
  it.each(statuses)("allows from %s what the table says and nothing else", (status) => {
    for (const event of events) {
      const result = afterEvent(status, event);
      expect(result.ok ? result.value : null, `${status} ${event}`).toBe(expected(status, event));
    }
  });

  it("never leaves an application both over and waiting", () => {
    expect(statuses.filter((status) => isWaiting(status) && !isLiving(status))).toEqual([]);
    for (const status of ended) expect(isLiving(status)).toBe(false);
  });
});
