/** Three attempts, as manual 000 says. */
export const recoveryAttempts = 3;

/** Wrong answers older than this are forgotten: whoever guesses slowly gets no more than two tries a year. */
export const recoveryMemoryMilliseconds = 365 * 24 * 60 * 60_000;

/** An attempt whose process died before it was compared counts as a wrong one after this. */
export const openAttemptMilliseconds = 60_000;

/** How long right answers wait for the new phone, its code and the password. */
export const recoveryProofMilliseconds = 30 * 60_000;

/** For so long whoever had the old contacts can stop the change, and a light sign-in may not give anything away. */
export const holdMilliseconds = 72 * 60 * 60_000;

/**
 * Answers from one network, whichever IINs they are about: a service centre or a mobile operator's gateway may stand
 * behind one address, and whoever wants to lock families out must find many.
 */
export const sourceLimits = [
  { name: "hour", limit: { count: 20, windowSeconds: 60 * 60 } },
  { name: "day", limit: { count: 60, windowSeconds: 24 * 60 * 60 } },
] as const;

/** Answers come out at multiples of this after the question, so that the time tells nothing about what was compared. */
export const paceMilliseconds = 1_500;
