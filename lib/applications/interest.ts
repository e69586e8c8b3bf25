import type { WorkingCalendar } from "#lib/calendar/calendar-data.ts";
import { deadlineAfterDays, deadlineAfterMonths } from "#lib/calendar/deadlines.ts";
import { addDays, daysBetween, endOfDay, localDateOf } from "#lib/calendar/local-date.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { PolicyParameters } from "#lib/regions/policy.ts";
import type { ApplicationStatus } from "./status.ts";

// Manual 003: every 12 months from the registration the family says that the place is still needed, or the child is
// taken off. The deadline is an instant that is stored with the application.

/**
 * Statuses in which a family is asked, and removed when it does not answer. It waits in all of them: in the queue, with
 * something to correct, or held back. Whoever has a turn, an offer, a voucher or a referral is answering a nearer
 * question already; if that ends in the queue again, the family is asked then (`whatNext`).
 */
export const askedStatuses = [
  "REGISTERED",
  "RETURNED",
  "ON_HOLD",
] as const satisfies readonly ApplicationStatus[];

/** Asked; and one that gave way holds no place, so there is nothing to keep (ADR 018). */
export function isAsked(application: {
  readonly status: string;
  readonly gaveWay: boolean;
}): boolean {
  return !application.gaveWay && askedStatuses.some((each) => each === application.status);
}

export type InterestPolicy = Pick<
  PolicyParameters,
  | "interestMonths"
  | "interestWindowDays"
  | "interestReminderDays"
  | "interestRestoreDays"
  | "interestBySms"
>;

/** later: not asked yet · open: can be confirmed · soon: the last reminders' days · over: the last day has passed. */
export type InterestState = "later" | "open" | "soon" | "over";

/** Where the instant stands before the deadline. Days are of UTC+5; `soon` begins with the reminder before the first. */
export function interestState(
  dueAt: Date,
  policy: Pick<InterestPolicy, "interestWindowDays" | "interestReminderDays">,
  now: Date,
): InterestState {
  if (now > dueAt) return "over";
  const left = daysBetween(localDateOf(now), localDateOf(dueAt));
  if (left > policy.interestWindowDays) return "later";
  const [, second = 0] = policy.interestReminderDays.toSorted((a, b) => b - a);
  return left <= second ? "soon" : "open";
}

/**
 * The reminder that is due at the instant, as days before the day: the nearest one whose day has come, so that a family
 * that comes late into the window hears one and not three; null before the first, after the deadline, and when it or a
 * nearer one has gone already.
 * @param remindedDays the last one that went
 */
export function reminderDue(
  dueAt: Date,
  days: readonly number[],
  remindedDays: number | null,
  now: Date,
): number | null {
  if (now > dueAt) return null;
  const left = daysBetween(localDateOf(now), localDateOf(dueAt));
  const [nearest] = days.filter((each) => left <= each).toSorted((a, b) => a - b);
  if (nearest === undefined) return null;
  return remindedDays === null || nearest < remindedDays ? nearest : null;
}

/** The last deadline, an instant, for which the reminder of so many days before has its day on the day of `now`. */
export function lastDueOfReminder(days: number, now: Date): Date {
  return endOfDay(addDays(localDateOf(now), days));
}

/**
 * The next deadline after a confirmation: so many months from the former day, not from the day of the answer, so that
 * answering early costs no time; from today where the former day has passed. Never earlier than the former one.
 */
export function nextInterestDue(
  dueAt: Date,
  policy: Pick<InterestPolicy, "interestMonths">,
  now: Date,
  calendar: WorkingCalendar,
): Date {
  const from = now > dueAt ? now : dueAt;
  return deadlineAfterMonths(from, policy.interestMonths, calendar);
}

/** What is known of the asking that ends with a deadline; null: neither asked nor answered. */
export type Asking = {
  readonly remindedDays: number | null;
  readonly removedAt: Date | null;
} | null;

/**
 * Whether the deadline may end anything: a reminder has gone, and the family was not taken off and brought back since,
 * by an objection that was upheld.
 */
export function wasAsked(asking: Asking): boolean {
  return asking !== null && asking.remindedDays !== null && asking.removedAt === null;
}

/** What becomes of a deadline that has passed: nobody is removed who was not asked, but gets a window of its own. */
export function whatNext(
  asking: Asking,
  policy: Pick<InterestPolicy, "interestWindowDays" | "interestRestoreDays">,
  now: Date,
  calendar: WorkingCalendar,
):
  | { readonly kind: "remove"; readonly restoreUntil: Date }
  | { readonly kind: "ask"; readonly dueAt: Date } {
  return !wasAsked(asking)
    ? { kind: "ask", dueAt: deadlineAfterDays(now, policy.interestWindowDays, calendar) }
    : {
        kind: "remove",
        restoreUntil: deadlineAfterDays(now, policy.interestRestoreDays, calendar),
      };
}

export type ConfirmRefusal = "not-asked" | "too-early" | "over";

/** Whether interest can be confirmed now. Who was not asked is never too late. */
export function mayConfirm(
  application: {
    readonly status: string;
    readonly gaveWay: boolean;
    readonly interestDueAt: Date | null;
  },
  asking: Asking,
  policy: Pick<InterestPolicy, "interestWindowDays" | "interestReminderDays">,
  now: Date,
): Result<Date, ConfirmRefusal> {
  const { interestDueAt: dueAt } = application;
  if (dueAt === null || !isAsked(application)) return fail("not-asked");
  const state = interestState(dueAt, policy, now);
  // Who was reminded may answer, also where a new rule has made the window shorter since.
  if (state === "later" && !wasAsked(asking)) return fail("too-early");
  return state === "over" && wasAsked(asking) ? fail("over") : ok(dueAt);
}

export type Removal = {
  readonly removedAt: Date | null;
  readonly restoreUntil: Date | null;
  readonly restoredAt: Date | null;
};

export type RestoreRefusal = "not-removed" | "once-only" | "over" | "replaced";

/**
 * Whether the old place can be taken back: once in the life of an application, within the window, and not when the
 * child stands in the same queue by another application.
 * @param periods every asking of the application
 */
export function mayRestore(
  status: string,
  periods: readonly Removal[],
  hasOther: boolean,
  now: Date,
): Result<undefined, RestoreRefusal> {
  const last = periods.find((each) => each.removedAt !== null && each.restoredAt === null);
  if (status !== "REMOVED" || last === undefined || last.restoreUntil === null) {
    return fail("not-removed");
  }
  if (periods.some((each) => each.restoredAt !== null)) return fail("once-only");
  if (now > last.restoreUntil) return fail("over");
  return hasOther ? fail("replaced") : ok();
}
