import { describe, expect, inject, test } from "vitest";
import { translator } from "#lib/i18n/translate.ts";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { kokshetau } from "./support/families.ts";
import { button, heading, walk } from "./support/walk.ts";

// Still pages have one small script of their own (app/_ui/page-script) and none of the framework's.

const visitor = useBrowser();

describe("a still page", () => {
  test("asks for one script and nothing of the framework", async () => {
    const page = await visitor.newPage({ serviceWorkers: "block" });
    const scripts: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "script") scripts.push(new URL(request.url()).pathname);
    });
    for (const path of ["/ru", "/kk/akmola", "/ru/akmola/queue", "/ru/akmola/sign-in"]) {
      scripts.length = 0;
      await page.goto(path, { waitUntil: "networkidle" });
      expect([path, ...scripts]).toEqual([path, "/page.js"]);
    }
    expect(problemsOf(page)).toEqual([]);
  });

  test("takes a new appearance in place, and what was typed stays", async () => {
    const visit = walk(await visitor.newPage());
    const { page, t } = visit;
    await page.goto("/ru/akmola/queue");
    await page.getByLabel(t("check.childIin")).fill("230315590008");
    await page.locator("header summary", { hasText: t("a11y.title") }).click();
    const size = () => page.evaluate(() => getComputedStyle(document.documentElement).fontSize);
    const before = await size();
    await page.getByRole("button", { name: t("settings.size.huge"), exact: true }).click();
    await page.waitForFunction(
      (was) => getComputedStyle(document.documentElement).fontSize !== was,
      before,
    );
    expect(await page.getByLabel(t("check.childIin")).inputValue()).not.toBe("");
    await page.keyboard.press("Escape");
    await page.locator("h1").click();
    expect(await page.locator("header details[open]").count()).toBe(0);
  });

  test("groups digits while one types, and leads to what is to be mended", async () => {
    const visit = walk(await visitor.newPage());
    const { page, t } = visit;
    await page.goto("/ru/akmola/queue");
    await page.getByLabel(t("check.childIin")).pressSequentially("2303155");
    expect(await page.getByLabel(t("check.childIin")).inputValue()).toBe("230315 5");
    await button(visit, "check.button").click();
    await page.locator('[role="alert"]:focus').waitFor();
  });

  test("sends a form once, however often one presses", async () => {
    const visit = walk(await visitor.newPage());
    const { page } = visit;
    let posts = 0;
    page.on("request", (request) => {
      if (request.method() === "POST") posts += 1;
    });
    await page.goto("/ru/akmola/queue");
    await page.evaluate(() => {
      const sender = document.querySelector<HTMLButtonElement>("main form button");
      sender?.click();
      sender?.click();
    });
    await page.locator('[role="alert"]').waitFor();
    expect(posts).toBe(1);
  });

  test("filters the places while one types, and shows the district chosen", async () => {
    const visit = walk(await visitor.newPage());
    const { page, t } = visit;
    await page.goto("/ru");
    const shown = () => page.locator("li[data-search]:visible").count();
    const all = await shown();
    await page.getByLabel(t("region.search.label")).pressSequentially("акмола");
    expect(await shown()).toBeGreaterThan(0);
    expect(await shown()).toBeLessThan(all);
    await page.getByLabel(t("region.district")).selectOption(kokshetau);
    await button(visit, "region.pick").click();
    await heading(visit, "home.hero");
    await page.locator("[data-district-cookie]").waitFor({ state: "visible" });
    expect(await page.locator("[data-district-cookie]").textContent()).not.toContain("{name}");
  });

  test("remembers the language somebody chose", async () => {
    const page = await visitor.newPage({ locale: "en-GB" });
    await page.goto("/en/akmola");
    await page.locator('header a[hreflang="kk"]').click();
    await page.waitForURL("**/kk/akmola");
    await page.goto("/");
    expect(new URL(page.url()).pathname).toBe("/kk");
  });

  test("forgets what was typed by who has signed out", async () => {
    const page = await visitor.newPage();
    await page.goto("/ru/akmola");
    await page.evaluate(() => {
      sessionStorage.setItem("kezek-typed:a:child", "{}");
      sessionStorage.setItem("other", "1");
    });
    await page.goto("/ru/akmola/sign-in?out=here", { waitUntil: "load" });
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual(["other"]);
  });
});

test("«not found» of a portal has its frame and the language of the address, with and without JavaScript", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const visit = walk(await visitor.newPage({ javaScriptEnabled }), "kk");
    const answer = await visit.page.goto("/kk/akmola/no-such-page/at/all");
    expect(answer?.status()).toBe(404);
    await heading(visit, "error.page.404.title");
    expect(await visit.page.title()).toContain(visit.t("error.page.404.title"));
    await visit.page.getByRole("banner").locator('a[href="tel:+77162000200"]').waitFor();
    await visit.page.close();
  }
});

test("an address of no language answers in the reader's: the one chosen before, then the browser's", async () => {
  for (const [locale, cookie, wish] of [
    ["en", "kezek-locale=en", "ru"],
    ["ru", undefined, "ru-KZ,ru;q=0.9"],
    ["kk", undefined, undefined],
  ] as const) {
    for (const path of ["/nowhere", "/nowhere/at/all", "/404"]) {
      const answer = await fetch(new URL(path, inject("portalUrl")), {
        headers: {
          ...(cookie !== undefined && { cookie }),
          ...(wish !== undefined && { "accept-language": wish }),
        },
      });
      expect(answer.status).toBe(404);
      expect(answer.headers.get("cache-control")).toContain("no-store");
      const html = await answer.text();
      expect(html).toContain(`<html lang="${locale}">`);
      expect(html).toContain(translator(locale)("error.page.404.title"));
      expect(html).toMatch(/<link rel="stylesheet" href="\/_next\/static\/[^"]+\.css">/);
    }
  }
});

test("where Next has only its own English page for a failure, the reader gets ours", async () => {
  const answer = await fetch(new URL("/_global-error", inject("portalUrl")), {
    headers: { "accept-language": "ru" },
  });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toContain(translator("ru")("error.page.500.title"));
});
