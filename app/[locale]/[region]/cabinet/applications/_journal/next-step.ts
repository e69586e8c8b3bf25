import type { ApplicationView } from "#lib/applications/journal.ts";
import { isAsked } from "#lib/applications/interest.ts";
import { addDays, daysBetween, localDateOf, type LocalDate } from "#lib/calendar/local-date.ts";

/** What both the list and the page of an application know about it. */
export type Standing = Pick<
  ApplicationView,
  "status" | "checks" | "claims" | "interestDueAt" | "wishesDue"
>;

/**
 * mend: a register contradicts, the family must speak to the office · wishes: it chooses kindergartens, or will be
 * offered none · checking, privilege, wait: nothing to do, and why · look: something happened that the history tells · ended: closed for good.
 */
export type NextStep =
  | { readonly kind: "mend"; readonly checks: readonly string[] }
  | { readonly kind: "wishes" | "checking" | "privilege" | "wait" | "look" | "ended" };

/** What the family should do now; what needs them comes before what does not. */
export function nextStepOf(application: Standing): NextStep {
  const { status, checks, claims, wishesDue } = application;
  if (status === "ENROLLED" || status === "WITHDRAWN") return { kind: "ended" };
  const failed = checks.filter((check) => check.state === "failed").map((check) => check.kind);
  // Held because a parent has applied for the child of an unproven applicant: the decision on guardianship ends it.
  const waits = status === "REGISTERED" || (status === "ON_HOLD" && failed.includes("kinship"));
  if (!waits) return { kind: "look" };
  if (failed.length > 0) return { kind: "mend", checks: failed };
  if (wishesDue) return { kind: "wishes" };
  if (checks.some((check) => check.state === "pending")) return { kind: "checking" };
  if (claims.some((claim) => claim.status === "claimed")) return { kind: "privilege" };
  return { kind: "wait" };
}

export type Interest = {
  /** later: it will be asked · open: it is asked now · over: the day has passed. */
  readonly state: "later" | "open" | "over";
  /** The first and the last day on which it can be confirmed, UTC+5. */
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** Whole days to the last one; 0 on it, negative after it. */
  readonly daysLeft: number;
};

/**
 * When the confirmation of interest is asked for (manual 003: every 12 months from the registration); null for an
 * application that is closed, or answers a nearer question.
 * @param windowDays policy: how long before the last day it can be given
 */
export function interestOf(
  application: Pick<Standing, "status" | "interestDueAt">,
  windowDays: number,
  now: Date,
): Interest | null {
  const { status, interestDueAt } = application;
  if (interestDueAt === null || !isAsked({ status, gaveWay: false })) return null;
  const today = localDateOf(now);
  const until = localDateOf(interestDueAt);
  const from = addDays(until, -windowDays);
  const daysLeft = daysBetween(today, until);
  const state = daysLeft < 0 ? "over" : today < from ? "later" : "open";
  return { state, from, until, daysLeft };
}

/**
 * Whether to confirm interest is what there is to do: nothing else waits for the family but its wishes, which have no
 * last day.
 */
export function isAskedNow(application: Standing, interest: Interest | null): boolean {
  const { kind } = nextStepOf(application);
  return interest?.state === "open" && (kind === "wait" || kind === "wishes");
}
