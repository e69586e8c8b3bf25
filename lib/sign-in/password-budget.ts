import type { Queryable } from "#db/client.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { countAttempt, type Limit } from "#lib/platform/rate-limit.ts";
import { subjectOf } from "./codes.ts";

const minute = 60;
const hour = 60 * minute;

// Strangers wait the longer the more they guess, and never for good (NIST 800-63B: at most 100 failures; here forty in
// a day at the worst). A browser that was in the account before has a count of its own: nobody locks its owner out.
const strangers: readonly Limit[] = [
  { count: 5, windowSeconds: 10 * minute },
  { count: 12, windowSeconds: 2 * hour },
  { count: 20, windowSeconds: 12 * hour },
];
const known: readonly Limit[] = [{ count: 20, windowSeconds: 10 * minute }];
// A service centre or a mobile operator may stand behind one address.
const network: Limit = { count: 100, windowSeconds: 10 * minute };

export type PasswordTry = {
  /** IIN or staff login, in clear. */
  readonly subject: string;
  readonly deviceSecret: string | null;
  readonly knownDevice: boolean;
  readonly address: string;
};

/**
 * Counts one try of a password before it is compared.
 * @returns the instant from which the next one has a chance, or null when this one may go on
 */
export async function countPasswordTry(
  database: Queryable,
  attempt: PasswordTry,
  now: Date,
): Promise<Date | null> {
  const subject = subjectOf(attempt.subject);
  const counted: (readonly [string, Limit])[] = attempt.knownDevice
    ? known.map((limit) => [`password:${subject}:${sha256Hex(attempt.deviceSecret ?? "")}`, limit])
    : strangers.map((limit) => [`password:${subject}:${limit.windowSeconds}`, limit]);
  if (!attempt.knownDevice && attempt.address !== "") {
    counted.unshift([`password:network:${visitorNetwork(attempt.address)}`, network]);
  }
  for (const [key, limit] of counted) {
    const judged = await countAttempt(database, key, limit, now);
    if (!judged.allowed) return new Date(now.getTime() + judged.retryAfterSeconds * 1000);
  }
  return null;
}
