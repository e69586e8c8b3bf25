import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { problemsOf, useBrowser, withoutOurScripts } from "#tests/support/browser.ts";
import { control, tellEmulator } from "#tests/support/portal.ts";
import { accessibilityProblems, chooseCertificate, signInAs, words } from "./sign-in-steps.ts";

const visitor = useBrowser();

const maria = "950211490006";
const sergey = "890117390005";
const daniyar = "850303390009";

/** Nothing that axe finds, nothing the policy forbids, nothing wider than the screen. */
async function faults(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return [
    ...(await accessibilityProblems(page)),
    ...problemsOf(page),
    ...(wide > 0 ? [`${wide} px too wide`] : []),
  ];
}

describe("the first entry by EDS", () => {
  test("leads from a page of the cabinet through the owner's data and the e-mail back to it, on a phone in Kazakh", async () => {
    await tellEmulator({ reset: true, signer: maria, algorithm: "gost", key: "valid" });
    const page = await visitor.newPage({ viewport: { width: 360, height: 740 } });
    await page.goto("/kk/akmola/cabinet/sessions");
    expect(new URL(page.url()).pathname).toBe("/kk/akmola/sign-in");
    expect(await faults(page)).toEqual([]);

    await page.getByRole("link", { name: "ЭЦҚ арқылы" }).click();
    expect(await faults(page)).toEqual([]);
    await chooseCertificate(page, "kk");
    expect(await page.locator("main").textContent()).toContain("Иванова Мария Петровна");
    expect(await faults(page)).toEqual([]);

    await page.getByRole("button", { name: words.kk.enter, exact: true }).click();
    await page.waitForURL(/profile\?first=1/u);
    expect(await page.locator("main").textContent()).toContain("электрондық поштаңызды");
    expect(await faults(page)).toEqual([]);

    await page.locator("#email").fill("maria.example.kz");
    await page.getByRole("button", { name: words.kk.save }).click();
    await page.locator("#email-error").getByText("@").waitFor();
    expect(await page.locator("#email").inputValue()).toBe("maria.example.kz");
    expect(await page.locator("[role=alert]:focus").count()).toBe(1);
    expect(await faults(page)).toEqual([]);

    await page.locator("#email").fill("maria@example.kz");
    await page.getByRole("button", { name: words.kk.save }).click();
    await page.waitForURL("**/kk/akmola/cabinet/sessions");
    expect(await faults(page)).toEqual([]);
  });
});

describe("a key that does not enter", () => {
  const said: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["given up", { cancel: true }, "Вы отменили подписание"],
    ["revoked", { key: "revoked" }, "Этот ключ отозван"],
    ["expired", { key: "expired", force: true }, "Срок ключа истек"],
    ["by a rogue authority", { key: "rogue-ca" }, "не Национальным удостоверяющим центром"],
    ["an organisation's", { key: "organisation", force: true }, "Это ключ организации"],
    ["cut off", { drop: true }, "Связь с NCALayer прервалась"],
  ];

  test.each(said)(
    "%s: says so, opens nothing, and lets one try again",
    async (_, order, sentence) => {
      await tellEmulator({ reset: true, signer: sergey, algorithm: "gost", key: "valid" });
      await tellEmulator(order);
      const page = await visitor.newPage();
      await page.goto("/ru/akmola/sign-in/eds");
      await page.getByRole("button", { name: words.ru.choose }).click();
      await page.getByRole("alert").getByText(sentence).waitFor();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.goto("/ru/akmola/cabinet");
      expect(new URL(page.url()).pathname).toBe("/ru/akmola/sign-in");

      await tellEmulator({ reset: true, signer: sergey, algorithm: "gost", key: "valid" });
      await page.goto("/ru/akmola/sign-in/eds");
      await chooseCertificate(page);
      expect(await page.locator("main").textContent()).toContain("Ким Сергей");
    },
  );

  test("without NCALayer says what to do", async () => {
    await control("emulator-stop");
    try {
      const page = await visitor.newPage();
      await page.goto("/ru/akmola/sign-in/eds");
      await page.getByRole("button", { name: words.ru.choose }).click();
      await page.getByRole("alert").getByText("NCALayer не отвечает").waitFor();
      expect(await page.getByRole("alert").locator("li").count()).toBeGreaterThan(1);
    } finally {
      await control("emulator-start");
    }
  });
});

describe("an open session", () => {
  let page: Page;
  beforeAll(async () => {
    page = await visitor.newPage();
    await signInAs(page, { iin: daniyar, algorithm: "rsa" });
  });

  test("shows the person's name in the corner and nothing wrong on any page of the cabinet", async () => {
    for (const path of ["", "/profile", "/sessions"]) {
      await page.goto(`/ru/akmola/cabinet${path}`);
      expect(await page.locator("header").textContent()).toContain("Сапаров Данияр");
      expect(await faults(page)).toEqual([]);
    }
  });

  test("is not stored by anybody on the way", async () => {
    const answer = await page.goto("/ru/akmola/cabinet/profile");
    expect(answer?.headers()["cache-control"]).toContain("no-store");
  });

  test("is seen and closed from another device, and dead there at the next request", async () => {
    const phone = await visitor.newPage({
      userAgent:
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/150.0.0.0 Mobile Safari/537.36",
    });
    await signInAs(phone, { iin: daniyar });
    await page.goto("/ru/akmola/cabinet/sessions");
    await page.getByRole("button", { name: /Закрыть вход.*Android/u }).click();
    await page.getByText("Вход закрыт.").waitFor();
    await phone.goto("/ru/akmola/cabinet");
    expect(new URL(phone.url()).pathname).toBe("/ru/akmola/sign-in");
    expect(await (await phone.request.get("/api/auth/session")).json()).toEqual({});
  });

  test("works without our scripts: contacts with what to mend, values kept, and the way out", async () => {
    await withoutOurScripts(page);
    await page.goto("/ru/akmola/cabinet/profile");
    await page.locator("#phone").fill("12");
    await page.getByRole("button", { name: "Сохранить" }).click();
    await page.locator("#phone-error").getByText("мобильный").waitFor();
    expect(await page.locator("#phone").inputValue()).toBe("12");
    await page.locator("#phone").fill("8 705 555 11 22");
    await page.getByRole("button", { name: "Сохранить" }).click();
    // Saved; the next page asks for the code of a contact that none has confirmed yet.
    await page.getByText("Данные сохранены.").waitFor();
    await page.goto("/ru/akmola/cabinet/profile");
    expect(await page.locator("#phone").inputValue()).toBe("+7 705 555 11 22");

    await page.goto("/ru/akmola/cabinet");
    await page.getByRole("button", { name: words.ru.exit, exact: true }).click();
    await page.getByText("Вы вышли из Личного кабинета.").waitFor();
    await page.goto("/ru/akmola/cabinet");
    expect(new URL(page.url()).pathname).toBe("/ru/akmola/sign-in");
  });
});
