import type { Page } from "playwright-core";
import { afterAll, beforeEach, expect, test } from "vitest";
import { useBrowser } from "#tests/support/browser.ts";
import { honestPdfs, plainPdf } from "#tests/support/hostile-pdfs.ts";
import { iphonePhoto } from "#tests/support/iphone-photo.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { photo } from "./support/photos.ts";
import { signIn, toPapers, type Walk, walk } from "./support/walk.ts";

// Papers over a connection that breaks, and files that need a thread of their own, in the portal as it is built.

const visitor = useBrowser();
afterAll(cleanSlate);
const paper = "large-family-proof";
let page: Page;
let visit: Walk;

beforeEach(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
  visit = walk(page, "kk");
  await signIn(visit);
  await toPapers(visit, { privilege: "large-family" });
  return () => page.context().close();
});

/** The field once our scripts have taken it over: before that it takes one file at a time. */
const field = () => page.locator(`#file-${paper}[multiple]`);
const listed = () => page.locator(`#paper-${paper}`).getByRole("listitem");
const accepted = () => listed().filter({ hasText: visit.t("apply.files.sent") });

async function namesAfterReload(): Promise<string[]> {
  await page.reload();
  const names = page.locator(`#paper-${paper} li .font-medium`);
  await names.first().waitFor();
  return names.allInnerTexts();
}

test("a request that breaks off, and an answer that is lost, leave each page once and in its place", async () => {
  let tries = 0;
  await page.route("**/api/uploads", async (route) => {
    tries += 1;
    if (tries === 1) return route.abort("connectionreset");
    // The portal has the second try; the browser never learns of it.
    if (tries === 2) await route.fetch();
    return tries === 2 ? route.abort("connectionreset") : route.continue();
  });
  await field().setInputFiles([
    await photo("1.jpg", 10),
    await photo("2.jpg", 30),
    await photo("3.jpg", 50),
  ]);
  await accepted().nth(2).waitFor();
  expect(tries).toBe(5);
  expect(await namesAfterReload()).toEqual(["1.jpg", "2.jpg", "3.jpg"]);
});

test("what is lost goes on by itself when the connection is back", async () => {
  await page.context().setOffline(true);
  await field().setInputFiles([await photo("1.jpg", 10), await photo("2.jpg", 30)]);
  const words = visit.t("documents.upload.error.not-arrived");
  await listed().filter({ hasText: words }).waitFor({ timeout: 30_000 });
  await listed()
    .filter({ hasText: visit.t("documents.upload.waiting") })
    .waitFor();
  await page.context().setOffline(false);
  await accepted().nth(1).waitFor();
  expect(await namesAfterReload()).toEqual(["1.jpg", "2.jpg"]);
});

test("a PDF with a script is refused in words; a plain one and an iPhone's photo are taken", async () => {
  const script = plainPdf("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>");
  const packed = honestPdfs.find(([name]) => name.includes("packed"))?.[1]() ?? plainPdf();
  await field().setInputFiles([
    { name: "script.pdf", mimeType: "application/pdf", buffer: script },
    { name: "plain.pdf", mimeType: "application/pdf", buffer: packed },
    { name: "IMG_0001.HEIC", mimeType: "image/heic", buffer: iphonePhoto() },
  ]);
  await accepted().nth(1).waitFor();
  await listed()
    .filter({ hasText: visit.t("documents.upload.error.file-pdf-active") })
    .filter({ hasText: "script.pdf" })
    .waitFor();
  expect(await namesAfterReload()).toEqual(["plain.pdf", "IMG_0001.jpg"]);
});
