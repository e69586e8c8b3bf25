import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { readPublicKey } from "#lib/transparency/checkpoint.ts";
import type { MessageKey } from "#lib/i18n/translate.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { temporaryFolder } from "#tests/support/environment.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { settle } from "./support/one-family.ts";
import { button, heading, link, walk, type Walk } from "./support/walk.ts";

// The public log: a family's receipt a moment after it registered, and the page where anybody checks it.

const visitor = useBrowser();
let receipt = "";

beforeAll(async () => {
  await cleanSlate();
  await tellEmulator({ signer: olga.iin, algorithm: "gost", key: "valid" });
  const visit = walk(await visitor.newPage());
  const { page, root } = visit;
  const { number } = await settle(visit);
  await page.goto(`${root}/cabinet/applications/${number}?tab=documents`);
  const address = await link(visit, "log.receipt.download").getAttribute("href");
  // The worker writes it into the log within a second or two.
  await page.waitForFunction(async (path) => (await fetch(path)).ok, address ?? "");
  receipt = await (await page.request.get(address ?? "")).text();
  await page.context().close();
});
afterAll(cleanSlate);

/** How often these words stand on the page, once they stand there. */
async function seen(visit: Walk, key: MessageKey): Promise<number> {
  const words = visit.page.getByText(visit.t(key), { exact: true });
  await words.first().waitFor();
  return await words.count();
}

async function opened({ page, root }: Walk, onDevice: boolean): Promise<void> {
  await page.goto(`${root}/transparency`);
  if (onDevice) await page.locator("form[data-here]").waitFor();
}

async function shown(visit: Walk, text: string, onDevice: boolean): Promise<void> {
  await opened(visit, onDevice);
  await visit.page.getByLabel(visit.t("log.check.text")).fill(text);
  await button(visit, "check.button").click();
}

describe("a receipt", () => {
  test("holds under the key that the portal publishes, and is nobody else's to fetch", async () => {
    const { page } = walk(await visitor.newPage());
    const keys = await page.request.get("/api/v1/akmola/log/keys");
    const key = readPublicKey(await keys.text());
    expect(verifyReceipt(receipt, key ?? undefined)).toMatchObject({ valid: true });
    const number = "KZ-1";
    const foreign = await page.request.get(`/api/documents/receipts/akmola/${number}`);
    expect(foreign.status()).toBe(401);
  });

  test.each([
    [true, "log.verdict.here"],
    [false, "log.verdict.ok.title"],
  ] as const)("is checked on the page, JavaScript %s", async (javaScriptEnabled, right) => {
    const visit = walk(await visitor.newPage({ javaScriptEnabled }));
    const { page, t } = visit;
    let posts = 0;
    page.on("request", (request) => (posts += request.method() === "POST" ? 1 : 0));
    await shown(visit, receipt, javaScriptEnabled);
    expect(await seen(visit, right)).toBe(1);
    await shown(visit, receipt.replace('"leafIdx":', '"leafIdx":1'), javaScriptEnabled);
    expect(await seen(visit, "log.verdict.changed")).toBe(1);
    await shown(visit, "{}", javaScriptEnabled);
    expect(await seen(visit, "log.verdict.form")).toBe(1);
    await shown(visit, "", javaScriptEnabled);
    expect(await seen(visit, "log.verdict.empty")).toBe(1);

    const file = join(temporaryFolder(), "receipt.json");
    writeFileSync(file, receipt);
    await opened(visit, javaScriptEnabled);
    await page.getByLabel(t("log.check.file")).setInputFiles(file);
    await button(visit, "check.button").click();
    expect(await seen(visit, right)).toBe(1);
    // With its script the page sends the receipt nowhere.
    expect(posts).toBe(javaScriptEnabled ? 0 : 5);
  });
});

test.each([
  ["kk", 360],
  ["ru", 360],
  ["en", 360],
  ["kk", 1280],
  ["ru", 1280],
] as const)("the page reads well in %s at %d px", async (locale, width) => {
  const visit = walk(await visitor.newPage({ viewport: { width, height: 800 } }), locale);
  await visit.page.goto(`${visit.root}/transparency`);
  await heading(visit, "log.title");
  expect(await visit.page.getByRole("heading", { level: 2 }).count()).toBeGreaterThan(4);
  await lookAt(visit.page, "transparency");
  await shown(visit, receipt, true);
  expect(await seen(visit, "log.verdict.here")).toBe(1);
  await lookAt(visit.page, "transparency-genuine");
});
