import { db, transaction } from "#db/client.ts";
import { sha256Hex } from "#lib/platform/ids.ts";
import { visitorNetwork } from "#lib/platform/network.ts";
import { pseudonym } from "#lib/platform/pseudonym.ts";
import {
  type Attempt,
  countAttempt,
  type Counted,
  type Limit,
  takeTurn,
} from "#lib/platform/rate-limit.ts";
import { subjectOf } from "./codes.ts";
import { type Pace, passwordPace } from "./password-pace.ts";

// A browser that was in the account before has a count of its own: nobody locks its owner out.
const known: Limit = { count: 20, windowSeconds: 600 };
// A service centre or a mobile operator may stand behind one address.
const network: Limit = { count: 100, windowSeconds: 600 };

export type PasswordTry = {
  /** IIN or staff login, in clear. */
  readonly subject: string;
  readonly deviceSecret: string | null;
  readonly knownDevice: boolean;
  readonly address: string;
};

/**
 * Counts one try of a password before it is compared; a try that is refused takes nothing from the account.
 * @returns the instant from which the next one has a chance, or null when this one may go on
 */
export async function countPasswordTry(attempt: PasswordTry, now: Date): Promise<Date | null> {
  const { address, knownDevice, deviceSecret } = attempt;
  const subject = subjectOf(attempt.subject);
  if (!knownDevice && address !== "") {
    const key = `password:network:${visitorNetwork(address)}`;
    const judged = await countAttempt(db(), key, network, now);
    if (!judged.allowed) return laterBy(judged, now);
  }
  const counted: readonly Counted[] = knownDevice
    ? [[`password:${subject}:${sha256Hex(deviceSecret ?? "")}`, known]]
    : passwordPace.flatMap((pace) => turnsOf(`password:${subject}`, pace, address));
  const judged = await transaction((tx) => takeTurn(tx, counted, now));
  return judged.allowed ? null : laterBy(judged, now);
}

/** What one try of a stranger takes: a turn of the account, and one of the network's share. */
export function turnsOf(name: string, { together, oneNetwork }: Pace, address: string): Counted[] {
  const share = pseudonym("turns-of-network", visitorNetwork(address));
  return [
    [`${name}:${together.windowSeconds}`, together],
    [`${name}:${oneNetwork.windowSeconds}:${share}`, oneNetwork],
  ];
}

export function laterBy({ retryAfterSeconds }: Attempt, now: Date): Date {
  return new Date(now.getTime() + retryAfterSeconds * 1000);
}
