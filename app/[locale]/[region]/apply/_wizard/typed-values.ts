import {
  readStep,
  type DraftField,
  type DraftValues,
  type WizardStep,
} from "#lib/applications/draft.ts";

/** The hidden field that says what a field held when the page was made. */
export function wasName(field: DraftField): string {
  return `was.${field}`;
}

/**
 * The fields of a posted page that its reader changed. A field counts as changed when it differs from what the page was
 * made with, so that a tab left open since yesterday does not undo what was typed in another one today; a field
 * without that mark was not on the page.
 */
export function changedFields(step: WizardStep, form: ReadonlyMap<string, string>): DraftValues {
  const changed: Partial<Record<DraftField, string>> = {};
  for (const [name, value] of Object.entries(readStep(step, form))) {
    const field = name as DraftField;
    const was = form.get(wasName(field));
    if (was !== undefined && was !== value) changed[field] = value;
  }
  return changed;
}
