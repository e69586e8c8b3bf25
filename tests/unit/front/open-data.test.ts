import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { afterEach, beforeEach, expect, test } from "vitest";
import { frontServer } from "#lib/front/server.ts";
import { parseEnv } from "#lib/platform/env.ts";

// What any page of the world may do with the open data, asked as a browser asks.

let server: Server = createServer();
let origin: string;

beforeEach(async () => {
  const environment = parseEnv({
    APP_ENV: "test",
    NEXTAUTH_URL: "http://localhost:3000",
    NEXTAUTH_SECRET: "0123456789abcdef0123456789abcdef",
    REGISTRIES: "sandbox",
  });
  server = frontServer(environment, async (_request, response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  origin = `http://127.0.0.1:${address.port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const elsewhere = { origin: "https://newspaper.example" };
const queue = "/api/v1/oral/queue?limit=1";

test("it is read from any page, also with a question before the question", async () => {
  for (const path of [queue, "/api/v1/nothing", "/api/v1", "/api/v1?x"]) {
    const read = await fetch(origin + path, { headers: elsewhere });
    expect(read.headers.get("access-control-allow-origin")).toBe("*");
    expect(read.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    const asked = await fetch(origin + path, {
      method: "OPTIONS",
      headers: {
        ...elsewhere,
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
      },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe("*");
    expect(asked.headers.get("access-control-allow-methods")).toBe("GET, HEAD, OPTIONS");
    expect(asked.headers.get("access-control-allow-headers")).toBe("*");
  }
});

test.each(["POST", "PUT", "DELETE", "PATCH"])(
  "%s is refused to a program's ear",
  async (method) => {
    for (const headers of [elsewhere, {}]) {
      const answer = await fetch(origin + queue, { method, headers, body: "x" });
      expect(answer.status).toBe(405);
      expect(answer.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      expect(await answer.json()).toMatchObject({ status: 405, code: "read-only" });
    }
  },
);

test.each(["/api/v10/x", "/api/health/live", "/kk/oral", "/api/v1.json"])(
  "%s is nobody else's to read",
  async (path) => {
    const answer = await fetch(origin + path, { headers: elsewhere });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    const asked = await fetch(origin + path, { method: "OPTIONS", headers: elsewhere });
    expect(asked.headers.get("access-control-allow-origin")).toBeNull();
  },
);
