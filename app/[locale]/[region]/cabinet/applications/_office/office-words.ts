import type { Decided } from "#lib/applications/office-views.ts";
import type { ApplicationStatus } from "#lib/applications/status.ts";
import type { Translator } from "#lib/i18n/translate.ts";

/** The status in which a decision of a kind is in force; a refused privilege stands beside any. */
const inForce: Readonly<Record<Decided["kind"], ApplicationStatus | null>> = {
  refused: "REFUSED",
  removed: "REMOVED",
  held: "ON_HOLD",
  "returned-for-correction": "RETURNED",
  "privilege-refused": null,
};

/**
 * Whether a decision is told on the application's page: while it is in force, its objection waits for the answer, or the
 * answer is the last that happened.
 * What the civil register closed is told by no more than the history says.
 * @param newer decisions after it
 */
export function isTold(
  { kind, state, silent }: Pick<Decided, "kind" | "state" | "silent">,
  status: ApplicationStatus,
  newer: readonly Pick<Decided, "kind">[],
): boolean {
  if (silent) return false;
  if (state === "sent" || (state === "answered" && newer.length === 0)) return true;
  if (kind !== "privilege-refused" && newer.some((each) => each.kind === kind)) return false;
  const needed = inForce[kind];
  return needed === null ? state !== "over" : needed === status;
}

export function groundWords(t: Translator, ground: string): string | null {
  const key = `journal.ground.${ground}`;
  return t.has(key) ? t(key) : null;
}

/** The same as a sentence of its own begins. */
export function groundSentence(t: Translator, ground: string): string | null {
  const words = groundWords(t, ground);
  return words === null ? null : words.charAt(0).toLocaleUpperCase(t.locale) + words.slice(1);
}

export function reasonWords(t: Translator, reason: string): string {
  const key = `correction.reason.${reason}`;
  return t.has(key) ? t(key) : reason;
}
