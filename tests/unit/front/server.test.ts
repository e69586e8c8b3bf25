import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { KeptBodies } from "#lib/front/kept-bodies.ts";
import { frontServer, type Handler } from "#lib/front/server.ts";
import { answerWithStatus } from "#lib/platform/answer-status.ts";
import { parseEnv } from "#lib/platform/env.ts";
import { requestContext } from "#lib/platform/request-context.ts";

const base = {
  APP_ENV: "test",
  NEXTAUTH_URL: "http://localhost:3000",
  NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
  REGISTRIES: "sandbox",
};
const script = "self.greeting = 'Сәлем'";
const page = `<!doctype html><script src="/a.js" async></script><script>${script}</script><script id="x" type="text/javascript">2</script><p>${"ә".repeat(3000)}</p>`;

let server: Server | undefined;
let handle: Handler;

async function start(changes: Record<string, string> = {}): Promise<void> {
  server = frontServer(parseEnv({ ...base, ...changes }), (request, response) =>
    handle(request, response),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

type Answer = { status: number; headers: IncomingMessage["headers"]; body: Buffer };

async function ask(
  path = "/",
  headers: Record<string, string> = {},
  method = "GET",
  body = "",
): Promise<Answer> {
  const address = server?.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  const sent = httpRequest({ host: "127.0.0.1", port: address.port, path, method, headers });
  sent.end(body);
  const [response]: IncomingMessage[] = await once(sent, "response");
  if (!response) throw new Error("no answer");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks),
  };
}

function answerWith(headers: Record<string, string>, body: string): Handler {
  return async (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, headers);
    response.write(body.slice(0, 10));
    response.end(body.slice(10));
  };
}

const html = { "Content-Type": "text/html; charset=utf-8", ETag: '"abc"' };

