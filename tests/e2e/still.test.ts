import { describe, expect, test } from "vitest";
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

test("«not found» speaks the reader's language with and without JavaScript", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const visit = walk(await visitor.newPage({ javaScriptEnabled }), "kk");
    await visit.page.goto("/kk/akmola/no-such-page");
    await heading(visit, "error.page.404.title");
    expect(await visit.page.title()).toContain(visit.t("error.page.404.title"));
    await visit.page.close();
  }
});
