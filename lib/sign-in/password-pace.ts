import type { Limit } from "#lib/platform/rate-limit.ts";

/**
 * How fast one may guess a password, or the number that is bound to an IIN. Pure: the rules; they are counted in
 * `password-budget.ts` and `one-time-code.ts`.
 */

const minute = 60;
const hour = 60 * minute;

/** What all strangers together have, and what one network has of it: the rest is left to everybody else. */
export type Pace = { readonly together: Limit; readonly oneNetwork: Limit };

/**
 * Passwords of an account, tried by browsers that were never in it: the longer one guesses, the longer one waits, and
 * never for good (NIST 800-63B: at most 100 failures). Tries that are refused do not count. One network is refused before
 * the account is, so that a guesser who takes every turn he gets leaves some to the owner's new telephone.
 */
export const passwordPace: readonly Pace[] = [
  { together: limit(5, 10 * minute), oneNetwork: limit(3, 10 * minute) },
  { together: limit(12, 2 * hour), oneNetwork: limit(8, 2 * hour) },
  { together: limit(20, 12 * hour), oneNetwork: limit(12, 12 * hour) },
];

/** Numbers tried for an IIN: each question costs the register one too. */
export const pairPace: readonly Pace[] = [
  { together: limit(20, hour), oneNetwork: limit(12, hour) },
];

/** Fewer guesses than this no accepted password takes (`password-rules.ts`). */
const weakestPassword = 1e6;

/**
 * How many tries of a day are compared at the worst, by however many networks: none of the windows that a day touches
 * lets through more than its count, and it touches one more than fit into it.
 */
export function mostTriesOfDay(paces: readonly Pace[]): number {
  const ofEach = paces.map(
    ({ together }) => together.count * (1 + Math.ceil((24 * hour) / together.windowSeconds)),
  );
  return Math.min(...ofEach);
}

/** The probability that a day of guessing opens the account with the weakest password that is accepted. */
export function riskOfGuessing(tries: number): number {
  return tries / weakestPassword;
}

function limit(count: number, windowSeconds: number): Limit {
  return { count, windowSeconds };
}
