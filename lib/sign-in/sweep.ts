import { and, isNotNull, lt, or } from "drizzle-orm";
import { db } from "#db/client.ts";
import { signInChallenge, signInTicket } from "#db/schema/eds.ts";
import { session } from "#db/schema/sessions.ts";
import { mobileSigning, oneTimeCode } from "#db/schema/sign-in.ts";

import { sweepDevices } from "./known-devices.ts";
import { sweepPhoneChanges } from "./phone-change-stop.ts";
import { sweepRecoveryAttempts } from "./recovery-attempts.ts";

const day = 24 * 60 * 60_000;

/** What was accepted stays as evidence; the question itself and the ticket help nobody after a month. */
const questionDays = 30;
/** The budget of an account looks back a day and the life of a code (guess-budget.ts). */
const codeDays = 3;
/** Ended sessions answer «was it me?» for a year; then device and network address go. */
const sessionDays = 365;

/** Deletes what sign-in no longer needs at `now`. */
export async function sweepSignIn(now: Date): Promise<void> {
  const monthAgo = new Date(now.getTime() - questionDays * day);
  const yearAgo = new Date(now.getTime() - sessionDays * day);
  await db().delete(signInTicket).where(lt(signInTicket.expiresAt, monthAgo));
  // An accepted signature stands in the evidence, with its text; here it is only a copy.
  await db()
    .delete(mobileSigning)
    .where(lt(mobileSigning.expiresAt, new Date(now.getTime() - day)));
  const codesOver = new Date(now.getTime() - codeDays * day);
  await db().delete(oneTimeCode).where(lt(oneTimeCode.expiresAt, codesOver));
  await sweepDevices(db(), now);
  await sweepRecoveryAttempts(db(), now);
  await sweepPhoneChanges(db(), now);
  await db().delete(signInChallenge).where(lt(signInChallenge.expiresAt, monthAgo));
  await db()
    .delete(session)
    .where(
      or(
        lt(session.expiresAt, yearAgo),
        and(isNotNull(session.revokedAt), lt(session.revokedAt, yearAgo)),
      ),
    );
}