beforeEach(() => {
  handle = answerWith(html, page);
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

describe("a page without a policy", () => {
  test("gets one with the hashes of exactly its inline scripts", async () => {
    await start();
    const { headers, body } = await ask();
    const hash = createHash("sha256").update(script).digest("base64");
    const second = createHash("sha256").update("2").digest("base64");
    expect(headers["content-security-policy"]).toContain(
      `script-src 'self' 'sha256-${hash}' 'sha256-${second}';`,
    );
    expect(body.toString()).toBe(page);
  });

  test("a page with a policy of its own keeps it", async () => {
    handle = answerWith({ ...html, "Content-Security-Policy": "script-src 'nonce-1'" }, page);
    await start();
    expect((await ask()).headers["content-security-policy"]).toBe("script-src 'nonce-1'");
  });

  test("an answer to one visitor gets one too, and is not kept", async () => {
    const find = vi.spyOn(KeptBodies.prototype, "find");
    handle = answerWith({ ...html, "Cache-Control": "private, no-store" }, page);
    await start();
    expect((await ask()).headers["content-security-policy"]).toContain(
      "script-src 'self' 'sha256-",
    );
    expect(find).not.toHaveBeenCalled();
    handle = answerWith({ ...html, "Cache-Control": "s-maxage=31536000" }, page);
    await ask();
    expect(find).toHaveBeenCalledOnce();
    find.mockRestore();
  });

  test("two pages in turn never share a policy", async () => {
    await start();
    const first = await ask();
    handle = answerWith(html, page.replace(script, "other()"));
    const other = createHash("sha256").update("other()").digest("base64");
    expect((await ask("/other")).headers["content-security-policy"]).toContain(other);
    expect(first.headers["content-security-policy"]).not.toContain(other);
  });
});

describe("compression", () => {
  test.each([
    ["br", "gzip, deflate, br", (body: Buffer) => brotliDecompressSync(body)],
    ["gzip", "gzip", (body: Buffer) => gunzipSync(body)],
  ])(
    "%s where the browser takes it, and the same bytes come out",
    async (name, accept, decompress) => {
      await start();
      const { headers, body } = await ask("/", { "Accept-Encoding": accept });
      expect(headers["content-encoding"]).toBe(name);
      expect(headers["vary"]).toContain("Accept-Encoding");
      expect(headers["etag"]).toBe('W/"abc"');
      expect(decompress(body).toString()).toBe(page);
    },
  );

  test.each(["identity", "br;q=0, gzip;q=0"])("none for «%s»", async (accept) => {
    await start();
    const { headers, body } = await ask("/", { "Accept-Encoding": accept });
    expect(headers["content-encoding"]).toBeUndefined();
    expect(body.toString()).toBe(page);
  });

  test("photos and what is compressed already pass untouched", async () => {
    handle = answerWith({ "Content-Type": "image/png" }, "x".repeat(5000));
    await start();
    expect(
      (await ask("/", { "Accept-Encoding": "br" })).headers["content-encoding"],
    ).toBeUndefined();
  });
});

test("a static page stays in shared caches for a minute, not for a year; files with a hash in their name stay", async () => {
  handle = answerWith({ ...html, "Cache-Control": "s-maxage=31536000" }, page);
  await start();
  expect((await ask()).headers["cache-control"]).toContain("s-maxage=60");
  handle = answerWith(
    { "Content-Type": "text/css", "Cache-Control": "public, max-age=31536000, immutable" },
    "a{}",
  );
  expect((await ask("/a.css")).headers["cache-control"]).toBe(
    "public, max-age=31536000, immutable",
  );
  handle = answerWith({ "Content-Type": "application/json" }, "{}");
  expect((await ask("/a.json")).headers["cache-control"]).toBe("no-store");
});

describe("limits", () => {
  test("a form over one megabyte is refused unread, with 413", async () => {
    let asked = false;
    handle = async () => void (asked = true);
    await start();
    const { status } = await ask("/ru/oral/queue", { "Content-Length": "1048577" }, "POST");
    expect(status).toBe(413);
    expect(asked).toBe(false);
  });

  test("a scan may weigh ten megabytes on its own road", async () => {
    await start();
    const { status } = await ask("/api/uploads/x", {}, "POST", "x".repeat(2_000_000));
    expect(status).toBe(200);
  });

  test("a body of unknown length is refused", async () => {
    await start();
    expect((await ask("/", { "Transfer-Encoding": "chunked" }, "POST", "x")).status).toBe(411);
  });

  test("a socket that wants to change protocol is closed", async () => {
    await start();
    await expect(ask("/", { Connection: "Upgrade", Upgrade: "websocket" })).rejects.toThrow(
      "hang up",
    );
  });
});

describe("what Next would answer with 500", () => {
  test.each(["/%", "/ru/akmola/verify/%E0%A4%A", "/ru/%c3?x=1"])(
    "the address %s is 400",
    async (path) => {
      await start();
      expect((await ask(path)).status).toBe(400);
    },
  );

  test.each(["https://evil.example", "null", "http://localhost:3000.evil.example", "nonsense"])(
    "a form sent by %s is 403, and nobody is asked",
    async (origin) => {
      let asked = false;
      handle = async () => void (asked = true);
      await start();
      const { status, body } = await ask("/ru/akmola/queue", { Origin: origin }, "POST", "a=b");
      expect([status, JSON.parse(body.toString())]).toEqual([
        403,
        { type: "about:blank", title: "Forbidden", status: 403, code: "foreign-origin" },
      ]);
      expect(asked).toBe(false);
    },
  );

  test("a form of our own, under the portal's name or the one it was asked by, and a program pass", async () => {
    await start();
    for (const headers of [
      { Origin: "http://localhost:3000" },
      { Origin: "http://127.0.0.1:3100", Host: "127.0.0.1:3100" },
      {},
    ]) {
      expect((await ask("/ru/akmola/queue", headers, "POST", "a=b")).status).toBe(200);
    }
    expect((await ask("/ru?q=%E0%A4%A", { Origin: "https://elsewhere.example" })).status).toBe(200);
  });
});

describe("who asks", () => {
  const forged = {
    "X-Forwarded-For": "1.1.1.1, 2.2.2.2",
    "X-Forwarded-Host": "evil.example",
    "X-Request-Id": "mine",
  };
  let seen:
    | { context: ReturnType<typeof requestContext>; headers: IncomingMessage["headers"] }
    | undefined;

  beforeEach(() => {
    handle = async (request, response) => {
      seen = { context: requestContext(), headers: { ...request.headers } };
      response.end("ok");
    };
  });

  test("without a proxy nobody's word about himself is believed", async () => {
    await start();
    const { headers } = await ask("/", forged);
    expect(seen?.context).toMatchObject({ clientIp: "127.0.0.1", viaProxy: true });
    expect(seen?.headers).not.toHaveProperty("x-forwarded-host");
    expect(seen?.headers["x-request-id"]).toBe(headers["x-request-id"]);
    expect(headers["x-request-id"]).not.toBe("mine");
  });

  test("behind one proxy, the address it saw", async () => {
    await start({ TRUST_PROXY: "1" });
    await ask("/", forged);
    expect(seen?.context?.clientIp).toBe("2.2.2.2");
    expect(seen?.headers["x-forwarded-for"]).toBe("2.2.2.2");
  });

  test.each([
    ["2.2.2.2:51234", "2.2.2.2"],
    ["[2001:db8::7]:443", "2001:db8::7"],
    ["::ffff:2.2.2.2", "2.2.2.2"],
    ["unknown", "127.0.0.1"],
    ["<script>", "127.0.0.1"],
  ])("behind a proxy that says «%s»: %s", async (said, address) => {
    await start({ TRUST_PROXY: "1" });
    await ask("/", { "X-Forwarded-For": `1.1.1.1, ${said}` });
    expect(seen?.context?.clientIp).toBe(address);
  });

  // Next compares the origin of a form with X-Forwarded-Host, and calls itself by X-Forwarded-Proto.
  test("behind proxies the portal has the host of its settings, whatever they or a visitor say", async () => {
    await start({ TRUST_PROXY: "1", NEXTAUTH_URL: "https://balabaqsha.example.kz" });
    await ask("/", {
      ...forged,
      Host: "upstream:3000",
      "X-Forwarded-Proto": "https",
      Forwarded: "host=evil.example",
    });
    expect(seen?.headers["host"]).toBe("balabaqsha.example.kz");
    for (const name of ["x-forwarded-host", "x-forwarded-proto", "forwarded"]) {
      expect(seen?.headers).not.toHaveProperty(name);
    }
  });

  test("behind two proxies, the address the first one saw", async () => {
    await start({ TRUST_PROXY: "2" });
    await ask("/", forged);
    expect(seen?.context?.clientIp).toBe("1.1.1.1");
  });
});

test("a failure inside is 500 without a word about it, and the next request is served", async () => {
  await start();
  handle = () => Promise.reject(new Error("of 870612490009"));
  const { status, body } = await ask();
  expect(status).toBe(500);
  expect(body.toString()).not.toContain("870612490009");
  handle = answerWith(html, page);
  expect((await ask()).status).toBe(200);
});

test("a page with words of its own may answer another status than 200, also to who asks for the headers only", async () => {
  const words = answerWith(html, "<p>404</p>");
  handle = async (request, response) => {
    if (request.url === "/missing") answerWithStatus(404);
    await words(request, response);
  };
  await start();
  expect((await ask("/missing")).status).toBe(404);
  expect((await ask("/missing", {}, "HEAD")).status).toBe(404);
  expect((await ask("/there")).status).toBe(200);
});
