import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Choice, Look } from "./choice.ts";

/** One picture of the sheet. */
export type Shot = {
  readonly page: string;
  readonly lang: string;
  readonly look: Look;
  readonly width: number;
  readonly file: string;
  /** The page sticks out at the side by so many pixels. */
  readonly over: number;
  /** What sticks out: the words of the innermost element, or its name. */
  readonly culprit: string;
};

const a4 = 794; // px, at 96 dpi

export type Camera = {
  /** Takes the page as it stands, at every width and in every look that was chosen. */
  readonly take: (page: Page, name: string) => Promise<void>;
  readonly shots: () => readonly Shot[];
};

/** Takes the page on which the walk stands, under a name. */
export type Shoot = (name: string) => ReturnType<Camera["take"]>;

/** Takes pictures in one language; what is on the page stays as it is, nothing is loaded again. */
export function camera(choice: Choice, lang: string): Camera {
  const shots: Shot[] = [];
  const folder = join(choice.folder, lang);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let counted = 0;

  const take = async (page: Page, name: string) => {
    counted += 1;
    if (choice.pages.length > 0 && !choice.pages.some((part) => name.includes(part))) return;
    const before = page.viewportSize();
    const numbered = `${String(counted).padStart(2, "0")}-${name}`;
    for (const look of choice.looks) {
      await putOn(page, look);
      for (const width of look === "print" ? [a4] : choice.widths) {
        await page.setViewportSize({ width, height: 800 });
        const { height, over, culprit } = await page.evaluate(measure);
        // As tall as the page itself: a bar that sticks to the bottom of the screen then stands where it belongs.
        await page.setViewportSize({ width, height });
        const file = `${lang}/${numbered}.${width}.${look}.png`;
        await page.screenshot({
          path: join(choice.folder, file),
          fullPage: true,
          animations: "disabled",
        });
        shots.push({ page: numbered, lang, look, width, file, over, culprit });
      }
    }
    await putOn(page, "light");
    if (before) await page.setViewportSize(before);
    writeFileSync(join(choice.folder, `${lang}.json`), JSON.stringify(shots));
  };
  return { take, shots: () => shots };
}

async function putOn(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({
    media: look === "print" ? "print" : "screen",
    colorScheme: look === "dark" ? "dark" : "light",
    contrast: look === "contrast" ? "more" : "no-preference",
    reducedMotion: "reduce",
  });
  // What «очень крупный» of the settings does (app/_ui/look.ts).
  await page.evaluate(
    (size) => {
      document.documentElement.style.fontSize = size;
    },
    look === "large" ? "150%" : "",
  );
}

// Runs in the page.
function measure() {
  const { scrollHeight, scrollWidth, clientWidth } = document.documentElement;
  const over = scrollWidth - clientWidth;
  const beyond = (each: Element) => each.getBoundingClientRect().right > clientWidth + 0.5;
  const inner =
    over > 0
      ? [...document.body.querySelectorAll("*")].findLast(
          (each) => beyond(each) && each.checkVisibility() && ![...each.children].some(beyond),
        )
      : undefined;
  const words = inner?.textContent?.trim().slice(0, 40) ?? "";
  return { height: scrollHeight, over, culprit: words || (inner?.outerHTML.slice(0, 80) ?? "") };
}
