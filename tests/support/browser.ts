import { existsSync } from "node:fs";
import sparticuz from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";

const ofSystem = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/**
 * The browser for the journeys: `CHROMIUM`, else the one that npm brought (Linux x64), else one of the system. Call it
 * once before anything runs in parallel: unpacking twice at a time breaks it.
 * @throws Error that says in one sentence what to do
 */
export async function findBrowser(): Promise<string> {
  const given = process.env["CHROMIUM"];
  if (given) return given;
  if (process.platform === "linux" && process.arch === "x64")
    return await sparticuz.executablePath();
  const found = ofSystem.find((path) => existsSync(path));
  if (found) return found;
  throw new Error(
    "There is no browser for the journeys: install Chromium or Chrome, or set CHROMIUM to its program",
  );
}

/** Opens the browser found at the start of the run. Its own switches would turn off what the tests look at (CORS, CSP). */
async function launchBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: inject("chromium"), args: ["--no-sandbox"] });
}

export type Visitor = {
  /** A fresh visitor: own cookies, own storage. */
  newPage(options?: BrowserContextOptions): Promise<Page>;
};

/**
 * One browser for all tests of the file. Whatever a page throws, or its policy forbids, fails the test that asks
 * `problemsOf(page)`.
 */
export function useBrowser(): Visitor {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    newPage: async (options) => {
      if (!browser) throw new Error("the browser is not open yet");
      const context = await browser.newContext({ baseURL: inject("portalUrl"), ...options });
      const page = await context.newPage();
      watch(page);
      return page;
    },
  };
}

const problems = new WeakMap<Page, string[]>();

function watch(page: Page): void {
  const seen: string[] = [];
  problems.set(page, seen);
  page.on("pageerror", (error) => seen.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") seen.push(`console: ${message.text()}`);
  });
}

/** What went wrong in the page so far: exceptions, violations of the policy, failed resources. */
export function problemsOf(page: Page): readonly string[] {
  return problems.get(page) ?? [];
}

/** Opens the page as a browser without JavaScript sees it, yet axe can run: our scripts do not arrive. */
export async function withoutOurScripts(page: Page): Promise<void> {
  await page.route(/\/_next\/static\/.*\.js/, (route) => route.abort());
}
