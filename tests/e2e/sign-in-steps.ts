import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { tellEmulator } from "#tests/support/portal.ts";

/** The portal's way of saying things, as far as the steps press on them. */
export const words = {
  kk: {
    choose: "Сертификатты таңдау",
    enter: "Кіру",
    owner: "ЭЦҚ иесі:",
    save: "Сақтап, жалғастыру",
    exit: "Шығу",
  },
  ru: {
    choose: "Выбрать сертификат",
    enter: "Войти",
    owner: "Владелец ЭЦП:",
    save: "Сохранить и продолжить",
    exit: "Выйти",
  },
} as const;
export type Language = keyof typeof words;

/** What axe finds on the page, each rule with its places. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
}

/** From the sign-in by EDS, which is open, to the owner's data. */
export async function chooseCertificate(page: Page, language: Language = "ru"): Promise<void> {
  await page.getByRole("button", { name: words[language].choose, exact: true }).click();
  await page.getByText(words[language].owner).waitFor();
}

type Person = {
  readonly iin: string;
  readonly algorithm?: "gost" | "rsa";
  readonly language?: Language;
  readonly region?: string;
};

/**
 * Signs in as a person of the demo, giving an e-mail if this is the first entry, and ends on `goal`, a path after
 * `/{language}/{region}`.
 */
export async function signInAs(page: Page, person: Person, goal = "/cabinet"): Promise<void> {
  const { iin, algorithm = "gost", language = "ru", region = "akmola" } = person;
  await tellEmulator({ reset: true, signer: iin, algorithm, key: "valid" });
  const root = `/${language}/${region}`;
  const back = encodeURIComponent(`${root}${goal}`);
  await page.goto(`${root}/sign-in/eds?return=${back}`);
  await chooseCertificate(page, language);
  await page.getByRole("button", { name: words[language].enter, exact: true }).click();
  await page.waitForURL((url) => !url.pathname.includes("/sign-in"));
  if (page.url().includes("first=1")) {
    await page.locator("#email").fill(`${iin}@example.kz`);
    await page.getByRole("button", { name: words[language].save }).click();
  }
  await page.waitForURL((url) => `${url.pathname}${url.search}` === `${root}${goal}`);
}
