import { byDistance } from "#lib/kindergartens/nearest.ts";

// The list's own comfort: the nearest kindergartens to where the reader is. The browser gets the open data that everybody
// gets and counts the distances itself; where it is, it tells nobody.

type Listed = {
  readonly slug: string;
  readonly names: { readonly kk: string; readonly ru: string };
  readonly point: { readonly latitude: number; readonly longitude: number } | null;
};

const box = document.querySelector<HTMLElement>("[data-nearest]");

/** Every kindergarten of the region, portion by portion. */
async function everyOne(address: string): Promise<Listed[]> {
  const all: Listed[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const answer: Response = await fetch(cursor === "" ? address : `${address}?cursor=${cursor}`);
    if (!answer.ok) throw new Error(String(answer.status));
    const { kindergartens, next }: { kindergartens: Listed[]; next: string | null } =
      await answer.json();
    all.push(...kindergartens);
    cursor = next;
  }
  return all;
}

function here(): Promise<{ latitude: number; longitude: number }> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), reject, {
      maximumAge: 600_000,
      timeout: 15_000,
    });
  });
}

async function showNearest(on: HTMLElement): Promise<void> {
  const { address = "", root = "", metres = "", kilometres = "", size = "10" } = on.dataset;
  const line = on.querySelector<HTMLElement>("[data-nearest-state]");
  const list = on.querySelector<HTMLElement>("ol");
  const title = on.querySelector<HTMLElement>("h2");
  if (line === null || list === null || title === null) return;
  const say = (code: string) => (line.textContent = line.dataset[code] ?? "");
  const language = document.documentElement.lang;
  const numbers = new Intl.NumberFormat(language === "en" ? "en" : "ru");
  const told = (far: number) => {
    const tens = Math.round(far / 10) * 10;
    if (tens < 1000) return metres.replace("{n}", numbers.format(tens));
    const exact = far < 9950 ? Math.round(far / 100) / 10 : Math.round(far / 1000);
    return kilometres.replace("{n}", numbers.format(exact));
  };
  say("asking");
  const from = await here().catch(() => null);
  if (from === null) return void say("denied");
  const all = await everyOne(address).catch(() => null);
  if (all === null) return void say("failed");
  const rows = byDistance(all, from)
    .slice(0, Number(size))
    .map(({ each, metres: far }) => {
      const link = document.createElement("a");
      link.href = `${root}/${each.slug}`;
      link.textContent = language === "ru" ? each.names.ru : each.names.kk;
      link.className = on.dataset["link"] ?? "";
      const distance = document.createElement("span");
      distance.textContent = told(far);
      distance.className = "text-sm text-ink-soft tabular";
      const row = document.createElement("li");
      row.className = "flex flex-wrap items-baseline justify-between gap-x-4";
      row.append(link, distance);
      return row;
    });
  list.replaceChildren(...rows);
  list.hidden = false;
  title.hidden = false;
  line.textContent = "";
  title.focus();
}

const ask = box?.querySelector("button");
if (box && ask && "geolocation" in navigator) {
  box.hidden = false;
  ask.addEventListener("click", () => void showNearest(box));
}
