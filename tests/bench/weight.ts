import type { Browser } from "playwright-core";
import { compress } from "#lib/front/encoding.ts";
import { askForWishes } from "./asked-wishes.ts";
import { ask, pageAt } from "./http.ts";
import { kindergartenPagesOf, pagesOf, scriptedPagesOf } from "./pages-of-parents.ts";
import { compared, type Limit, type Row } from "./rows.ts";
import { withoutScripts } from "./script-free.ts";
import type { Family } from "./family.ts";
import type { Stage } from "./stage.ts";

const read: Limit = { atMost: 1.1 };
const typed: Limit = { atMost: 1.6 };
const html: Limit = { atMost: 2 };
// The stretch: pages that stand on the essential ways of a parent and need no signature bring no framework.
const light: Limit = { atMost: 0.1 };
const essential = [
  ...["home", "apply", "queue-check", "sign-in ways", "journal", "application"],
  ...["kindergartens", "wishes"],
];

/**
 * What a page costs to fetch. Bytes do not waver, so each comparison is one pair. JavaScript is counted as it comes
 * over the wire in brotli, HTML by its own bytes and, for information, by those on the wire.
 */
export async function weight(stage: Stage): Promise<Row[]> {
  const [portal, empty, browser, family] = [
    await stage.portal(),
    await stage.empty(),
    await stage.browser(),
    await stage.family(),
  ];
  const emptyScripts = await scriptBytes(browser, `${empty.url}/`);
  const rows: Row[] = [];
  const last = kindergartenPagesOf(family);
  for (const page of [...pagesOf(family), ...scriptedPagesOf(family), ...last]) {
    const url = `${portal.url}/kk${page.path}`;
    const visitor = page.signedIn ? family : undefined;
    // Of the pages weighed before it the application's would say more.
    if (page.name === "wishes") {
      await askForWishes(portal.databaseUrl, { url, cookie: family.cookie });
    }
    const value = await scriptBytes(browser, url, visitor);
    const question = { unit: "B", limit: page.form ? typed : read };
    rows.push(
      compared({ ...question, name: `weight js ${page.name}` }, [
        { value, baseline: emptyScripts },
      ]),
    );
    if (essential.includes(page.name)) {
      rows.push(
        compared({ unit: "B", limit: light, name: `weight stretch: js ${page.name}` }, [
          { value, baseline: emptyScripts },
        ]),
      );
    }
    const text = await pageAt(url, visitor?.cookie);
    rows.push(
      compared({ name: `weight html ${page.name}`, unit: "B", limit: html }, [bytesOf(text)]),
      compared({ name: `weight html-br ${page.name}`, unit: "B", limit: null }, [
        await wireBytesOf(text),
      ]),
    );
  }
  const heavy = await scriptBytes(browser, `${empty.url}/heavy`);
  rows.push(
    compared(
      { name: "weight control: zod in the browser", unit: "B", limit: read, control: true },
      [{ value: heavy, baseline: emptyScripts }],
    ),
    compared({ name: "weight control: a table", unit: "B", limit: html, control: true }, [
      bytesOf(await pageAt(`${empty.url}/table`, "sid=00000000-0000-0000-0000-000000000000")),
    ]),
  );
  return rows;
}

function bytesOf(text: string) {
  return { value: Buffer.byteLength(text), baseline: Buffer.byteLength(withoutScripts(text)) };
}

async function wireBytesOf(text: string) {
  const bytes = async (each: string) => (await compress(Buffer.from(each), "br", true)).length;
  return { value: await bytes(text), baseline: await bytes(withoutScripts(text)) };
}

/**
 * The bytes of every script that a browser fetches for the page. What a server does not send in brotli, as `next start`
 * does not, is counted as the portal's front would have sent it: the baseline gets the same treatment.
 */
async function scriptBytes(browser: Browser, url: string, visitor?: Family): Promise<number> {
  const context = await browser.newContext({
    serviceWorkers: "block",
    ...(visitor === undefined ? {} : { storageState: visitor.state }),
  });
  const page = await context.newPage();
  const scripts = new Set<string>();
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.add(request.url());
  });
  const response = await page.goto(url, { waitUntil: "networkidle" });
  if (response?.status() !== 200) throw new Error(`${url} answers ${response?.status()}`);
  await context.close();
  let bytes = 0;
  for (const script of scripts) {
    const { status, headers, body } = await ask(script, { encoding: "br" });
    if (status !== 200) throw new Error(`${script} answers ${status}`);
    bytes +=
      headers["content-encoding"] === "br"
        ? body.length
        : (await compress(body, "br", true)).length;
  }
  return bytes;
}
