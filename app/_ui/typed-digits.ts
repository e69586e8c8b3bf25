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

/** `87017008345` or `7017008345` → `+7 701 700 83 45`; an unfinished number is grouped as far as it goes. */
export function groupPhone(text: string): string {
  let digits = digitsOf(text);
  if (digits.length === 0) return text.trim().startsWith("+") ? "+" : "";
  if (digits.length === 11 && digits.startsWith("8")) digits = `7${digits.slice(1)}`;
  if (
    digits.length <= 10 &&
    !text.trim().startsWith("+") &&
    /^7[0-9]{2}/.test(digits) &&
    digits.length === 10
  ) {
    digits = `7${digits}`;
  }
  if (!digits.startsWith("7")) return text.trim().startsWith("+") ? `+${digits}` : digits;
  const local = digits.slice(1, 11);
  const parts = [local.slice(0, 3), local.slice(3, 6), local.slice(6, 8), local.slice(8, 10)];
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
