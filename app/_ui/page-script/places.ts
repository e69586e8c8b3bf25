import { matches } from "#lib/i18n/search-fold.ts";

/** Filters the list of places while one types, by hiding the elements that carry other names in `data-search`. */
export function filterPlaces(event: Event): void {
  const field = event.target;
  if (!(field instanceof HTMLInputElement)) return;
  const form = field.closest<HTMLElement>("[data-place-filter]");
  if (form === null) return;
  const nothing = field.value.trim() === "";
  let found = 0;
  for (const place of document.querySelectorAll<HTMLElement>("[data-search]")) {
    const shown = nothing || matches(field.value, place.dataset["search"] ?? "");
    place.hidden = !shown;
    if (shown) found += 1;
  }
  for (const group of document.querySelectorAll<HTMLElement>("[data-search-group]")) {
    group.hidden = group.querySelector("[data-search]:not([hidden])") === null;
  }
  const answer = form.querySelector<HTMLOutputElement>("output[data-found]");
  if (answer === null) return;
  const { found: some = "", none = "" } = answer.dataset;
  if (nothing) answer.textContent = "";
  else answer.textContent = found === 0 ? none : some.replace("{n}", String(found));
}

/** Shows the district chosen from the list of manual 004: the page is static, so only the browser knows it. */
export function showDistrict(): void {
  const line = document.querySelector<HTMLElement>("[data-district-cookie]");
  if (line === null) return;
  const { districtCookie = "", districts = "{}" } = line.dataset;
  const kato = new RegExp(`(?:^|; )${districtCookie}=(\\d{9})`).exec(document.cookie)?.[1] ?? "";
  const names: Readonly<Record<string, string>> = JSON.parse(districts);
  const name = names[kato];
  const words = line.querySelector("strong");
  if (name === undefined || words === null) return;
  words.textContent = (words.textContent ?? "").replace("{name}", name);
  line.hidden = false;
}
