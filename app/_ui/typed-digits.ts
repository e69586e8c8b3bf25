/**
 * Fields whose digits are shown in groups while one types: the text stays readable, the caret stays with its digit, and
 * what the form sends is understood with and without the spaces.
 */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** `870612490009` → `870612 490009`: the birth date, then the rest, as one reads an IIN aloud. */
export function groupIin(text: string): string {
  const digits = digitsOf(text).slice(0, 12);
  return digits.length > 6 ? `${digits.slice(0, 6)} ${digits.slice(6)}` : digits;
}

/**
 * A value that comes back from the server, grouped only when nothing is lost by it: with letters, or with a digit too
 * many, it stays as it was typed, or the sentence at the field would speak of something that is not there.
 */
export function shownDigits(text: string, most: number, group: (text: string) => string): string {
  const plain = /^\s*\+?[\d\s()-]*$/u.test(text) && digitsOf(text).length <= most;
  return plain ? group(text) : text;
}

/**
 * `87017008345` → `+7 701 700 83 45`; an unfinished number is grouped as far as it goes. A number that begins with 7
 * may be with or without the country's code, and only its length tells, so it waits until the field is left (`finished`).
 */
export function groupPhone(text: string, finished = false): string {
  const plus = text.trim().startsWith("+");
  const typed = digitsOf(text);
  if (typed === "") return plus ? "+" : "";
  if (!plus && typed.startsWith("7")) {
    if (!finished || typed.length < 10) return typed;
    return grouped(typed.length === 10 ? typed : typed.slice(1));
  }
  if (!plus && typed.startsWith("8")) return grouped(typed.slice(1));
  return plus && typed.startsWith("7") ? grouped(typed.slice(1)) : (plus ? "+" : "") + typed;
}

function grouped(national: string): string {
  const parts = [
    national.slice(0, 3),
    national.slice(3, 6),
    national.slice(6, 8),
    national.slice(8, 10),
  ];
  return ["+7", ...parts.filter((part) => part !== "")].join(" ");
}

/** Where the caret belongs in `after` so that the same number of digits stands before it as in `before`. */
export function caretAfterGrouping(before: string, caret: number, after: string): number {
  const passed = digitsOf(before.slice(0, caret)).length;
  let seen = 0;
  let at = 0;
  while (at < after.length && seen < passed) {
    if (/\d/.test(after.charAt(at))) seen += 1;
    at += 1;
  }
  return at;
}
