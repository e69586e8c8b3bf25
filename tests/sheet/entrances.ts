import { maria, olga, yerlan } from "#tests/e2e/support/families.ts";
import { button, type Walk } from "#tests/e2e/support/walk.ts";
import type { Shoot } from "./camera.ts";

/** Another person in each language: who was sent a code must wait for the next one. */
const person = { kk: olga, ru: yerlan, en: maria } as const;

/** The ways in beside the key: each door, and each with what it says to a mistake. */
export async function entrances(visit: Walk, shoot: Shoot): Promise<void> {
  const { page, root } = visit;
  const alert = page.getByRole("main").getByRole("alert").first();
  for (const way of ["password", "one-time-code", "staff"] as const) {
    await page.goto(`${root}/sign-in/${way}`);
    await shoot(`sign-in-${way}`);
    await page.locator("main form").first().getByRole("button").last().click();
    await alert.waitFor();
    await shoot(`sign-in-${way}-problems`);
  }
  await page.goto(`${root}/sign-in`);
  await page.locator("#iin").fill(person[visit.t.locale].iin);
  await button(visit, "signin.continue").click();
  await page.waitForURL(/\/sign-in\/(?:code|password)/);
  await shoot("sign-in-code");
  await page.goto(`${root}/sign-in/recover`);
  await shoot("recover");
  await page.locator("main form").last().getByRole("button").last().click();
  await alert.waitFor();
  await shoot("recover-problems");
  await page.goto(`${root}/sign-in/recover/stop/unknown`);
  await shoot("recover-stop");
  await page.goto(`${root}/sign-in/egov-mobile`);
  await shoot("egov-mobile");
  await button(visit, "mgov.begin").click();
  await page.waitForLoadState("networkidle");
  await shoot("egov-mobile-code");
  await page.goto(`/demo/phone?lang=${visit.t.locale}`);
  await shoot("demo-phone");
  await page.context().clearCookies();
}
