import { formatDateTime } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import type { StepError, StepState } from "./step-form.tsx";

/** The answer that sends the person back to the form, with what was typed into these fields. */
export function mend(
  before: StepState,
  values: StepState["values"],
  ...errors: StepError[]
): StepState {
  return { values, errors, round: (Number(before?.round) || 0) + 1 };
}

// Longer than anything typed by hand; passwords may be phrases.
const longest = 800;

/** One value of a posted form; what is not a text counts as empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, longest) : "";
}

/** An IIN as typed, or the words of what is wrong with it. */
export function readIin(
  t: Translator,
  typed: string,
): { readonly iin: string } | { readonly problem: string } {
  const parsed = parseTypedIin(typed);
  if (parsed.ok) return { iin: parsed.value };
  return parsed.code === "iin-length"
    ? { problem: t("error.iin-length", { n: parsed.detail.n }) }
    : { problem: t("error.iin-check-digit") };
}

/** Why no code was sent, in words: seconds, minutes or an instant, whichever one can do something with. */
export function codeRefusal(
  t: Translator,
  code: "too-soon" | "too-many" | "budget",
  until: Date | null,
  now: Date,
): string {
  if (code === "budget") return t("code.budget");
  const seconds = Math.max(1, Math.ceil(((until ?? now).getTime() - now.getTime()) / 1000));
  if (seconds <= 120) return t("code.nextInSeconds", { n: seconds });
  if (seconds <= 90 * 60) return t("code.nextIn", { n: Math.ceil(seconds / 60) });
  return t("code.tooMany", { time: formatDateTime(until ?? now) });
}

/** «Слишком много попыток входа» with the minutes to wait. */
export function triesRefusal(t: Translator, until: Date | null, now: Date): string {
  const minutes = Math.ceil(((until ?? now).getTime() - now.getTime()) / 60_000);
  return t("signin.error.too-many", { n: Math.max(1, minutes) });
}
