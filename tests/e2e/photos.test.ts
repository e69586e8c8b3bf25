import type { Page } from "playwright-core";
import { afterAll, beforeEach, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { photo } from "./support/photos.ts";
import {
  button,
  forward,
  heading,
  signIn,
  toPapers,
  type Walk,
  walk,
  words,
} from "./support/walk.ts";

// Photos of papers: on a slow line, refused, in the wrong order.

const visitor = useBrowser();
afterAll(cleanSlate);
const paper = "large-family-proof";
let page: Page;
let visit: Walk;

beforeEach(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
  visit = walk(page);
  await signIn(visit);
  await toPapers(visit, { privilege: "large-family" });
  return () => page.context().close();
});

function accepted() {
  return page
    .locator(`#paper-${paper}`)
    .getByRole("listitem")
    .filter({ hasText: visit.t("apply.files.sent") });
}

test("whoever goes on while a photo is on its way is asked first, and stays", async () => {
  let arrive: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrive = resolve));
  await page.route("**/api/uploads", async (route) => {
    await held;
    await route.continue();
  });
  await page.locator(`#file-${paper}[multiple]`).setInputFiles(await photo("slow.jpg", 20));
  await page.getByText("slow.jpg").waitFor();
  const asked = page.waitForEvent("dialog");
  const pressed = button(visit, "common.forward").last().click({ noWaitAfter: true });
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await pressed;
  arrive();
  await accepted().first().waitFor();
  await forward(visit);
  await heading(visit, "apply.stepTitle.review");
  expect(await words(visit)).toContain("slow.jpg");
});

test("what is no picture is refused with its reason, and the rest stays", async () => {
  await page
    .locator(`#file-${paper}[multiple]`)
    .setInputFiles([
      await photo("good.jpg", 20),
      { name: "letter.jpg", mimeType: "image/jpeg", buffer: Buffer.from("MZ this is a program") },
    ]);
  await accepted().filter({ hasText: "good.jpg" }).waitFor();
  const refused = page.getByRole("listitem").filter({ hasText: "letter.jpg" });
  await refused.getByRole("button", { name: visit.t("apply.files.remove"), exact: true }).click();
  await refused.waitFor({ state: "detached" });
  expect(await accepted().count()).toBe(1);
});

test("pages are put in order and taken back, and are so after a reload", async () => {
  await page
    .locator(`#file-${paper}[multiple]`)
    .setInputFiles([await photo("b.jpg", 10), await photo("a.jpg", 30), await photo("c.jpg", 50)]);
  await accepted().nth(2).waitFor();
  const { t } = visit;
  await page.getByRole("button", { name: `${t("apply.files.up")}: a.jpg` }).click();
  await page.locator(`#paper-${paper} li:first-child`).filter({ hasText: "a.jpg" }).waitFor();
  await page.getByRole("button", { name: t("apply.files.removeNamed", { name: "c.jpg" }) }).click();
  await page.getByText("c.jpg", { exact: true }).waitFor({ state: "detached" });
  await page.reload();
  const names = page.locator(`#paper-${paper} li .font-medium`);
  await names.nth(1).waitFor();
  expect(await names.allInnerTexts()).toEqual(["a.jpg", "b.jpg"]);
});
