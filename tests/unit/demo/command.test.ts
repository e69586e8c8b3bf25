import { createServer } from "node:http";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { demoCommand } from "#lib/operator/demo.ts";

// The command against a portal that notes what it is asked.

const asked: string[] = [];
let status = 200;
let outcome = "confirmed";
const server = createServer(async (request, response) => {
  const body = (await Array.fromAsync(request)).join("");
  asked.push(`${request.method} ${request.url} ${body}`.trim());
  const answer =
    request.method === "POST"
      ? { outcome }
      : request.url?.includes("outbox")
        ? {
            messages: [
              {
                createdAt: "2026-01-01T00:00:00.000Z",
                channel: "sms",
                to: "+77770001199",
                subject: null,
                text: "a\nb",
              },
            ],
          }
        : { now: "2026-12-01T04:00:00.000Z", offsetMs: 5 };
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
});

let written = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  vi.stubEnv("KEZEK_DIR", "/nowhere");
  vi.stubEnv(
    "NEXTAUTH_URL",
    `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
  );
});
beforeEach(() => {
  asked.length = 0;
  written = "";
  status = 200;
  const note = (text: string | Uint8Array) => {
    written += String(text);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(note);
  vi.spyOn(process.stderr, "write").mockImplementation(note);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

test("shows the clock", async () => {
  expect(await demoCommand(["clock"])).toBe(0);
  expect([asked, written]).toEqual([["GET /api/demo/clock"], "2026-12-01T04:00:00.000Z\n"]);
});

test("moves it, backwards too, and prints JSON", async () => {
  expect(await demoCommand(["clock", "-1d", "--json"])).toBe(0);
  expect(asked).toEqual(['PUT /api/demo/clock "-1d"']);
  expect(JSON.parse(written)).toEqual({ now: "2026-12-01T04:00:00.000Z", offsetMs: 5 });
});

test.each([
  [["outbox"], "GET /api/demo/outbox"],
  [["outbox", "--to", "+77770001199"], "GET /api/demo/outbox?to=%2B77770001199"],
  [["outbox", "--to=a@b.kz"], "GET /api/demo/outbox?to=a%40b.kz"],
])("%j lists messages, one a line", async (argv, request) => {
  expect(await demoCommand(argv)).toBe(0);
  expect(asked).toEqual([request]);
  expect(written).toBe("2026-01-01T00:00:00.000Z  sms  +77770001199  a b\n");
});

test("answers an SMS, and says what became of the answer", async () => {
  expect(await demoCommand(["answer", "+77017008345", "1"])).toBe(0);
  expect(asked).toEqual(['POST /api/demo/outbox {"from":"+77017008345","text":"1"}']);
  expect(written).toBe("confirmed\n");
  outcome = "unknown";
  written = "";
  expect(await demoCommand(["answer", "+77017008345", "1", "--json"])).toBe(1);
  expect(JSON.parse(written)).toEqual({ outcome: "unknown" });
});

test.each([
  [[]],
  [["calendar"]],
  [["answer"]],
  [["answer", "+77017008345"]],
  [["answer", "+77017008345", "1", "2"]],
  [["clock", "+1d", "+2d"]],
  [["outbox", "--from", "x"]],
  [["outbox", "--to"]],
])("%j is wrong usage", async (argv) => {
  expect(await demoCommand(argv)).toBe(2);
  expect(asked).toEqual([]);
});

test("is refused by a portal that is no demo, by words it does not know, and where nothing runs", async () => {
  status = 404;
  expect(await demoCommand(["clock"])).toBe(1);
  status = 422;
  expect(await demoCommand(["clock", "tomorrow"])).toBe(1);
  vi.stubEnv("NEXTAUTH_URL", "http://127.0.0.1:9");
  expect(await demoCommand(["outbox"])).toBe(1);
});
