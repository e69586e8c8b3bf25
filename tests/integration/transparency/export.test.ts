import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { GET as checkpoint } from "#app/api/v1/[region]/log/checkpoint/route.ts";
import { GET as checkpoints } from "#app/api/v1/[region]/log/checkpoints/route.ts";
import { GET as keys } from "#app/api/v1/[region]/log/keys/route.ts";
import { GET as leaves } from "#app/api/v1/[region]/log/leaves/route.ts";
import { seedDemo } from "#lib/demo/seed.ts";
import { logExport } from "#lib/operator/log-export.ts";
import { sequenceLogs } from "#lib/transparency/sequence.ts";
import { temporaryFolder } from "#tests/support/environment.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { audited, now, useLogKey } from "./ledger.ts";

useTestDatabase();

const folder = temporaryFolder();
const routes = { checkpoint, checkpoints, keys, leaves } as const;

/** The portal's open data over http, as somebody far away sees it. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  const name = url.pathname.split("/").at(-1) ?? "";
  const route = Object.entries(routes).find(([each]) => each === name)?.[1];
  const params = Promise.resolve({ region: url.pathname.split("/").at(-3) ?? "" });
  void route?.(new Request(url), { params }).then(async (answer) => {
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
});
let address = "";

beforeAll(async () => {
  await seedDemo(now);
  useLogKey();
  await sequenceLogs(now);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  address = `http://127.0.0.1:${at.port}/api/v1/oral/log`;
});
afterAll(() => server.close());

test("the operator's export and a stranger's are the same sound log", async () => {
  const own = join(folder, "own.jsonl");
  const foreign = join(folder, "foreign.jsonl");
  expect(await logExport(["--from", `${address}/`, "--out", foreign])).toBe(0);
  expect(await logExport(["--region", "oral", "--out", own])).toBe(0);
  const text = readFileSync(own, "utf8");
  expect(readFileSync(foreign, "utf8")).toBe(text);
  const verdict = audited(text.trimEnd().split("\n"));
  expect(verdict).toMatchObject({ valid: true, heads: 1 });
  expect(verdict.leaves).toBeGreaterThan(600);
});

test("an unknown region has none, and one of both must be named", async () => {
  expect(await logExport(["--region", "nowhere", "--out", join(folder, "none")])).toBe(1);
  expect(await logExport([])).toBe(2);
  expect(await logExport(["--region", "oral", "--from", address])).toBe(2);
});

test("a program is told in JSON, and a file that cannot be written is an ordinary failure", async () => {
  let out = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const file = join(folder, "told.jsonl");
  expect(await logExport(["--region", "oral", "--out", file, "--json"])).toBe(0);
  expect(JSON.parse(out)).toEqual({
    ok: true,
    lines: readFileSync(file, "utf8").trimEnd().split("\n").length,
  });
  out = "";
  const none = ["--region", "nowhere", "--out", join(folder, "none"), "--json"];
  expect(await logExport(none)).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, code: "no-log" });
  vi.restoreAllMocks();
  const nowhere = join(folder, "no-such-folder", "log.jsonl");
  await expect(logExport(["--region", "oral", "--out", nowhere])).rejects.toThrow("ENOENT");
});
