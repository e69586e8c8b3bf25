/**
 * How many codes may be sent for one account in a day, so that whoever guesses them enters with a probability of at
 * most 10⁻³ a day, whatever the length of a region's codes. Pure: the limits are computed, not written down.
 */

/** The probability that a guesser enters one account in a day. */
export const acceptedRisk = 1e-3;

/** What one code is to a guesser: so many digits, so many different guesses. */
export type Guessable = { readonly length: number; readonly tries: number };

/** More codes than this are no attempt to enter but a nuisance to whoever owns the phone. */
export const codesPerDay = 10;

/** When short codes are used up, longer ones follow: the guesser gains nothing, and the owner is not shut out. */
const longCode = 8;

/** Tries of one code: a slip or two of the finger; a longer code is harder to type and may cost more. */
export function triesOf(length: number): number {
  return length < 6 ? 3 : 5;
}

/** The probability that at least one of these codes is guessed by someone who uses up every try. */
export function riskOf(codes: readonly Guessable[]): number {
  return 1 - codes.reduce((missed, code) => missed * (1 - code.tries / 10 ** code.length), 1);
}

/**
 * The next code for an account that was sent `before` within a day: as long as the policy says while the risk allows
 * it, longer beyond that, null when it is enough for today.
 */
export function nextCode(before: readonly Guessable[], length: number): Guessable | null {
  if (before.length >= codesPerDay) return null;
  for (const digits of [length, Math.max(length, longCode)]) {
    const code = { length: digits, tries: triesOf(digits) };
    if (riskOf([...before, code]) <= acceptedRisk) return code;
  }
  return null;
}

/** All codes that one account can be sent in a day at this policy: what the guesser can make of it at the worst. */
export function codesOfDay(length: number): Guessable[] {
  const codes: Guessable[] = [];
  for (let next = nextCode(codes, length); next !== null; next = nextCode(codes, length)) {
    codes.push(next);
  }
  return codes;
}

/** Seconds until this browser may ask for the next code after so many (manual 000: sixty), growing with impatience. */
export function secondsToNext(sent: number): number {
  return [60, 60, 120, 300, 600][Math.max(1, sent) - 1] ?? 1800;
}
