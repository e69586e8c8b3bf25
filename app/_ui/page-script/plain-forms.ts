import { caretAfterGrouping, groupIin, groupPhone } from "../typed-digits.ts";

/** Groups the digits of an IIN or a phone while one types, the caret staying with its digit. */
export function groupDigits(event: Event): void {
  const input = event.target;
  if (!(input instanceof HTMLInputElement)) return;
  const kind = input.dataset["digits"];
  if (kind === undefined) return;
  const deleting = event instanceof InputEvent && event.inputType.startsWith("delete");
  if (kind === "phone" && deleting) return;
  const next =
    kind === "iin" ? groupIin(input.value) : groupPhone(input.value, event.type === "focusout");
  if (next === input.value) return;
  const caret = caretAfterGrouping(input.value, input.selectionStart ?? input.value.length, next);
  input.value = next;
  if (event.type === "input") input.setSelectionRange(caret, caret);
}

/** An unfinished phone is put right when its field is left; an IIN has nothing to finish. */
export function finishPhone(event: Event): void {
  const left = event.target;
  if (left instanceof HTMLInputElement && left.dataset["digits"] === "phone") groupDigits(event);
}

// The keys of forms make a second sending harmless; this only spares the wait for a second answer.
const patience = 5_000;
const sent = new WeakMap<HTMLFormElement, number>();

/** Lets a form be sent once: a double click, or Enter pressed again while the answer is on its way, sends nothing more. */
export function sendOnce(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return;
  if ("lookForm" in form.dataset || form.method !== "post") return;
  const before = sent.get(form);
  if (before !== undefined && event.timeStamp - before < patience) event.preventDefault();
  else sent.set(form, event.timeStamp);
}

/** The browser's «back» may bring the page as it was left: its forms may be sent again. */
export function sendAgain(event: PageTransitionEvent): void {
  if (!event.persisted) return;
  for (const form of document.forms) sent.delete(form);
}

/** Leads to what came in answer to a form: the list of what to mend, or the result. */
export function leadToAnswer(): void {
  document.querySelector<HTMLElement>("[data-answer]")?.focus();
}
