import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import portalWords from "./password-words.json" with { type: "json" };

/**
 * A password is the only factor of a light sign-in, which may look but not give away: eight characters would do for
 * OWASP ASVS 5 (6.2.1), ten cost nobody anything where phrases are advised. No composition rules (6.2.5).
 */
export const shortestPassword = 10;

/** Longer ones are allowed up to here (ASVS 6.2.9 asks for 64), so that a phrase never meets the end of the field. */
export const longestPassword = 200;

/**
 * Guesses that an attacker with the stolen lists needs at most: what falls sooner is on them, or is made of what is on
 * them. Far above what the limits of attempts let anybody try in years.
 */
const fewestGuesses = 1e6;

// The judge's time grows with the square of the length; a phrase of this length is safe whatever it says.
const judged = 64;

export type PasswordProblem = "short" | "long" | "stolen" | "own";

/** A password as it is kept and compared: the same letters may arrive composed or not, wide or narrow (NIST 800-63B). */
export function normalPassword(typed: string): string {
  return typed.normalize("NFKC");
}

/**
 * What is wrong with a new password; null when nothing is. Pure.
 * @param own what a stranger may know of its owner: IIN, phone
 */
export function problemOfPassword(typed: string, own: readonly string[]): PasswordProblem | null {
  const text = normalPassword(typed);
  const length = [...text].length;
  if (length < shortestPassword) return "short";
  if (length > longestPassword) return "long";
  if (own.some((each) => each.length > 5 && digitsOf(text).includes(lastTen(each)))) return "own";
  const forms = [text, onLatinKeys(text)].map((form) => form.slice(0, judged));
  return forms.some((form) => judge().check(form).guesses < fewestGuesses) ? "stolen" : null;
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/gu, "");
}

// A phone is the same with +7 and with 8.
function lastTen(text: string): string {
  return digitsOf(text).slice(-10);
}

const cyrillic = "йцукенгшщзхъфывапролджэячсмитьбю";
const latin = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";

/** The same keys in the other layout: «йцукен» is no better than «qwerty», nor is «пароль» typed as «gfhjkm». */
function onLatinKeys(text: string): string {
  return Array.from(text.toLowerCase(), (letter) => {
    const key = cyrillic.indexOf(letter);
    return key < 0 ? letter : (latin[key] ?? letter);
  }).join("");
}

let factory: ZxcvbnFactory | undefined;

function judge(): ZxcvbnFactory {
  factory ??= new ZxcvbnFactory({
    // What somebody who guesses for this portal tries first (ASVS 6.2.11); more in the same file as need be.
    dictionary: { ...dictionary, portal: [...portalWords, ...portalWords.map(onLatinKeys)] },
    graphs: adjacencyGraphs,
  });
  return factory;
}
