import { button, heading, type Walk } from "./walk.ts";

/**
 * Saves a list of wishes for the application at the address `one`, by its names in addresses with points between them;
 * one that stands already has no button.
 */
export async function saveWishes(visit: Walk, one: string, list: string): Promise<void> {
  const { page, t } = visit;
  await page.goto(`${one}/wishes`);
  const version = await page.locator("input[name=v]").first().getAttribute("value");
  await page.goto(`${one}/wishes?v=${version}&w=${list}`);
  await heading(visit, "choices.title");
  if ((await button(visit, "wishes.save").count()) === 0) return;
  await button(visit, "wishes.save").click();
  await page.getByText(t("wishes.done")).waitFor();
}
