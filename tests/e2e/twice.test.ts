import type { Page } from "playwright-core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { draftIn, storedOf, whole } from "./support/stored.ts";
import {
  button,
  heading,
  readNotice,
  signIn,
  startForm,
  toSignature,
  type Walk,
  walk,
} from "./support/walk.ts";

// Whatever is pressed twice, gone back to, opened in two tabs or lost on the way: one application.

const visitor = useBrowser();
afterAll(cleanSlate);
let page: Page;
let visit: Walk;

beforeEach(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  page = await visitor.newPage();
  visit = walk(page);
  await signIn(visit);
  return () => page.context().close();
});

describe("«Подать заявку»", () => {
  test("pressed twice opens one draft", async () => {
    await page.goto(`${visit.root}/apply/general`);
    await page.getByLabel(visit.t("apply.confirm")).check();
    await button(visit, "apply.start").dblclick();
    await heading(visit, "apply.stepTitle.applicant");
    expect(await openDrafts()).toBe(1);
  });

  test("pressed again on the page that «back» brings opens no second draft", async () => {
    await startForm(visit);
    const first = draftIn(page.url());
    await page.goBack();
    await heading(visit, "qtype.form.general");
    await page
      .getByText(visit.t("service.draftFound"))
      .or(page.getByLabel(visit.t("apply.confirm")))
      .first()
      .waitFor();
    expect(await openDrafts()).toBe(1);
    expect(first).not.toBe("");
  });
});

describe("the signature", () => {
  test("pressed twice registers once", async () => {
    await toSignature(visit);
    const draft = draftIn(page.url());
    await button(visit, "eds.sign").dblclick();
    await readNotice(visit);
    expect(await storedOf(draft)).toMatchObject(whole);
  });

  test("given in two tabs at once registers once, and both tabs see the same number", async () => {
    await toSignature(visit);
    const draft = draftIn(page.url());
    const other = walk(await page.context().newPage());
    await other.page.goto(page.url());
    await heading(other, "apply.stepTitle.sign");
    await button(visit, "eds.sign").click();
    const { number } = await readNotice(visit);
    // The other tab does not know yet; it asks, and nothing is left to sign.
    await button(other, "eds.sign").click();
    expect((await readNotice(other)).number).toBe(number);
    expect(await storedOf(draft)).toMatchObject(whole);
  });

  test("whose answer was lost is given again and leads to the same number", async () => {
    await toSignature(visit);
    const draft = draftIn(page.url());
    let lost = 0;
    await page.route("**/apply/general?*", async (route) => {
      const request = route.request();
      const submits = request.method() === "POST" && (request.postData() ?? "").includes("CMS");
      if (!submits || lost > 0) return route.continue();
      lost += 1;
      // The portal has taken it and registered; only its answer goes astray.
      await route.fetch();
      return route.abort("connectionreset");
    });
    await button(visit, "eds.sign").click();
    await page.getByRole("alert").getByText(visit.t("eds.error.offline")).waitFor();
    expect(lost).toBe(1);
    expect(await storedOf(draft)).toMatchObject(whole);
    await button(visit, "eds.retry").click();
    await readNotice(visit);
    expect(await storedOf(draft)).toMatchObject(whole);
  });
});

test("«back» after the registration shows no form to sign again", async () => {
  await toSignature(visit);
  const draft = draftIn(page.url());
  await button(visit, "eds.sign").click();
  const { number } = await readNotice(visit);
  await page.goBack();
  await heading(visit, "journal.title");
  await page.getByText(visit.t("journal.card", { number })).waitFor();
  expect(await storedOf(draft)).toMatchObject(whole);
});

test("two tabs that edit the same draft sign what was read, or nothing", async () => {
  await toSignature(visit);
  const draft = draftIn(page.url());
  const other = walk(await page.context().newPage());
  await other.page.goto(page.url().replace("step=sign", "step=applicant"));
  await heading(other, "apply.stepTitle.applicant");
  await other.page.getByLabel(visit.t("apply.contacts.email")).fill("other@example.kz");
  await other.page.locator('[data-saver="saved"]').waitFor();

  await button(visit, "eds.sign").click();
  await page.getByRole("alert").getByText(visit.t("apply.error.request-stale")).waitFor();
  expect(await storedOf(draft)).toMatchObject({ open: true, applications: 0 });

  await page.reload();
  await button(visit, "apply.review.again").click();
  await heading(visit, "apply.stepTitle.review");
  await page.getByText("other@example.kz").first().waitFor();
  await page.goto(page.url().replace("step=review", "step=sign"));
  await button(visit, "eds.sign").click();
  await readNotice(visit);
  expect(await storedOf(draft)).toMatchObject(whole);
});

/** How many drafts the service's page offers to continue. */
async function openDrafts(): Promise<number> {
  const other = await page.context().newPage();
  await other.goto(`${visit.root}/apply/general`);
  return await other.getByRole("link", { name: visit.t("service.draftContinue") }).count();
}
