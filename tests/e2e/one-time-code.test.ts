import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { tellRegisters } from "./support/registers.ts";
import { browserOf, codeFor, type Language, readers, said } from "./support/ways-in.ts";

// Manual 004: phone and IIN that are bound in the mobile citizens' database.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

const press = (page: Page, name: string) =>
  page.locator("main").getByRole("button", { name, exact: true }).click();
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

async function ask(page: Page, language: Language, phone: string, iin: string): Promise<void> {
  await page.goto(`/${language}/akmola/sign-in/one-time-code`);
  await field(page, said[language].phone).fill(phone);
  await field(page, said[language].applicant).fill(iin);
  await press(page, said[language].enter);
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const { language } = reader;
  const words = said[language];

  test("a bound pair gets a code and is in, with nothing in the portal yet", async () => {
    const page = await visitor.newPage(browserOf(reader));
    await ask(page, language, "8 777 000 11 99", "910925490000");
    await page.getByText("+777****1199").waitFor();
    expect(page.url()).not.toMatch(/910925|1199/);
    await field(page, words.oneTime).fill(await codeFor("+77770001199"));
    await press(page, words.enter);
    await page.waitForURL(`**/${language}/akmola/cabinet`);
    expect(problemsOf(page)).toEqual([]);
  });

  test("an unbound pair and an unknown IIN are told the same, with the way to bind it", async () => {
    const page = await visitor.newPage(browserOf(reader));
    for (const iin of ["890117390005", "010101500003"]) {
      await ask(page, language, "+77010000001", iin);
      await page.getByText(words.unbound).first().waitFor();
      expect(await field(page, words.applicant).inputValue()).toContain(iin.slice(0, 6));
    }
  });

  test("a silent register is said as such", async () => {
    await tellRegisters({ mobile: "down" });
    const page = await visitor.newPage(browserOf(reader));
    await ask(page, language, "+77479876543", "880729390000");
    await page.getByText(words.down).first().waitFor();
    expect(await page.getByText(words.unbound).count()).toBe(0);
  });
});

test("axe finds nothing on its pages", async () => {
  const page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
  await page.goto("/kk/akmola/sign-in/one-time-code");
  await lookAt(page, "sign-in-one-time");
  await ask(page, "kk", "+77770001199", "910925490000");
  await page.getByText("+777****1199").waitFor();
  await lookAt(page, "sign-in-one-time-code");
  expect(await page.getByRole("textbox").count()).toBe(1);
});
