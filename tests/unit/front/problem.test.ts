import { once } from "node:events";
import type { Server } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { frontServer, type Handler } from "#lib/front/server.ts";
import { parseEnv } from "#lib/platform/env.ts";

// Under /api the reader is a program: it is never answered with a page, nor with nothing.

const html = { "Content-Type": "text/html; charset=utf-8" };
let server: Server | undefined;

async function serve(handle: Handler): Promise<string> {
  const environment = parseEnv({
    APP_ENV: "test",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    REGISTRIES: "sandbox",
  });
  server = frontServer(environment, handle);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return `http://127.0.0.1:${address.port}`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

describe("a problem document stands for", () => {
  test.each([
    ["an address that no route knows", "/api/nothing?x", 404, html, "not-found"],
    ["a route that failed without a word", "/api/v1/oral/queue", 500, {}, "failed"],
    ["a route that failed in a page", "/api/uploads", 500, html, "failed"],
  ])("%s", async (_, path, status, headers, code) => {
    const origin = await serve(async (_request, response) => {
      response.writeHead(status, { ...headers, "Cache-Control": "s-maxage=31536000" });
      response.end(status === 404 ? `<html id="__next_error__">${"x".repeat(5000)}</html>` : null);
    });
    const read = await fetch(origin + path);
    expect(read.status).toBe(status);
    expect(read.headers.get("content-type")).toBe("application/problem+json");
    expect(read.headers.get("cache-control")).toBe("no-store");
    const title = expect.stringMatching(/^(Not Found|Internal Server Error)$/);
    expect(await read.json()).toEqual({ type: "about:blank", title, status, code });
    const asked = await fetch(origin + path, { method: "HEAD" });
    expect([asked.status, asked.headers.get("content-type")]).toEqual([
      status,
      "application/problem+json",
    ]);
  });
});

test("what a route says itself stays, and so do pages", async () => {
  const own = await serve(async (_request, response) => {
    response.writeHead(404, { "Content-Type": "application/json" });
    response.end('{"code":"not-yours"}');
  });
  expect(await (await fetch(`${own}/api/documents/1`)).json()).toEqual({ code: "not-yours" });
  server?.close();
  const page = await serve(async (_request, response) => {
    response.writeHead(404, html);
    response.end("<p>Бет табылмады</p>");
  });
  expect(await (await fetch(`${page}/apis`)).text()).toContain("Бет табылмады");
});
