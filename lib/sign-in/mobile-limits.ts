import { challengeMilliseconds } from "./limits.ts";

/** How long a text waits for its signature on a telephone: taking it out, a fingerprint, and no time to persuade anybody. */
export const mobileMilliseconds = challengeMilliseconds;

/** How long the signature waits for the code to be typed and for «Войти». */
export const typingMilliseconds = 3 * 60_000;

/** How long a page still tells how it ended. */
export const tellingMilliseconds = 15 * 60_000;

/** The code has four digits: with three tries, one relayed signature in three thousand could be used by luck. */
export const entryTries = 3;

/** How often one QR code may be opened: a telephone does it once, or again after a lost answer. */
export const mostOpenings = 10;

/** A CMS over an application, base64, with what stands around it. */
export const mobileCmsCharacters = 400_000;
