import { wizardSteps, type WizardStep } from "#lib/applications/draft.ts";
import type { Problem } from "#lib/applications/problems.ts";

/** The pages of the form: the steps of the draft, and the signature after the review. */
export const pageSteps = [...wizardSteps, "sign"] as const;
export type PageStep = WizardStep | "sign";

export function isPageStep(text: string): text is PageStep {
  return (pageSteps as readonly string[]).includes(text);
}

/** The page before this one; the first is its own. */
export function stepBefore(step: PageStep): PageStep {
  return pageSteps[pageSteps.indexOf(step) - 1] ?? step;
}

/** The page after this one; the last is its own. */
export function stepAfter(step: PageStep): PageStep {
  return pageSteps[pageSteps.indexOf(step) + 1] ?? step;
}

/**
 * The page to show when that one is asked for: an earlier one as long as something is to be mended there, because what
 * comes later rests on it.
 */
export function openStep(
  asked: PageStep,
  problems: Readonly<Record<WizardStep, readonly Problem[]>>,
): PageStep {
  for (const step of wizardSteps) {
    if (step === asked || problems[step].length > 0) return step;
  }
  return asked;
}

/**
 * What a link to a page of the form may say besides its step: show everything, or the child's IIN, that is to be mended;
 * that the telephone has not signed yet, or that no QR code could be had.
 */
export const checks = ["all", "iin", "phone", "relay"] as const;
export type Check = (typeof checks)[number];

export function typePath(root: string, queueType: string): string {
  return `${root}/apply/${queueType}`;
}

export function stepPath(
  root: string,
  at: { readonly queueType: string; readonly draftId: string; readonly step: PageStep },
  check?: Check,
): string {
  const query = new URLSearchParams({ draft: at.draftId, step: at.step });
  if (check !== undefined) query.set("check", check);
  return `${typePath(root, at.queueType)}?${query}`;
}
