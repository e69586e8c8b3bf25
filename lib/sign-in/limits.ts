/** How long a challenge waits for its signature: NCALayer asks for a password, and nothing longer is needed. */
export const challengeMilliseconds = 3 * 60_000;

/** How long a proven identity waits for «Войти»; it is shown on the screen of whoever signed. */
export const ticketMilliseconds = 3 * 60_000;

/**
 * A session ends twelve hours after sign-in whatever happens: a working day of an officer and an evening of a parent
 * fit in, and a forgotten computer in a service centre is nobody's by the morning.
 */
export const sessionMilliseconds = 12 * 60 * 60_000;

/** A session that nobody used for an hour is over: a form with scans takes longer than a coffee, seldom longer than this. */
export const idleMilliseconds = 60 * 60_000;

/** «Last seen» is written at most this often, so that reading pages does not become writing rows. */
export const touchMilliseconds = 60_000;

/** Sign-in attempts: one browser starts a few, one address may stand for a whole service centre. */
export const attemptLimits = {
  browser: { count: 10, windowSeconds: 10 * 60 },
  /** Each verification costs up to seven signature checks, so an address is held back before it costs us the processor. */
  address: { count: 120, windowSeconds: 10 * 60 },
} as const;

/** A CMS over a challenge is about 3 KiB (GOST) to 5 KiB (RSA); larger is refused unread. */
export const signInCmsBytes = 64 * 1024;

export type SessionTimes = {
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
};

/** Whether a session still speaks for its person at this instant. Pure. */
export function sessionIsAlive(session: SessionTimes, now: Date): boolean {
  return (
    session.revokedAt === null &&
    now.getTime() < session.expiresAt.getTime() &&
    now.getTime() - session.lastSeenAt.getTime() < idleMilliseconds
  );
}

/** Whether «last seen» is old enough to be written again. Pure. */
export function needsTouch(session: Pick<SessionTimes, "lastSeenAt">, now: Date): boolean {
  return now.getTime() - session.lastSeenAt.getTime() >= touchMilliseconds;
}
