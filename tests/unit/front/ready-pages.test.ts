import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { brotliDecompressSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KeptBodies } from "#lib/front/kept-bodies.ts";
import { shapeAnswer } from "#lib/front/answer.ts";
import { ReadyPages } from "#lib/front/ready-pages.ts";

let now = 0;
let asked = 0;
let ready: ReadyPages;
let server: Server;
let headers: Record<string, string>;
let status: number;
let body: () => string;
/** What Next waits for before it answers. */
let open: Promise<void>;

const staticPage = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "s-maxage=300, stale-while-revalidate=31535700",
  Vary: "rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch",
  ETag: '"next"',
};

beforeEach(async () => {
  [now, asked, status] = [1_000_000, 0, 200];
  headers = staticPage;
  open = Promise.resolve();
  body = () => `<p>${"ә".repeat(2_000)} ${asked}</p>`;
  ready = new ReadyPages(() => now);
  const settings = {
    kept: new KeptBodies(),
    ready,
    pagePolicy: (hashes: readonly string[]) => `script-src ${hashes.length}`,
    pageScript: "/page.js",
    sheet: undefined,
    development: false,
  };
  server = createServer((request, response) => {
    response.setHeader("X-Request-Id", `id-${asked}-${Math.random()}`);
    if (ready.answer(request, response)) return;
    asked += 1;
    const words = body();
    shapeAnswer(request, response, settings);
    response.writeHead(status, headers);
    void open.then(() => response.end(words));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

async function ask(
  path = "/ru/akmola/referrals",
  more: Record<string, string> = {},
  method = "GET",
) {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  const sent = httpRequest({ host: "127.0.0.1", port: address.port, path, method, headers: more });
  sent.end();
  const [response]: IncomingMessage[] = await once(sent, "response");
  if (!response) throw new Error("no answer");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}

describe("a static page", () => {
  test("is asked of Next once a second, whoever asks; the answer is the same but for its number", async () => {
    const first = await ask();
    const second = await ask("/ru/akmola/referrals", { Cookie: "kezek-look=theme:dark" });
    expect(asked).toBe(1);
    expect(second.body.equals(first.body)).toBe(true);
    const { "x-request-id": one, date: _, ...rest } = first.headers;
    const { "x-request-id": other, date: __, ...same } = second.headers;
    expect(same).toEqual(rest);
    expect(other).not.toBe(one);
    now += 1_001;
    expect((await ask()).body.toString()).toContain(" 2<");
    expect(asked).toBe(2);
  });

  test("is asked for by one while the others get the one of a moment ago, but never an old one", async () => {
    await ask();
    now += 1_500;
    const gate = Promise.withResolvers<void>();
    open = gate.promise;
    const refreshing = ask();
    await once(server, "request");
    expect((await ask()).body.toString()).toContain(" 1<");
    expect(asked).toBe(2);
    gate.resolve();
    expect((await refreshing).body.toString()).toContain(" 2<");
    now += 5_001;
    expect((await ask()).body.toString()).toContain(" 3<");
  });

  test("is kept in each encoding, and comes out the same", async () => {
    const plain = await ask();
    const packed = await ask("/ru/akmola/referrals", { "Accept-Encoding": "gzip, br" });
    expect(packed.headers["content-encoding"]).toBe("br");
    const again = await ask("/ru/akmola/referrals", { "Accept-Encoding": "br" });
    expect(asked).toBe(2);
    expect(brotliDecompressSync(again.body).toString()).toContain(" 2<");
    expect(plain.headers["content-encoding"]).toBeUndefined();
  });

  test("is not sent again to who has it: 304 from Next's answer and from memory", async () => {
    body = () => "<p>always the same</p>";
    const { headers: got } = await ask();
    const tag = String(got["etag"]);
    expect(tag).toMatch(/^W\/".{22}"$/);
    const remembered = await ask("/ru/akmola/referrals", { "If-None-Match": `"x", ${tag}` });
    now += 10_000;
    const asked2 = await ask("/ru/akmola/referrals", { "If-None-Match": tag });
    expect(asked).toBe(2);
    for (const answer of [remembered, asked2]) {
      expect(answer.status).toBe(304);
      expect(answer.body.length).toBe(0);
      expect(answer.headers).toMatchObject({ etag: tag });
      expect(answer.headers).not.toHaveProperty("content-length");
    }
    expect((await ask("/ru/akmola/referrals", { "If-None-Match": 'W/"other"' })).status).toBe(200);
  });
});

describe("what is not the same for everybody is never kept:", () => {
  test.each<[string, Record<string, string>]>([
    ["a personal page", { "Cache-Control": "private, no-cache, no-store, max-age=0" }],
    ["one that says nothing of caches", { "Cache-Control": "" }],
    ["one for the browser alone", { "Cache-Control": "private, s-maxage=300" }],
    ["one that must be asked for", { "Cache-Control": "no-cache, s-maxage=300" }],
    ["one that sets a cookie", { "Set-Cookie": "sid=1" }],
    ["one that varies by cookie", { Vary: "rsc, Cookie" }],
    ["one that varies by language", { Vary: "Accept-Language" }],
    ["one that varies by everything", { Vary: "*" }],
    ["data", { "Content-Type": "application/json" }],
  ])("%s", async (_, changes) => {
    headers = { ...staticPage, ...changes };
    await ask();
    await ask();
    expect(asked).toBe(2);
    expect(ready.count).toBe(0);
  });

  test.each([404, 500, 302])("an answer with %i", async (each) => {
    status = each;
    await ask();
    await ask();
    expect(asked).toBe(2);
  });

  test.each<[string, string, Record<string, string>, string]>([
    ["a question", "/ru/akmola/verify?code=1", {}, "GET"],
    ["pieces for Next's router", "/ru/akmola", { RSC: "1" }, "GET"],
    ["a part of it", "/ru/akmola", { Range: "bytes=0-1" }, "GET"],
    ["a form", "/ru/akmola", {}, "POST"],
    ["a program with a key", "/ru/akmola", { Authorization: "Bearer 1" }, "GET"],
  ])("the answer to %s, and a page kept is no answer to it", async (_, path, more, method) => {
    await ask(path.split("?", 1)[0]);
    await ask(path, more, method);
    await ask(path, more, method);
    expect(asked).toBe(3);
  });
});

test("made-up addresses do not fill the memory", async () => {
  for (let n = 0; n < 1_100; n += 1) await ask(`/ru/akmola/${n}`);
  expect(ready.count).toBeLessThanOrEqual(1_000);
});
