import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { sergey } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, type Walk, walk, words } from "./support/walk.ts";
import { browserOf, readers } from "./support/ways-in.ts";

// A family says which kindergartens it wishes for, in a region that gives places by rounds of choices.

const visitor = useBrowser();
beforeEach(cleanSlate);
afterAll(cleanSlate);

/** For an answer of the portal. */
const patience = { timeout: 30_000 };

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  const { language, javaScript } = reader;

  const enter = async (): Promise<Walk> => {
    const first = await visitor.newPage();
    await signInAs(first, { iin: sergey.iin, language, region: "petropavl" });
    const storageState = await first.context().storageState();
    await first.context().close();
    const page = await visitor.newPage({ ...browserOf(reader), storageState });
    return walk(page, language, "petropavl");
  };
  const look = async (visit: Walk, name: string) => {
    if (javaScript) await lookAt(visit.page, name);
  };
  /** The buttons of a line carry its name too. */
  const press = (visit: Walk, key: Parameters<Walk["t"]>[0], name = "") =>
    visit.page.getByRole("button", { name: new RegExp(`^${visit.t(key)}\\s*:.*${name}`) });
  const chosen = async (visit: Walk) =>
    await visit.page.locator("section[aria-labelledby=list] li p.font-semibold").allInnerTexts();
  const arrives = async (visit: Walk, names: readonly string[]) => {
    await expect.poll(() => chosen(visit), patience).toEqual(names);
  };

  test("wishes are taken away, found, put in order, replaced and saved", async () => {
    const visit = await enter();
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications`);
    await page.locator("main a[href*='/cabinet/applications/']").first().click();
    await page.getByRole("heading", { name: t("choices.title") }).waitFor();
    await look(visit, "wishes-panel");
    await page
      .getByRole("link", { name: new RegExp(`${t("wishes.change")}|${t("wishes.choose")}`) })
      .click();
    await heading(visit, "choices.title");
    expect(await words(visit)).toContain(t("wishes.meaning.choices"));
    expect(await words(visit)).toContain(t("wishes.placeStays"));
    await look(visit, "wishes-list");

    for (let left = (await chosen(visit)).length; left > 0; left -= 1) {
      await press(visit, "wishes.remove").first().click();
      await expect.poll(async () => (await chosen(visit)).length, patience).toBe(left - 1);
    }
    await page.getByText(t("wishes.empty")).waitFor();
    await look(visit, "wishes-empty");

    const search = page.getByLabel(t("wishes.text"));
    await search.fill("арай");
    // With scripts it answers while one types.
    if (!javaScript) await button(visit, "wishes.search").click();
    await page.getByText(t("wishes.found", { n: 1 })).waitFor();
    await press(visit, "wishes.add", "Арай").click();
    await arrives(visit, ["№ 9 «Арай»"]);
    expect(await search.inputValue()).toBe("арай");
    await search.fill("");
    await button(visit, "wishes.search").click();
    await press(visit, "wishes.add", "Еркетай").click();
    await arrives(visit, ["№ 9 «Арай»", "№ 20 «Еркетай»"]);
    await press(visit, "wishes.up", "Еркетай").click();
    await arrives(visit, ["№ 20 «Еркетай»", "№ 9 «Арай»"]);
    await press(visit, "wishes.replace", "Арай").click();
    await page.getByText(t("wishes.noReplacing")).waitFor();
    await press(visit, "wishes.addInstead", "Айналайын").click();
    await arrives(visit, ["№ 20 «Еркетай»", "№ 2 «Айналайын»"]);
    await page.getByText(t("wishes.unsaved")).waitFor();
    await look(visit, "wishes-changes");

    // The list stands in the address, so the other language and «back» have it too.
    const address = page.url();
    await page.goto(`${root}/cabinet`);
    await page.goto(address);
    await button(visit, "wishes.save").click();
    await page.getByText(t("wishes.done")).waitFor();
    const panel = page.locator("section[aria-labelledby=wishes]");
    expect(await panel.innerText()).toContain("Еркетай");
    await page.goto(`${page.url().split("?")[0]}?tab=history`);
    await page.getByText(t("journal.event.wishes-changed")).first().waitFor();
    await page
      .getByText(/^1\. № 20 «Еркетай»; 2\. № 2 «Айналайын»$/)
      .first()
      .waitFor();
    expect(problemsOf(page)).toEqual([]);
  });

  test("what was chosen survives the end of the session, and another one's change is told", async () => {
    const visit = await enter();
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications`);
    await page.locator("main a[href*='/cabinet/applications/']").first().click();
    await page
      .getByRole("link", { name: new RegExp(`${t("wishes.change")}|${t("wishes.choose")}`) })
      .click();
    await heading(visit, "choices.title");
    await page.goto(`${page.url()}?v=0&w=9-arai.20-erketai.4-botaqan`);
    await heading(visit, "choices.title");
    // Unless an earlier journey has left just these.
    if ((await button(visit, "wishes.save").count()) > 0) {
      await button(visit, "wishes.save").click();
      await page.getByText(t("wishes.done")).waitFor();
      await link(visit, "wishes.change").click();
      await heading(visit, "choices.title");
    }
    const before = await chosen(visit);
    await press(visit, "wishes.remove").first().click();
    await arrives(visit, before.slice(1));
    const address = page.url();

    const other = walk(await page.context().newPage(), language, "petropavl");
    await other.page.goto(address);
    await press(other, "wishes.remove").first().click();
    await arrives(other, before.slice(2));
    await button(other, "wishes.save").click();
    await other.page.getByText(t("wishes.done")).waitFor();

    await button(visit, "wishes.save").click();
    await page.getByText(t("wishes.error.changed")).first().waitFor();
    await arrives(visit, before.slice(1));
    await look(visit, "wishes-overtaken");
    await page.context().clearCookies();
    await button(visit, "wishes.save").click();
    await page.waitForURL(/\/sign-in/);
    // Signing in needs scripts, whoever reads on without them.
    const back = new URL(page.url()).searchParams.get("return") ?? "";
    const door = await visitor.newPage();
    const goal = back.slice(root.length);
    await signInAs(door, { iin: sergey.iin, language, region: "petropavl" }, goal);
    await page.context().addCookies(await door.context().cookies());
    await page.goto(back);
    await heading(visit, "choices.title");
    await arrives(visit, before.slice(1));
    await button(visit, "wishes.save").click();
    await page.getByText(t("wishes.done")).waitFor();
    expect(problemsOf(page)).toEqual([]);
    await link(visit, "wishes.change").waitFor();
  });
});
