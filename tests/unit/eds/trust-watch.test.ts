import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { closeVerifier } from "#lib/eds/production.ts";
import { crlOf, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { makeCrl } from "#lib/eds/signing/revocation-maker.ts";
import { endsSoon } from "#lib/eds/trust-expiry.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { lookAtTrust, warnOfEnds } from "#lib/eds/trust-watch.ts";
import { renderMetrics } from "#lib/platform/metrics.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { at, certificate, day, demoCa, minute, shifted } from "./fixtures.ts";

describe("what ends soon", () => {
  const authority = {
    kind: "authority",
    name: "",
    begins: shifted(at, -2000 * day),
    ends: at,
  } as const;
  const list = { kind: "list", name: "", begins: shifted(at, -10 * day), ends: at } as const;
  test.each([
    [authority, -91, false],
    [authority, -89, true],
    [authority, 1, true],
    [list, -1.01, false],
    [list, -0.99, true],
    [list, 1, true],
  ] as const)("%o, seen %d days from its end: %s", (lifetime, days, soon) => {
    expect(endsSoon(lifetime, shifted(at, days * day))).toBe(soon);
  });
});

describe("a look", () => {
  const folder = mkdtempSync(join(tmpdir(), "kezek-watch-"));
  const lists: Record<string, Uint8Array | string | null> = {
    "/good.crl": crlOf(demoCa(), "gost", at),
    "/forged.crl": makeCrl({
      issuer: demoCa().rsa.rogue,
      revoked: [],
      thisUpdate: at,
      nextUpdate: shifted(at, day),
      number: 1,
    }),
    "/rubbish.crl": "<html>",
  };
  let server: Server;
  let origin: string;
  let lines: string[] = [];
  beforeAll(async () => {
    await writeTrustFolder(folder, trustedAuthorities(demoCa()));
    server = createServer((request, response) => response.end(lists[request.url ?? ""] ?? ""));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    origin = `http://127.0.0.1:${address.port}`;
    const urls = Object.keys(lists).map((path) => `${origin}${path}`);
    useTestEnvironment({ EDS_TRUST_DIR: folder, EDS_CRL_URLS: urls.join(",") });
  });
  afterAll(async () => {
    await closeVerifier();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    lines = [];
    vi.spyOn(process.stdout, "write").mockImplementation((line) => {
      lines.push(String(line));
      return true;
    });
  });

  test("says nothing of what lasts, and of lists that are of no use", async () => {
    const found = await lookAtTrust(at);
    expect(lines).toEqual([]);
    expect(found.lifetimes.map(({ kind }) => kind)).toEqual([
      "list",
      ...Array(4).fill("authority"),
    ]);
    warnOfEnds(found);
    const warned = lines.map((line) => JSON.parse(line));
    expect(warned.map(({ url, reason }) => [url, reason])).toEqual([
      [`${origin}/forged.crl`, "untrusted"],
      [`${origin}/rubbish.crl`, "unreachable"],
    ]);
  });

  test("warns before the list and before the authorities end, and after", async () => {
    const said = async (now: Date) => {
      lines = [];
      warnOfEnds(await lookAtTrust(now));
      return lines.map((line) => String(JSON.parse(line).message));
    };
    expect(await said(shifted(at, day - minute))).toContain("A revocation list ends soon");
    expect(await said(shifted(at, 2 * day))).toContain("A revocation list has ended");
    const { notAfter } = certificate(demoCa().gost.issuing.certificate);
    const soon = await said(shifted(notAfter, -80 * day));
    expect(soon.filter((each) => each === "A trusted authority ends soon")).toHaveLength(4);
    expect(await said(shifted(notAfter, day))).toContain("A trusted authority has ended");
  });

  test("gives the ends as a metric", async () => {
    await lookAtTrust(at);
    const metrics = renderMetrics();
    expect(metrics).toContain("# TYPE kezek_eds_trust_expires_seconds gauge");
    const { notAfter, fingerprint } = certificate(demoCa().gost.issuing.certificate);
    const line = metrics.split("\n").find((each) => each.includes(fingerprint.slice(0, 8)));
    expect(line).toMatch(/^kezek_eds_trust_expires_seconds\{kind="authority",name="ҰЛТТЫҚ/);
    expect(Number(line?.split(" ").at(-1))).toBe(notAfter.getTime() / 1000);
  });
});
