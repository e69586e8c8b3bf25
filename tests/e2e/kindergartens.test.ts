import { describe, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, walk } from "./support/walk.ts";

// A parent looks for a kindergarten: by name, by language and year, on the drawing, and reads its passport.

const visitor = useBrowser();

describe("the register of kindergartens", () => {
  test.each([
    ["kk", 1280, true],
    ["ru", 360, true],
    ["ru", 360, false],
    ["en", 360, false],
  ] as const)(
    "is searched and read in %s at %d px, JavaScript %s",
    async (locale, width, javaScriptEnabled) => {
      const viewport = { width, height: 800 };
      const page = await visitor.newPage({ viewport, javaScriptEnabled });
      const visit = walk(page, locale, "oral");
      const { t } = visit;
      const look = async (name: string) => {
        if (javaScriptEnabled) await lookAt(page, name);
      };
      await page.goto(visit.root);
      await page
        .getByRole("main")
        .getByRole("link", { name: t("header.nav.kindergartens") })
        .click();
      await heading(visit, "header.nav.kindergartens");
      await page.getByRole("heading", { name: t("kindergartens.total", { n: 12 }) }).waitFor();
      const cards = page.locator("section:has(#list) li");
      expect(await cards.count()).toBe(12);
      // Every kindergarten of the list stands on the drawing.
      expect(await page.locator("main svg a").count()).toBe(12);
      await look("kindergartens");

      // By a name typed without the Kazakh letters.
      await page.getByLabel(t("kindergartens.find.text")).fill("карлыгаш");
      await button(visit, "common.find").click();
      await page.getByRole("heading", { name: t("kindergartens.found", { n: 1 }) }).waitFor();
      expect(page.url()).toContain("q=");
      expect(await cards.innerText()).toContain(locale === "ru" ? "Карлыгаш" : "Қарлығаш");
      expect(await page.getByLabel(t("kindergartens.find.text")).inputValue()).toBe("карлыгаш");

      // By language and year: what was typed stays, and nothing is found.
      await page.getByText(t("kindergartens.find.more")).click();
      const language = page.getByLabel(t("kindergartens.language.label"));
      await language.selectOption("other");
      await page.getByLabel(t("kindergartens.year")).selectOption("2023");
      await button(visit, "common.find").click();
      await page.getByRole("heading", { name: t("kindergartens.none.title") }).waitFor();
      await look("kindergartens none");
      await page.getByLabel(t("kindergartens.find.text")).fill("");
      await button(visit, "common.find").click();
      await page.getByRole("heading", { name: t("kindergartens.found", { n: 1 }) }).waitFor();
      expect(await language.inputValue()).toBe("other");

      await link(visit, "kindergartens.find.clear").click();
      await page.getByRole("link", { name: "№ 8 «Айналайын»" }).click();
      await page.getByRole("heading", { name: "№ 8 «Айналайын»", level: 1 }).waitFor();
      const facts = await page.getByRole("main").innerText();
      expect(facts).toContain(t("kindergartens.passport.freeText"));
      expect(facts).toContain("+7");
      expect(await page.locator("section:has(#groups) li").count()).toBe(8 + 2);
      expect(await page.locator("section:has(#nearby) li").count()).toBe(5);
      await look("kindergarten");
      // From there the others by distance, all of them.
      await link(visit, "kindergartens.near.all").click();
      const name = "№ 8 «Айналайын»";
      await page.getByText(t("kindergartens.near.order", { name })).waitFor();
      expect(await cards.count()).toBe(12);
      expect(await cards.first().innerText()).toContain(name);
      await look("kindergartens near");
      await link(visit, "kindergartens.near.clear").click();
      await page.getByRole("heading", { name: t("kindergartens.total", { n: 12 }) }).waitFor();
      expect(page.url()).not.toContain("near");
    },
  );

  test("is ordered by the browser from where the reader is, and the portal never learns where", async () => {
    const place = { latitude: 51.2679, longitude: 51.4323 };
    const options = { geolocation: place, permissions: ["geolocation"] };
    const visit = walk(await visitor.newPage(options), "ru", "oral");
    const { page, t } = visit;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
    await page.goto(`${visit.root}/kindergartens`);
    await button(visit, "kindergartens.here.button").click();
    await page.getByRole("heading", { name: t("kindergartens.here.title") }).waitFor();
    const nearest = page.locator("[data-nearest] li");
    expect(await nearest.count()).toBe(10);
    expect(await nearest.first().innerText()).toContain("№ 17 «Балбобек»");
    await lookAt(page, "kindergartens nearest");
    expect(asked.filter((each) => /51\.2679|51\.4323|51,2679/.test(each))).toEqual([]);
    await nearest.first().getByRole("link").click();
    await page.getByRole("heading", { name: "№ 17 «Балбобек»", level: 1 }).waitFor();
  });

  test("says what to do when the browser does not tell where it is", async () => {
    const visit = walk(await visitor.newPage({ permissions: [] }), "kk", "oral");
    await visit.page.goto(`${visit.root}/kindergartens`);
    await button(visit, "kindergartens.here.button").click();
    await visit.page.getByText(visit.t("kindergartens.here.denied")).waitFor();
    expect(await visit.page.locator("[data-nearest] li").count()).toBe(0);
  });

  test("is asked by district where there are districts", async () => {
    const visit = walk(await visitor.newPage(), "ru", "akmola");
    const { page, t } = visit;
    await page.goto(`${visit.root}/kindergartens`);
    await page.getByLabel(t("common.district")).selectOption({ label: "Зерендинский район" });
    await button(visit, "common.find").click();
    await page.getByRole("heading", { name: t("kindergartens.found", { n: 1 }) }).waitFor();
    await page.getByRole("link", { name: "«Зерен»" }).click();
    expect(await page.getByRole("main").innerText()).toContain("Зерендинский район");
  });

  test("answers whatever an address asks, and says that what is not there is not there", async () => {
    const { page, root } = walk(await visitor.newPage(), "kk", "oral");
    const odd = "q=%00%FF&language=xx&year=-1&queue=../../&after=%3Cscript%3E&after=b&district=1";
    const answer = await page.goto(`${root}/kindergartens?${odd}`);
    expect(answer?.status()).toBe(200);
    const missing = await page.goto(`${root}/kindergartens/99-zhoq`);
    expect(missing?.status()).toBe(404);
    // Another region's kindergarten is not this one's.
    const others = await page.goto(`${root}/kindergartens/zeren`);
    expect(others?.status()).toBe(404);
    await page.goto(`${root}/kindergartens`);
    const sources = page.locator("script[src]");
    const files = await sources.evaluateAll((all) => all.map((each) => each.getAttribute("src")));
    expect(files.filter((file) => file?.includes("_next"))).toEqual([]);
  });
});
