import type { FailureWords, SignTexts } from "./sign-texts.ts";

const asked = new Map<string, Promise<FailureWords>>();

/**
 * The words for a failed signing. The likely ones are on the page; the rest is asked for when first needed, once. When
 * even that does not come, the line to the portal is down, and the page says so.
 */
export async function wordsFor(
  texts: Pick<SignTexts, "failures" | "moreFailures">,
  code: string,
  ask: (address: string) => Promise<FailureWords> = fetched,
): Promise<FailureWords[string] | undefined> {
  const { failures, moreFailures } = texts;
  if (Object.hasOwn(failures, code)) return failures[code];
  const rest = asked.get(moreFailures) ?? ask(moreFailures);
  asked.set(moreFailures, rest);
  try {
    const known = await rest;
    return Object.hasOwn(known, code) ? known[code] : known["malformed"];
  } catch {
    asked.delete(moreFailures);
    return failures["offline"];
  }
}

async function fetched(address: string): Promise<FailureWords> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const words: FailureWords = await answer.json();
  return words;
}
