import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { guides } from "#app/[locale]/[region]/help/ncalayer/guides.ts";
import { problemsOf, useBrowser, withoutOurScripts } from "#tests/support/browser.ts";
import { control, tellEmulator } from "#tests/support/portal.ts";
import { olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import { button, heading, link, type Walk, walk } from "./support/walk.ts";

// The page that tries the person's own set-up: computer, permission, program, key.

const visitor = useBrowser();
const good = { reset: true, signer: olga.iin, algorithm: "gost", key: "valid" } as const;
beforeEach(() => tellEmulator(good));

/** What the page knows of device, permission, program and key. */
async function findings(page: Page): Promise<(string | null)[]> {
  await page.locator('[data-setup="ready"]').waitFor();
  const steps = page.locator("[data-step]");
  return await steps.evaluateAll((all) => all.map((each) => each.getAttribute("data-finding")));
}

async function open(visit: Walk): Promise<void> {
  await visit.page.goto(`${visit.root}/help/ncalayer`);
  await heading(visit, "help.setup.title");
}

describe.each(["kk", "ru"] as const)("in %s", (locale) => {
  test.each([360, 1280])("a computer that is ready, at %i px", async (width) => {
    const page = await visitor.newPage({ viewport: { width, height: 800 } });
    const visit = walk(page, locale);
    await page.goto(`${visit.root}/sign-in/eds`);
    await link(visit, "help.setup.title").click();
    await heading(visit, "help.setup.title");
    await lookAt(page, "setup-before");
    await button(visit, "help.setup.check").click();
    await page.getByText(visit.t("help.setup.ready")).waitFor();
    expect(await findings(page)).toEqual(["done", "done", "done", "waiting"]);
    await page.getByText(visit.t("help.setup.found", { version: "1.4" })).waitFor();
    await button(visit, "help.setup.key.button").click();
    await page.getByText(visit.t("help.setup.key.fits")).waitFor();
    expect(await findings(page)).toEqual(["done", "done", "done", "done"]);
    for (const summary of await page.locator("main summary").all()) await summary.click();
    await lookAt(page, "setup-after");
    await page.context().close();
  });
});

test("the trial signature goes nowhere", async () => {
  const page = await visitor.newPage();
  const visit = walk(page);
  await open(visit);
  await button(visit, "help.setup.check").click();
  const posts: string[] = [];
  page.on("request", (request) => {
    if (request.method() !== "GET") posts.push(request.url());
  });
  await button(visit, "help.setup.key.button").click();
  await page.getByText(visit.t("help.setup.key.fits")).waitFor();
  expect(posts).toEqual([]);
  expect(problemsOf(page)).toEqual([]);
  await page.context().close();
});

test("without NCALayer it says so, and sees it as soon as it runs", async () => {
  const page = await visitor.newPage();
  const visit = walk(page);
  await open(visit);
  await control("emulator-stop");
  try {
    await button(visit, "help.setup.check").click();
    await page.getByText(visit.t("eds.error.absent")).waitFor();
    expect(await findings(page)).toEqual(["done", "done", "mend", "waiting"]);
    expect(await button(visit, "help.setup.key.button").count()).toBe(0);
    await page.locator('[data-step="program"] svg use[href$="#tray"]').waitFor();
    await link(visit, "eds.more").click();
    // The part that tells more opens by itself.
    await page.locator("details[open] #absent").waitFor();
  } finally {
    await control("emulator-start");
  }
  await button(visit, "help.setup.again").click();
  await page.getByText(visit.t("help.setup.ready")).waitFor();
  await page.context().close();
});

test("a key window that was closed is no disaster", async () => {
  const page = await visitor.newPage();
  const visit = walk(page, "kk");
  await open(visit);
  await button(visit, "help.setup.check").click();
  await tellEmulator({ cancel: true });
  await button(visit, "help.setup.key.button").click();
  await page.locator('[data-step="key"]').getByText(visit.t("eds.error.cancel")).waitFor();
  expect(await findings(page)).toEqual(["done", "done", "done", "mend"]);
  await button(visit, "help.setup.key.button").click();
  await page.getByText(visit.t("help.setup.key.fits")).waitFor();
  await page.context().close();
});

test("a phone is told honestly, and NCALayer is not looked for", async () => {
  const page = await visitor.newPage({
    viewport: { width: 360, height: 740 },
    userAgent:
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36",
  });
  const sockets: string[] = [];
  page.on("websocket", (socket) => sockets.push(socket.url()));
  const visit = walk(page, "kk");
  await open(visit);
  await button(visit, "help.setup.check").click();
  await page.getByText(visit.t("help.setup.phone.what")).waitFor();
  expect(await findings(page)).toEqual(["mend", "waiting", "waiting", "waiting"]);
  expect(sockets).toEqual([]);
  await lookAt(page, "setup-phone");
  await page.context().close();
});

test("without JavaScript the same guidance is there to read", async () => {
  const page = await visitor.newPage({ javaScriptEnabled: false });
  const visit = walk(page, "kk");
  await open(visit);
  expect(await page.locator("noscript").first().innerText()).toContain(
    visit.t("help.setup.noScript"),
  );
  expect(await button(visit, "help.setup.check").isDisabled()).toBe(true);
  for (const { title, intro, parts } of guides(visit.t)) {
    await page.locator("main summary", { hasText: title }).first().click();
    await page.getByText(intro).waitFor();
    for (const step of parts.flatMap(({ steps }) => steps)) {
      await page.getByText(step, { exact: true }).locator("visible=true").first().waitFor();
    }
  }
  await page.context().close();

  const looked = await visitor.newPage();
  await withoutOurScripts(looked);
  await open(walk(looked, "kk"));
  await lookAt(looked, "setup-no-js", { scriptless: true });
  await looked.context().close();
});

test("a refused signing leads to its own part of the page", async () => {
  const page = await visitor.newPage();
  const visit = walk(page);
  await page.goto(`${visit.root}/sign-in/eds`);
  for (const [order, topic] of [
    [{ cancel: true }, "cancelled"],
    [{ key: "organisation", force: true }, "organisation"],
    [{ key: "revoked" }, "revoked"],
  ] as const) {
    await tellEmulator({ ...good, ...order });
    await button(visit, "eds.choose").or(button(visit, "eds.retry")).click();
    const more = page.getByRole("alert").locator(`a[href="${visit.root}/help/ncalayer#${topic}"]`);
    await more.waitFor();
    expect(await more.getAttribute("target")).toBe("_blank");
  }
  await page.context().close();
});

describe("from a server on the internet", () => {
  const host = "portal.example";
  let browser: Browser;
  let origin: string;

  beforeAll(async () => {
    const { port } = new URL(inject("portalUrl"));
    origin = `http://${host}:${port}`;
    browser = await chromium.launch({
      executablePath: inject("chromium"),
      args: [
        "--no-sandbox",
        `--host-resolver-rules=MAP ${host} 127.0.0.1`,
        `--ip-address-space-overrides=127.0.0.1:${port}=public`,
        `--unsafely-treat-insecure-origin-as-secure=${origin}`,
      ],
    });
  });
  afterAll(() => browser?.close());

  test.each([
    [[], ["done", "mend", "waiting", "waiting"]],
    [["local-network-access"], ["done", "done", "done", "waiting"]],
  ])("with the permissions %j", async (permissions, expected) => {
    const context = await browser.newContext({ baseURL: origin, permissions });
    const page = await context.newPage();
    const visit = walk(page, "kk");
    await open(visit);
    await button(visit, "help.setup.check").click();
    await page
      .getByText(visit.t(permissions.length > 0 ? "help.setup.ready" : "eds.error.lna"))
      .waitFor();
    expect(await findings(page)).toEqual(expected);
    await context.close();
  });
});
