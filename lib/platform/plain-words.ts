/**
 * Free words of a person, fit to be stored and shown: no control characters and none of the signs that turn the
 * direction of writing, lines and spaces in order, one form of each letter. Empty when nothing is left.
 */
export function plainWords(typed: string): string {
  return typed
    .normalize("NFC")
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, "\n")
    .replaceAll(/[^\P{C}\n]/gu, "")
    .replaceAll(/[^\S\n]+/gu, " ")
    .replaceAll(/ ?\n ?/gu, "\n")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();
}
