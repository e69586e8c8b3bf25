import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { edsCodes } from "#lib/eds/codes.ts";
import { trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { edsVerify } from "#lib/operator/eds-verify.ts";
import { algorithms, at, content, demoCa } from "./fixtures.ts";
import { type Case, messageCases } from "./message-cases.ts";
import { evidenceCases } from "./evidence-cases.ts";
import { portalCases } from "./portal-cases.ts";

/*
 * Every way in which a signature can be good or bad, in GOST and in RSA, made by our own toolkit under a fixed clock and
 * judged by the command that anybody can run: each bad one by its own code.
 */

const casesOf = (algorithm: "gost" | "rsa"): Case[] => [
  ...messageCases(algorithm),
  ...evidenceCases(algorithm),
];

let folder: string;
let output = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kezek-refusals-"));
  await writeTrustFolder(join(folder, "trust"), trustedAuthorities(demoCa()));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  output = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    output += String(chunk);
    return true;
  });
});

async function judged({ cms, beside = {}, instant = at, purpose = "sign" }: Case) {
  const file = async (name: string, bytes: Uint8Array) => {
    await writeFile(join(folder, name), bytes);
    return join(folder, name);
  };
  const argv = [await file("message.cms", cms), "--trust", join(folder, "trust")];
  argv.push("--at", instant.toISOString(), "--purpose", purpose, "--json");
  const { signed = content, ocsp, crls = [], timestamp } = beside;
  if (signed !== null) argv.push("--content", await file("content", signed));
  if (ocsp !== undefined) argv.push("--ocsp", await file("ocsp.der", ocsp));
  if (timestamp !== undefined) argv.push("--timestamp", await file("token.tsr", timestamp));
  for (const [index, crl] of crls.entries()) {
    argv.push("--crl", await file(`list-${index}.crl`, crl));
  }
  const exit = await edsVerify(argv);
  return { exit, ...JSON.parse(output) };
}

describe.for(algorithms)("%s", (algorithm) => {
  test.for(casesOf(algorithm).map((each) => [each.name, each.code, each] as const))(
    "%s → %s",
    async ([, code, each]) => {
      const verdict = await judged(each);
      expect(verdict).toMatchObject({ code, valid: code === "ok", exit: code === "ok" ? 0 : 1 });
      expect(JSON.stringify(verdict.checks)).toContain(each.detail ?? "");
    },
  );

  test.for(portalCases(algorithm).map((each) => [each.name, each.code, each] as const))(
    "%s → %s, for the portal only",
    async ([, code, each]) => {
      expect(each.judge()).toMatchObject({ code, valid: code === "ok" });
    },
  );
});

test("every code of the verifier is met by a case", () => {
  const met = algorithms.flatMap((algorithm) => [
    ...casesOf(algorithm).map(({ code }) => code),
    ...portalCases(algorithm).map(({ code }) => code),
  ]);
  // Said of no message: nobody looked at it, or another verifier refused it. They have tests of their own.
  const elsewhere = ["verifier-unavailable", "second-opinion"];
  expect(edsCodes.filter((code) => !met.includes(code))).toEqual(elsewhere);
});

test("an RSA key that is too short verifies nothing", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const [short] = messageCases("rsa", { kind: "rsa", pem }).filter(
    ({ name }) => name === "own key",
  );
  if (short === undefined) throw new Error("no such case");
  expect(await judged(short)).toMatchObject({ code: "bad-signature", exit: 1 });
});
