// How often one ground may be claimed for one application. Every claim is an event of the ledger, a message to the family
// and papers for an officer to look at, so claiming and giving up without end would be work for others without end.
// Giving up is never limited. Pure.

/** The same ground of one application: at most so often in so many days, however each claim ended. */
export const claimLimit = { count: 3, days: 30 } as const;

const minuteMs = 60_000;

/** The window's length in milliseconds; it slides. */
export const claimWindowMs = claimLimit.days * 24 * 60 * minuteMs;

/**
 * From when a ground can be claimed once more: a full minute, so that the time a family reads is the time that counts.
 * @param claimedAt when it was claimed, with the registration or later, in any order
 * @returns null where it can be at `now`
 */
export function claimableFrom(claimedAt: readonly Date[], now: Date): Date | null {
  const [oldest] = claimedAt
    .map((at) => at.getTime())
    .toSorted((one, two) => two - one)
    .slice(claimLimit.count - 1, claimLimit.count);
  if (oldest === undefined) return null;
  const from = Math.ceil((oldest + claimWindowMs) / minuteMs) * minuteMs;
  return from <= now.getTime() ? null : new Date(from);
}
