import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { createRequire, stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { listenOn, shut } from "#lib/demo/listening.ts";
import { tlsCertificate } from "#lib/demo/tls-certificate.ts";
import { tellEmulator } from "#tests/support/portal.ts";
import { temporaryFolder } from "#tests/support/environment.ts";

// Chromium keeps public pages from programs on the person's computer until they allow it. The demo's own pages come from
// this computer and never meet that question, so here a page of a «public» server runs the very client of the portal.

const host = "portal.example";
let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  const authority = await openDemoAuthority(temporaryFolder(), new Date(), [
    { iin: "910925490000", surname: "КИМ", givenName: "ОЛЬГА", patronymic: null },
  ]);
  server = createServer(
    tlsCertificate(await authority.at(new Date()), new Date()),
    (request, response) => {
      const [type, body] = fileFor(request.url ?? "/");
      response.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
    },
  );
  const address = await listenOn(server, 0, "127.0.0.1");
  const port = address.split(":")[1];
  origin = `https://${host}:${port}`;
  browser = await chromium.launch({
    executablePath: inject("chromium"),
    args: [
      "--no-sandbox",
      `--host-resolver-rules=MAP ${host} 127.0.0.1`,
      `--ip-address-space-overrides=127.0.0.1:${port}=public`,
    ],
  });
});
afterAll(async () => {
  await browser?.close();
  if (server) await shut(server);
});

/** Signs on a page of the public server and tells what came of it, with the permission's state before and after. */
async function signFrom(permissions: NonNullable<BrowserContextOptions["permissions"]>) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, permissions });
  const page = await context.newPage();
  await page.goto(origin);
  // As text: the runner would rewrite the import inside a function.
  const outcome = await page.evaluate<{ before: string; code: string }>(
    `signWith(${JSON.stringify(inject("ncalayerUrl"))})`,
  );
  await context.close();
  return outcome;
}

test("a public page that was not let through is told so, and not that NCALayer is absent", async () => {
  const { before, code } = await signFrom([]);
  expect(before).not.toBe("granted");
  expect(code).toBe("lna-blocked");
});

test("once allowed it signs", async () => {
  await tellEmulator({ reset: true });
  expect(await signFrom(["local-network-access"])).toEqual({ before: "granted", code: "signed" });
});

// The modules of the client as they are, only without their types; the npm package as it is, only as a module.
function fileFor(path: string): readonly [string, string] {
  if (path === "/") return ["text/html", pageHtml];
  if (path === "/ncalayer-js-client.js") {
    const source = readFileSync(
      createRequire(import.meta.url).resolve("ncalayer-js-client"),
      "utf8",
    );
    return [
      "text/javascript",
      `const exports = {};\n${source}\nexport const { NCALayerClient } = exports;`,
    ];
  }
  const known = /^\/lib\/(?:eds|platform)\/[a-z-]+\.ts$/.test(path);
  if (!known) return ["text/plain", ""];
  return [
    "text/javascript",
    stripTypeScriptTypes(readFileSync(join(import.meta.dirname, "../..", path), "utf8")),
  ];
}

const imports = { "#lib/": "/lib/", "ncalayer-js-client": "/ncalayer-js-client.js" };
const order = { purpose: "sign-in", locale: "ru", contentBase64: "dGV4dA==" };
const pageHtml = `<!doctype html>
<script type="importmap">${JSON.stringify({ imports })}</script>
<script type="module">
  import { localNetworkPermission, signWithNcalayer } from "/lib/eds/ncalayer-client.ts";
  globalThis.signWith = async (url) => {
    const before = await localNetworkPermission();
    const options = { url, testKeys: true, connectLimit: 5000 };
    const result = await signWithNcalayer(${JSON.stringify(order)}, options);
    return { before, code: result.ok ? "signed" : result.code };
  };
</script>`;
