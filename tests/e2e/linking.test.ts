import { afterAll, beforeEach, describe, expect, inject, test } from "vitest";
import { problemsOf, useBrowser } from "#tests/support/browser.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { lookAt } from "./support/look.ts";
import { moveClock, tellRegisters } from "./support/registers.ts";
import { unlinkAll } from "./support/unlink.ts";
import { button, heading, link, type Walk, walk, words } from "./support/walk.ts";
import { browserOf, codeFor, type Reader, readers, said } from "./support/ways-in.ts";

// Manual 002: an application on paper without a parent's IIN, and the second parent of one that is there.

const visitor = useBrowser();
const testov = "123456789011";
const sanzhar = "250601 590006";
const daniyar = "850303390009";
const ayala = "220720 690004";
const linkTab = "/cabinet/profile?tab=link";

beforeEach(async () => {
  await cleanSlate();
  await unlinkAll();
  await moveClock(null);
});
afterAll(async () => {
  await unlinkAll();
  await moveClock(null);
  await cleanSlate();
});

/** Signs in with a key, which needs a script, and goes on as this reader. */
async function signedIn(reader: Reader, iin: string, region: string): Promise<Walk> {
  const { language } = reader;
  const first = await visitor.newPage();
  await signInAs(first, { iin, language, region });
  const storageState = await first.context().storageState();
  await first.context().close();
  return walk(await visitor.newPage({ ...browserOf(reader), storageState }), language, region);
}

async function add(visit: Walk, iin: string): Promise<void> {
  await visit.page.getByLabel(visit.t("apply.child.iin"), { exact: true }).fill(iin);
  await button(visit, "profile.link.add").click();
}

describe.each(readers)("$language, $width px, JavaScript $javaScript", (reader) => {
  test("the name in the corner, «Привязка», the child's IIN, and the application is in the journal", async () => {
    const visit = await signedIn(reader, testov, "akmola");
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet`);
    await page.locator("header a[href$='/cabinet/profile']").first().click();
    await heading(visit, "profile.title");
    await link(visit, "profile.link.tab").click();
    await page.waitForURL(/tab=link$/);

    await add(visit, "250601 590007");
    await page.getByText(t("error.iin-check-digit")).first().waitFor();
    const field = page.getByLabel(t("apply.child.iin"), { exact: true });
    expect(await field.inputValue()).toMatch(/^250601\s?590007$/);
    await add(visit, ayala);
    await page.getByText(t("profile.link.no")).first().waitFor();

    await add(visit, sanzhar);
    await page.getByText(t("profile.link.ok")).waitFor();
    expect(page.url()).not.toMatch(/\d{12}/);
    await page
      .locator("main")
      .getByRole("link", { name: t("journal.title"), exact: true })
      .first()
      .click();
    await heading(visit, "journal.title");
    await page.getByRole("main").getByText("Санжар").first().waitFor();
    expect(problemsOf(page)).toEqual([]);
  });
});

test("while the civil register is down it is said, nothing is lost, and later it goes", async () => {
  await moveClock("+11m");
  const visit = await signedIn({ language: "ru", width: 360, javaScript: false }, testov, "akmola");
  const { page, t, root } = visit;
  await tellRegisters({ birth: "down" });
  await page.goto(`${root}${linkTab}`);
  await add(visit, sanzhar);
  await page.getByText(t("profile.link.down")).waitFor();
  expect(await page.getByLabel(t("apply.child.iin")).inputValue()).toMatch(/250601\s?590006/);
  await tellRegisters({ all: "normal" });
  await moveClock("+11m");
  await button(visit, "profile.link.add").click();
  await page.getByText(t("profile.link.ok")).waitFor();
});

test("the second parent sees the same application, who may act is said, and the first one is told", async () => {
  const visit = await signedIn({ language: "kk", width: 360, javaScript: true }, daniyar, "oral");
  const { page, t, root } = visit;
  await page.goto(`${root}${linkTab}`);
  await lookAt(page, "profile-link");
  await add(visit, ayala);
  await page.getByText(t("profile.link.ok")).waitFor();
  await lookAt(page, "profile-linked");
  await page.goto(`${root}/cabinet/applications`);
  await page.getByRole("main").getByText("Аяла").first().click();
  await page.getByRole("heading", { name: t("journal.acting.title") }).waitFor();
  const shown = await words(visit);
  expect(shown).toContain(t("profile.link.both"));
  expect(shown).toContain(t("journal.hiddenContacts"));
  expect(shown).not.toMatch(/870612\s?490009|017\s?008\s?83\s?45/);
  await lookAt(page, "application-of-the-other");
  await expect.poll(() => latestTo("+77017008345")).toContain("linked");
});

test("somebody in by a code is led to the strong ways and comes back with what was typed", async () => {
  const page = await visitor.newPage({ javaScriptEnabled: false });
  const visit = walk(page, "ru", "oral");
  await page.goto("/ru/oral/sign-in");
  await page.getByLabel(said.ru.iin, { exact: true }).fill("870612 490009");
  await page.getByRole("main").getByRole("button", { name: said.ru.continue, exact: true }).click();
  await page.getByLabel(said.ru.code, { exact: true }).fill(await codeFor("+77017008345"));
  for (const label of [said.ru.create, said.ru.repeat]) {
    await page.getByLabel(label, { exact: true }).fill("жаңа құпиясөз тіркесі");
  }
  await page.getByRole("main").getByRole("button", { name: said.ru.update, exact: true }).click();
  await page.waitForURL("**/ru/oral/cabinet");
  await page.goto(`/ru/oral${linkTab}`);
  await page.getByText(visit.t("signin.stepUp")).waitFor();
  const eds = page.getByRole("main").getByRole("link", { name: visit.t("signin.ways.eds") });
  expect(await eds.getAttribute("href")).toBe(
    `/ru/oral/sign-in/eds?return=${encodeURIComponent(`/ru/oral${linkTab}`)}`,
  );
});

async function latestTo(recipient: string): Promise<string> {
  const address = new URL("/api/demo/outbox", inject("portalUrl"));
  address.searchParams.set("to", recipient);
  const { messages } = (await (await fetch(address)).json()) as {
    messages: { readonly template: string }[];
  };
  return messages.map(({ template }) => template).join(" ");
}
