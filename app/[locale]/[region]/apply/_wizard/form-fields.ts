import type { Typing } from "./kept-typing.ts";

/** Marks the hidden fields that say what a field held when it was last known to be saved. */
const mark = "was.";

type Control = HTMLInputElement | HTMLSelectElement;

/** The fields whose value differs from what is saved. A checkbox is `on` or empty. */
export function unsaved(form: HTMLFormElement): Typing {
  const changed: Record<string, string> = {};
  for (const was of marks(form)) {
    const name = was.name.slice(mark.length);
    const control = controlOf(form, name);
    if (control !== null && valueOf(control) !== was.value) changed[name] = valueOf(control);
  }
  return changed;
}

/** Notes that these values have been saved. */
export function noteSaved(form: HTMLFormElement, values: Typing): void {
  for (const was of marks(form)) {
    const value = values[was.name.slice(mark.length)];
    if (value !== undefined) was.value = value;
  }
}

/** Puts values back into the fields that the page has; returns whether anything changed. */
export function putBack(form: HTMLFormElement, values: Typing): boolean {
  let changed = false;
  for (const [name, value] of Object.entries(values)) {
    const control = controlOf(form, name);
    if (control === null || valueOf(control) === value) continue;
    if (isCheckbox(control)) control.checked = value === "on";
    else control.value = value;
    changed = true;
  }
  return changed;
}

function marks(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[type=hidden][name^="${mark}"]`)];
}

function controlOf(form: HTMLFormElement, name: string): Control | null {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement || found instanceof HTMLSelectElement ? found : null;
}

function isCheckbox(control: Control): control is HTMLInputElement {
  return control.type === "checkbox";
}

function valueOf(control: Control): string {
  return isCheckbox(control) ? (control.checked ? "on" : "") : control.value;
}
