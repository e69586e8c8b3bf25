import { fail, ok, type Result } from "#lib/platform/result.ts";
import { isDecision } from "./decision.ts";
import type { ApplicationStatus } from "./status.ts";

/** An event of the ledger that a family may object to, and what became of it. */
export type Contested = {
  readonly kind: string;
  /** The last instant to object. */
  readonly appealUntil: Date;
  readonly appealed: boolean;
};

/** Whether a decision may be objected to now: once, and until its stored deadline. Pure. */
export function judgeAppeal(
  { kind, appealUntil, appealed }: Contested,
  now: Date,
): Result<undefined, "not-a-decision" | "already-appealed" | "too-late"> {
  if (!isDecision(kind)) return fail("not-a-decision");
  if (appealed) return fail("already-appealed");
  return now <= appealUntil ? ok() : fail("too-late");
}

/** An objection is answered by another officer than the one who decided; what the portal decided, by any. */
export function judgeAnswer(
  decidedBy: string | null,
  answeredBy: string,
): Result<undefined, "own-decision"> {
  return decidedBy === answeredBy ? fail("own-decision") : ok();
}

/**
 * What follows from an upheld objection. Nothing where the decision is in force no more: another one of its kind came
 * later, or it was taken back meanwhile.
 */
export type Remedy = "restore" | "release" | "end-return" | "confirm-privilege" | "none";

export function remedyOf(decided: {
  readonly kind: string;
  /** No other decision of its kind came later. */
  readonly isLast: boolean;
  readonly status: ApplicationStatus;
  /** Ground of the hold that runs now. */
  readonly heldFor: string | null;
}): Remedy {
  const { kind, isLast, status, heldFor } = decided;
  if (!isLast) return "none";
  switch (kind) {
    case "refused":
      return status === "REFUSED" ? "restore" : "none";
    case "removed":
      return status === "REMOVED" ? "restore" : "none";
    case "held":
      return status === "ON_HOLD" ? "release" : "none";
    case "returned-for-correction":
      if (status === "RETURNED") return "end-return";
      // Held because the correction did not come: without the return there is nothing to hold it for.
      return status === "ON_HOLD" && heldFor === "correction-missed" ? "release" : "none";
    case "privilege-refused":
      return "confirm-privilege";
    default:
      return "none";
  }
}
