import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { useBrowser, withoutOurScripts } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { artyom, kokshetau, olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { type Belongings, settle } from "./support/one-family.ts";
import { photo } from "./support/photos.ts";
import { draftIn, storedOf } from "./support/stored.ts";
import {
  button,
  fillApplicant,
  forward,
  heading,
  link,
  startForm,
  walk,
  words,
} from "./support/walk.ts";

// Without JavaScript everything works but the signature itself, which needs NCALayer and so a script.

const visitor = useBrowser();
type Session = Awaited<ReturnType<ReturnType<Page["context"]>["storageState"]>>;
let family: Belongings;
let session: Session;

beforeAll(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  const page = await visitor.newPage();
  family = await settle(walk(page));
  session = await page.context().storageState();
  await page.context().close();
});
afterAll(cleanSlate);

async function plain(signedIn: boolean) {
  const state = signedIn ? { storageState: session } : {};
  return walk(await visitor.newPage({ javaScriptEnabled: false, ...state }));
}

const open = ["/ru", "/ru/akmola", "/ru/akmola/help", "/ru/akmola/queue", "/kk/oral/apply"];
const own = () => [
  "/ru/akmola/cabinet",
  "/ru/akmola/cabinet/applications",
  `/ru/akmola/cabinet/applications/${family.number}`,
  `/ru/akmola/cabinet/applications/${family.number}?tab=history`,
  `/ru/akmola/cabinet/applications/${family.number}?tab=documents`,
  `/ru/akmola/cabinet/applications/${family.number}/notice`,
  "/ru/akmola/cabinet/children",
  "/ru/akmola/cabinet/profile",
];

describe("the same words stand on a page with and without JavaScript", () => {
  test.each([
    ["open to everyone", false],
    ["of one's own", true],
  ])("on pages %s", async (_, signedIn) => {
    const script = walk(await visitor.newPage(signedIn ? { storageState: session } : {}));
    const bare = await plain(signedIn);
    for (const path of signedIn ? own() : open) {
      await script.page.goto(path);
      await script.page.waitForLoadState("networkidle");
      const expected = timeless(await words(script));
      await bare.page.goto(path);
      expect.soft(timeless(await words(bare)), path).toBe(expected);
    }
  });

  test("and axe finds nothing while our scripts do not arrive", async () => {
    const page = await visitor.newPage({
      storageState: session,
      viewport: { width: 360, height: 800 },
    });
    await withoutOurScripts(page);
    for (const path of [...open, ...own()]) {
      await page.goto(path);
      await lookAt(page, `no-js${path.replaceAll(/[/?=]/g, "-")}`, { scriptless: true });
    }
    expect(page.url()).toContain("/cabinet/profile");
  });
});

// The minute may turn between the two looks.
function timeless(text: string): string {
  return text.replaceAll(/\d\d:\d\d(:\d\d)?/g, "…");
}

describe("signed out", () => {
  test("one searches a region, chooses a district and lands on its home", async () => {
    const visit = await plain(false);
    const { page, t, root } = visit;
    await page.goto("/ru");
    await page.getByLabel(t("region.search.label")).fill("ақмола");
    await button(visit, "common.find").click();
    await heading(visit, "region.searchResults");
    await page.getByLabel(t("region.district")).selectOption(kokshetau);
    await button(visit, "region.pick").click();
    await heading(visit, "home.hero");
    expect(new URL(page.url()).pathname).toBe(root);
  });

  test("one opens a question of the help and changes the language", async () => {
    const visit = await plain(false);
    const { page, t, root } = visit;
    await page.goto(`${root}/help`);
    await page.getByText(t("help.faq.number.q")).click();
    await page.getByText(t("help.faq.number.a")).waitFor();
    await page.locator('header a[hreflang="kk"]').click();
    expect(new URL(page.url()).pathname).toBe("/kk/akmola/help");
  });

  test("one checks the queue, with a mistake first", async () => {
    const visit = await plain(false);
    const { page, t, root } = visit;
    await page.goto(`${root}/queue`);
    await page.getByLabel(t("check.childIin")).fill("230315590009");
    await page.getByLabel(t("check.secondFact")).fill(family.code);
    await button(visit, "check.button").click();
    await page.getByText(t("error.iin-check-digit")).first().waitFor();
    expect(await page.getByLabel(t("check.secondFact")).inputValue()).toBe(family.code);
    await page.getByLabel(t("check.childIin")).fill(artyom.iin);
    await button(visit, "check.button").click();
    await page.getByRole("heading", { name: t("check.result") }).waitFor();
    expect(await words(visit)).toContain(t("queue.number.label"));
  });
});

describe("with a session opened before", () => {
  test("one fills in the whole form up to the signature", async () => {
    const visit = await plain(true);
    const { page, t } = visit;
    await startForm(visit, "special");
    await fillApplicant(visit, "without.script@example.kz");
    await forward(visit);
    await heading(visit, "apply.stepTitle.child");
    await page.getByLabel(t("apply.child.iin")).fill("230315590009");
    await forward(visit);
    await page.getByText(t("error.iin-check-digit")).first().waitFor();
    await page.getByLabel(t("apply.child.iin")).fill(artyom.iin);
    await button(visit, "apply.child.find").click();
    await page.getByText(t("apply.child.kinOk")).waitFor();
    await page.getByLabel(t("common.district")).selectOption(kokshetau);
    await forward(visit);

    await heading(visit, "apply.stepTitle.documents");
    await forward(visit);
    await page.getByRole("alert").waitFor();
    for (const name of ["page-1.jpg", "page-2.jpg"]) {
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles(await photo(name, 30));
      await button(visit, "apply.files.upload").click();
      await page.getByText(name).waitFor();
    }
    await page
      .getByRole("button", { name: t("apply.files.removeNamed", { name: "page-1.jpg" }) })
      .click();
    await page.getByText("page-1.jpg").waitFor({ state: "detached" });
    await forward(visit);

    await heading(visit, "apply.stepTitle.review");
    expect(await words(visit)).toContain("without.script@example.kz");
    await link(visit, "apply.send").click();
    await heading(visit, "apply.stepTitle.sign");
    // Read as text: a browser whose scripts are turned off from outside goes on hiding the element.
    const said = await page.locator("noscript").allTextContents();
    expect(said.join()).toContain(t("eds.noScript"));
    expect(await storedOf(draftIn(page.url()))).toMatchObject({ open: true, applications: 0 });
  });

  test("one reads the journal and takes the notice", async () => {
    const visit = await plain(true);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications`);
    await page.getByRole("link", { name: t("journal.card", { number: family.number }) }).click();
    await link(visit, "journal.tab.documents").click();
    const notice = page.locator('a[href^="/api/documents/issued/"]').first();
    const address = new URL((await notice.getAttribute("href")) ?? "", inject("portalUrl"));
    const file = await page.request.get(address.href);
    expect((await file.body()).subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("one saves the profile, and at last signs out", async () => {
    const visit = await plain(true);
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/profile`);
    await page.getByLabel(t("profile.email")).fill("no-at-sign");
    await button(visit, "profile.save").click();
    await page.getByText(t("error.email-shape")).first().waitFor();
    await page.getByLabel(t("profile.email")).fill("new@example.kz");
    await button(visit, "profile.save").click();
    await page.getByText(t("profile.saved")).waitFor();

    await button(visit, "signin.exit").locator("visible=true").click();
    await page.getByText(t("signin.out")).waitFor();
    await page.goto(`${root}/cabinet`);
    await heading(visit, "signin.title");
    expect(new URL(page.url()).pathname).toBe(`${root}/sign-in`);
  });
});
