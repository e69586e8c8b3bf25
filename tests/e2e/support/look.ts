import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { problemsOf } from "#tests/support/browser.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/**
 * Looks at a page as somebody who cares would: axe finds nothing, nothing sticks out at the side, and the browser had
 * nothing to complain about. With KEZEK_SCREENSHOTS=<folder> it also takes its picture, for people to look at.
 */
export async function lookAt(
  page: Page,
  name: string,
  {
    scriptless = false,
    missing = false,
  }: { readonly scriptless?: boolean; readonly missing?: boolean } = {},
): Promise<void> {
  // After a step without a full load the title comes a moment later than the page.
  await expect.poll(() => page.title(), { message: `${name} has no title` }).not.toBe("");
  await takePicture(page, name);
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const found = violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ""}`),
  }));
  expect.soft(found, `axe on ${name}`).toEqual([]);
  const [width, shown] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect.soft(width, `${name} is wider than the screen`).toBeLessThanOrEqual(shown ?? 0);
  // Scripts that were kept away are no fault of the page, nor is the status of one that answers 404.
  const kept = (problem: string) =>
    (scriptless && problem.includes("net::ERR_FAILED")) ||
    (missing && problem.includes("status of 404"));
  expect
    .soft(
      problemsOf(page).filter((problem) => !kept(problem)),
      name,
    )
    .toEqual([]);
}

async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env["KEZEK_SCREENSHOTS"];
  if (!folder) return;
  const locale = await page.locator("html").getAttribute("lang");
  const width = page.viewportSize()?.width ?? 0;
  const place = join(folder, `${locale}-${width}`);
  mkdirSync(place, { recursive: true });
  await page.screenshot({ path: join(place, `${name}.png`), fullPage: true });
}
