// The page of wishes without its reloads: each press asks the same address as without scripts, and its answer is put in
// place. Whatever goes wrong, the browser goes there itself. The search answers while one types.

const wishes = document.querySelector<HTMLElement>("[data-wishes]");
const patience = 250;
let asked = new AbortController();
let typing = 0;

/** The address that a form asks when it is sent by this button. */
function addressOf(form: HTMLFormElement, button: HTMLElement | null): URL {
  const to = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? "";
  const address = new URL(to, location.href);
  const query = new URLSearchParams();
  const data = button === null ? new FormData(form) : new FormData(form, button);
  for (const [name, value] of data) if (typeof value === "string") query.append(name, value);
  address.search = query.toString();
  return address;
}

/** The answer's own part of the page, or null where there is none: a sign-in has ended, the portal is down. */
async function answerOf(address: URL): Promise<Element | null> {
  asked.abort();
  asked = new AbortController();
  const answer = await fetch(address, { signal: asked.signal });
  if (!answer.ok || answer.redirected) return null;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("[data-wishes]");
}

async function show(address: URL, place: HTMLElement, isNew: boolean): Promise<void> {
  try {
    const next = await answerOf(address);
    if (next === null) return location.assign(address);
    place.replaceChildren(...next.childNodes);
  } catch {
    if (!asked.signal.aborted) location.assign(address);
    return;
  }
  if (isNew) history.pushState(null, "", address);
  const said = place.querySelector<HTMLElement>("[data-answer]");
  const part = place.querySelector<HTMLElement>(address.hash === "" ? "#list" : address.hash);
  if (said !== null) said.focus();
  else part?.scrollIntoView();
}

/** While one types only what was found changes, so that the field keeps its caret. */
async function find(form: HTMLFormElement, place: HTMLElement): Promise<void> {
  const button = form.querySelector<HTMLElement>("button[data-wishes-search]");
  const address = addressOf(form, button);
  const next = await answerOf(address).catch(() => null);
  const found = next?.querySelector("[data-wishes-found]");
  if (!found) return;
  place.querySelector("[data-wishes-found]")?.replaceChildren(...found.childNodes);
  history.replaceState(null, "", address);
}

if (wishes !== null) {
  wishes.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!(form instanceof HTMLFormElement) || form.method !== "get") return;
    event.preventDefault();
    clearTimeout(typing);
    void show(addressOf(form, submitter), wishes, true);
  });
  wishes.addEventListener("input", (event) => {
    const field = event.target;
    const known = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    const form = known ? field.form : null;
    if (form === null) return;
    clearTimeout(typing);
    typing = window.setTimeout(() => void find(form, wishes), patience);
  });
  addEventListener("popstate", () => void show(new URL(location.href), wishes, false));
}
