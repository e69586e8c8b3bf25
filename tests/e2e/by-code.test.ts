import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { browserOf, codeFor, type Language, readers, said } from "./support/ways-in.ts";

// Manual 000: the first entry of a mother who stood in the queue long ago and has no key, no password, no account.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

const iin = "870612 490009";
const phone = "+77017008345";
const secret = "жаңа құпиясөз тіркесі";

const press = (page: Page, name: string) =>
  page.locator("main").getByRole("button", { name, exact: true }).click();
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

async function toCode(page: Page, language: Language, typed = iin): Promise<void> {
  await page.goto(`/${language}/oral/sign-in`);
  await field(page, said[language].iin).fill(typed);
  await press(page, said[language].continue);
}

async function typeCode(page: Page, language: Language, code: string, password = secret) {
  await field(page, said[language].code).fill(code);
  await field(page, said[language].create).fill(password);
  await field(page, said[language].repeat).fill(password);
  await press(page, said[language].update);
}

async function signOut(page: Page, language: Language): Promise<void> {
  await page.goto(`/${language}/oral/cabinet`);
  await press(page, said[language].exit);
  await page.waitForURL(/\/sign-in\?out/);
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const { language } = reader;
  const words = said[language];

  test("first entry by code, return by password, forgotten password", async () => {
    const page = await visitor.newPage(browserOf(reader));
    await toCode(page, language);
    await page.waitForURL(`**/${language}/oral/sign-in/code`);
    await page.getByText("+770****8345").waitFor();
    expect(page.url()).not.toMatch(/87061|8345/);

    const code = await codeFor(phone);
    await typeCode(page, language, code === "0000" ? "0001" : "0000");
    await page.getByText(words.left).first().waitFor();
    // What was right is not typed twice.
    expect(await field(page, words.create).inputValue()).toBe(secret);
    await typeCode(page, language, code);
    await page.waitForURL(`**/${language}/oral/cabinet`);

    await signOut(page, language);
    await toCode(page, language);
    await page.waitForURL(`**/${language}/oral/sign-in/password`);
    expect(await field(page, words.iin).inputValue()).toMatch(/^870612\s490009$/);
    await field(page, words.password).fill("басқа құпиясөз");
    await press(page, words.enter);
    await page.getByText(words.wrong).first().waitFor();
    await field(page, words.password).fill(secret);
    await press(page, words.enter);
    await page.waitForURL(`**/${language}/oral/cabinet`);

    await signOut(page, language);
    await toCode(page, language);
    await page.waitForURL("**/sign-in/password");
    await press(page, words.forgot);
    await page.waitForURL("**/sign-in/code");
    await typeCode(page, language, await codeFor(phone), `${secret} екі`);
    await page.waitForURL(`**/${language}/oral/cabinet`);
    expect(problemsOf(page)).toEqual([]);
  });

  test("an application without a phone leads to the update of the number", async () => {
    const page = await visitor.newPage(browserOf(reader));
    await toCode(page, language, "930408490003");
    await page.waitForURL(/\/sign-in\/recover/);
    expect(new URL(page.url()).pathname).toBe(`/${language}/oral/sign-in/recover`);
  });

  test("an unknown IIN looks the same, and the way to update the number is there", async () => {
    const page = await visitor.newPage(browserOf(reader));
    await toCode(page, language, "010101500003");
    await page.waitForURL("**/sign-in/code");
    await page.getByText(words.sent).waitFor();
    await page.getByText(words.help).click();
    const update = page.getByRole("link", { name: words.updateNumber });
    expect(await update.getAttribute("href")).toBe(`/${language}/oral/sign-in/recover`);
  });

  test("what is wrong with the IIN is said beside it, and what was typed stays", async () => {
    const page = await visitor.newPage(browserOf(reader));
    await toCode(page, language, "870612490008");
    await page.locator("#iin[aria-invalid=true]").waitFor();
    expect(await field(page, words.iin).inputValue()).toMatch(/^870612\s?490008$/);
  });
});

describe("with the page's script", () => {
  const words = said.ru;

  test("the wait for another code is counted down, and what is typed can be seen", async () => {
    const page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
    await toCode(page, "ru");
    await page.waitForURL("**/sign-in/code");
    const again = page.getByRole("button", { name: words.resend });
    expect(await again.isDisabled()).toBe(true);
    await page.getByText(/через\s5\d\sсек\./u).waitFor();
    await page.getByRole("button", { name: "Показать пароль" }).click();
    expect(await field(page, words.create).getAttribute("type")).toBe("text");
    await page.getByRole("button", { name: "Скрыть пароль" }).click();
    expect(await field(page, words.create).getAttribute("type")).toBe("password");
  });
});

test("without it the button answers with the seconds that are left", async () => {
  const page = await visitor.newPage({ javaScriptEnabled: false });
  await toCode(page, "ru");
  await page.waitForURL("**/sign-in/code");
  await press(page, said.ru.resend);
  const answer = page.locator("[data-answer]");
  await answer.waitFor();
  expect(await answer.innerText()).toMatch(/Следующий код можно получить через\s\d+\sсек\./u);
});

test.each([
  ["kk", 360],
  ["ru", 1280],
] as const)("axe finds nothing on the pages of the way, %s at %i px", async (language, width) => {
  const page = await visitor.newPage({ viewport: { width, height: 800 } });
  await page.goto(`/${language}/oral/sign-in`);
  await lookAt(page, "sign-in");
  await page.goto(`/${language}/oral/sign-in/password`);
  await lookAt(page, "sign-in-password");
  await toCode(page, language);
  await page.waitForURL("**/sign-in/code");
  await lookAt(page, "sign-in-code");
  await typeCode(page, language, "1", "short");
  await page.locator("[aria-invalid=true]").first().waitFor();
  await lookAt(page, "sign-in-code-mend");
  expect(await page.locator("[aria-invalid=true]").count()).toBe(1);
});
