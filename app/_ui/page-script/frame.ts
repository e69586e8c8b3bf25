const YEAR = 31_536_000;

/** Remembers the language somebody chose by hand, for the next visit to the bare address (`localeCookie`). */
export function rememberLanguage(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a[hreflang]") : null;
  const language = link?.getAttribute("hreflang");
  if (language) document.cookie = `kezek-locale=${language};path=/;max-age=${YEAR};samesite=lax`;
}

/** Closes the menus of the header when one presses elsewhere or Escape; without JavaScript they close by themselves only. */
export function closeMenus(event: Event): void {
  const byKey = event instanceof KeyboardEvent;
  if (byKey && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("header details[open]")) {
    const inside = event.target instanceof Node && menu.contains(event.target);
    if (byKey !== inside) continue;
    menu.open = false;
    if (byKey) menu.querySelector("summary")?.focus();
  }
}

/**
 * Applies a setting of the appearance in place: the person's style sheet is fetched anew, and nothing typed into
 * another form of the page is lost.
 */
export async function applyLook(event: SubmitEvent): Promise<void> {
  const { target: form, submitter } = event;
  if (!(form instanceof HTMLFormElement) || form.dataset["lookForm"] === undefined) return;
  const path = form.getAttribute("action") ?? "";
  const sheet = document.querySelector<HTMLLinkElement>(`link[rel="stylesheet"][href^="${path}"]`);
  if (!(submitter instanceof HTMLButtonElement) || sheet === null) return;
  event.preventDefault();
  const body = new URLSearchParams({ [submitter.name]: submitter.value });
  await fetch(path, { method: "POST", body, redirect: "manual" });
  const next = document.createElement("link");
  next.rel = "stylesheet";
  next.href = `${path}?${submitter.value}-${submitter.name}-${performance.now().toFixed(0)}`;
  next.addEventListener("load", () => sheet.remove());
  sheet.after(next);
}
