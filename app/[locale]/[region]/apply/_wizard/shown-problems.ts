import type { DraftValues, WizardStep } from "#lib/applications/draft.ts";
import type { Problem } from "#lib/applications/problems.ts";
import type { Check } from "./steps.ts";

/**
 * What is shown as «to be mended» on a page: all of it once the parent asked to go on; before that only what is wrong
 * with an IIN already typed, because a duplicate or a child too old must be told before anything else is filled in.
 */
export function shownProblems(
  step: WizardStep,
  problems: readonly Problem[],
  values: DraftValues,
  check: Check | null,
): readonly Problem[] {
  if (check === "all") return problems;
  if (step !== "child") return [];
  const typed = (values.childIin?.trim() ?? "") !== "";
  if (!typed && check !== "iin") return [];
  // That the register names somebody else is told beside the guardian's tick, not as a mistake in the number.
  return problems.filter(({ field, code }) => field === "childIin" && code !== "no-kin");
}
