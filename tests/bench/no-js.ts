import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { defaultLocale, type Locale } from "#lib/i18n/locales.ts";
import { kokshetau } from "#tests/e2e/support/families.ts";
import { button, heading, type Walk, walk, words } from "#tests/e2e/support/walk.ts";
import type { Family } from "./family.ts";
import { pagesOf } from "./pages-of-parents.ts";
import { compared, interleaved, limited, type Row } from "./rows.ts";
import { slowLoad } from "./slow-load.ts";
import type { Stage } from "./stage.ts";
import { startStripping } from "./stripping.ts";

const languages = ["kk", "ru"] as const satisfies readonly Locale[];
const slowPages = ["home", "help", "queue-check", "journal"];

/** What the portal is without JavaScript, and what its scripts cost somebody with a slow phone. */
export async function noJs(stage: Stage): Promise<Row[]> {
  const [portal, empty, browser, family] = [
    await stage.portal(),
    await stage.empty(),
    await stage.browser(),
    await stage.family(),
  ];
  const rows: Row[] = [];
  const none = { atMost: 0 };
  for (const language of languages) {
    const paths = pagesOf(family).filter(({ name }) => name !== "sign-in");
    const other = await differing(
      browser,
      portal.url,
      paths.map(({ path }) => `/${language}${path}`),
      family.state,
    );
    rows.push(
      limited({ name: `no-js pages with other words, ${language}`, unit: "pages", limit: none }, [
        other.length,
      ]),
      limited({ name: `no-js journeys not passed, ${language}`, unit: "journeys", limit: none }, [
        await notPassed(browser, portal.url, language, family),
      ]),
    );
  }
  const late = await differing(browser, empty.url, ["/late"]);
  rows.push(
    limited(
      { name: "no-js control: words made by a script", unit: "pages", limit: none, control: true },
      [late.length],
    ),
  );

  const whole = await startStripping(portal.url, false);
  const bare = await startStripping(portal.url, true);
  const wholeEmpty = await startStripping(empty.url, false);
  const bareEmpty = await startStripping(empty.url, true);
  const question = { unit: "ms", limit: { atMost: 2 } };
  const versus = (a: string, b: string, path: string) =>
    interleaved(
      stage.pairs,
      () => slowLoad(browser, `${a}${path}`, family.state),
      () => slowLoad(browser, `${b}${path}`, family.state),
    );
  try {
    for (const page of pagesOf(family).filter(({ name }) => slowPages.includes(name))) {
      const pairs = await versus(whole.url, bare.url, `/${defaultLocale}${page.path}`);
      rows.push(compared({ ...question, name: `no-js slow 3G ${page.name}` }, pairs));
    }
    const name = "no-js control: the empty app's scripts on slow 3G";
    const pairs = await versus(wholeEmpty.url, bareEmpty.url, "/");
    rows.push(compared({ ...question, name, control: true }, pairs));
  } finally {
    for (const each of [whole, bare, wholeEmpty, bareEmpty]) await each.close();
  }
  return rows;
}

/** The pages whose words are not the same with and without JavaScript. */
async function differing(
  browser: Browser,
  baseURL: string,
  paths: readonly string[],
  storageState?: Family["state"],
): Promise<string[]> {
  const options: BrowserContextOptions =
    storageState === undefined ? { baseURL } : { baseURL, storageState };
  const scripted = await browser.newContext(options);
  const bare = await browser.newContext({ ...options, javaScriptEnabled: false });
  const pages = [await scripted.newPage(), await bare.newPage()];
  const found: string[] = [];
  for (const path of paths) {
    const seen = [];
    for (const page of pages) {
      const response = await page.goto(path, { waitUntil: "networkidle" });
      seen.push(`${response?.status()} ${timeless(await words(walk(page)))}`);
    }
    if (seen[0] !== seen[1]) found.push(path);
  }
  await scripted.close();
  await bare.close();
  if (found.length > 0 && !found.includes("/late"))
    process.stderr.write(`Other words without JavaScript: ${found.join(" ")}\n`);
  return found;
}

// The minute may turn between the two looks.
function timeless(text: string): string {
  return text.replaceAll(/\d\d:\d\d(:\d\d)?/g, "…");
}

type Journey = (visit: Walk, family: Family) => Promise<void>;

// The whole set, the wizard among them, is held by tests/e2e; here stand those that need no state of their own.
const journeys: Readonly<Record<string, Journey>> = {
  "from the country to one's portal": async (visit) => {
    const { page, t } = visit;
    await page.goto(`/${t.locale}`);
    await page.getByLabel(t("region.search.label")).fill("ақмола");
    await button(visit, "common.find").click();
    await page.getByLabel(t("region.district")).selectOption(kokshetau);
    await button(visit, "region.pick").click();
    await heading(visit, "home.hero");
  },
  "the child's number in the queue": async (visit, family) => {
    const { page, t, root } = visit;
    await page.goto(`${root}/queue`);
    await page.getByLabel(t("check.childIin")).fill(family.childIin);
    await page.getByLabel(t("check.secondFact")).fill(family.code);
    await button(visit, "check.button").click();
    await page.getByRole("heading", { name: t("check.result") }).waitFor();
  },
  "the journal and its notice": async (visit, family) => {
    const { page, t, root } = visit;
    await page.goto(`${root}/cabinet/applications`);
    await page.getByRole("link", { name: t("journal.card", { number: family.number }) }).click();
    await page.getByRole("link", { name: t("journal.tab.documents"), exact: true }).click();
    await page.locator('a[href^="/api/documents/issued/"]').first().waitFor();
  },
};

async function notPassed(
  browser: Browser,
  baseURL: string,
  language: Locale,
  family: Family,
): Promise<number> {
  const failed: string[] = [];
  for (const [name, journey] of Object.entries(journeys)) {
    const context = await browser.newContext({
      baseURL,
      javaScriptEnabled: false,
      storageState: family.state,
    });
    const page: Page = await context.newPage();
    try {
      await journey(walk(page, language), family);
    } catch (error) {
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      await context.close();
    }
  }
  for (const each of failed) process.stderr.write(`Without JavaScript, ${language}: ${each}\n`);
  return failed.length;
}
