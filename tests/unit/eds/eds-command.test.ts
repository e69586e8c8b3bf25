import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { edsCert, edsVerify } from "#lib/operator/eds-verify.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { answerOcsp, crlOf, trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { ocspRequest } from "#lib/eds/ocsp.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { aigerim, at, certificate, content, demoCa, leaf } from "./fixtures.ts";

let folder: string;
let output: string;
const file = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kezek-eds-"));
  await writeTrustFolder(file("trust"), trustedAuthorities(demoCa()));
  const message = (name: "person" | "head" | "revoked" | "auth", attached = true) =>
    makeCms({ content, signer: leaf("gost", name), attached, signingTime: at });
  await writeFile(file("good.cms"), message("person"));
  await writeFile(file("good.pem"), Buffer.from(message("person")).toString("base64"));
  await writeFile(file("detached.cms"), message("person", false));
  await writeFile(file("head.cms"), message("head"));
  await writeFile(file("auth.cms"), message("auth"));
  await writeFile(file("revoked.cms"), message("revoked"));
  await writeFile(file("content.txt"), content);
  await writeFile(file("other.txt"), "другое");
  await writeFile(file("list.crl"), crlOf(demoCa(), "gost", at));
  await writeFile(file("person.cer"), leaf("gost").certificate);
  const issuer = certificate(demoCa().gost.issuing.certificate);
  const request = ocspRequest(certificate(leaf("gost").certificate), issuer, new Uint8Array(16));
  await writeFile(file("good.ocsp"), answerOcsp(demoCa(), request, at));
});
afterAll(() => rm(folder, { recursive: true }));

beforeEach(() => {
  output = "";
  const take = (chunk: unknown) => {
    output += String(chunk);
    return true;
  };
  vi.spyOn(process.stdout, "write").mockImplementation(take);
  vi.spyOn(process.stderr, "write").mockImplementation(take);
});

const run = (name: string, ...more: string[]) =>
  edsVerify([file(name), "--trust", file("trust"), "--at", at.toISOString(), "--json", ...more]);
const report = (): unknown => JSON.parse(output);

test("a good signature: exit 0 and the report of the contract", async () => {
  expect(await run("good.cms")).toBe(0);
  expect(report()).toMatchObject({
    valid: true,
    code: "ok",
    signer: {
      iin: aigerim.iin,
      bin: null,
      commonName: "САПАРОВА АЙГЕРІМ",
      surname: "САПАРОВА",
      patronymic: "ДӘУЛЕТҚЫЗЫ",
      keyUser: ["person"],
      algorithm: "gost-2015-512",
    },
    signedAt: at.toISOString(),
    checks: expect.arrayContaining([
      { name: "revocation", result: "not-checked", detail: "no-evidence" },
    ]),
  });
});

test("base64, detached content, an organisation's key, a list and an OCSP response", async () => {
  expect(await run("good.pem")).toBe(0);
  expect(await run("detached.cms", "--content", file("content.txt"))).toBe(0);
  expect(await run("head.cms", "--purpose", "sign")).toBe(0);
  expect(await run("good.cms", "--crl", file("list.crl"), "--ocsp", file("good.ocsp"))).toBe(0);
});

test.for([
  ["detached.cms", [], "no-content"],
  ["detached.cms", ["--content", "other.txt"], "content-mismatch"],
  ["good.cms", ["--content", "other.txt"], "content-mismatch"],
  ["auth.cms", ["--purpose", "sign"], "wrong-key-usage"],
  ["revoked.cms", ["--crl", "list.crl"], "revoked"],
  ["revoked.cms", ["--ocsp", "good.ocsp"], "revocation-unknown"],
  ["content.txt", [], "malformed"],
] as const)("%s %s: exit 1, %s", async ([name, options, code]) => {
  const more = options.map((each) => (each.includes(".") ? file(each) : each));
  expect(await run(name, ...more)).toBe(1);
  expect(report()).toMatchObject({ valid: false, code });
});

test("the instant decides, and without a folder nobody is trusted", async () => {
  expect(await edsVerify([file("good.cms"), "--trust", file("trust"), "--at", "2030-01-01"])).toBe(
    1,
  );
  expect(output).toContain("code: expired");
  vi.stubEnv("EDS_TRUST_DIR", "");
  delete process.env["EDS_TRUST_DIR"];
  expect(await edsVerify([file("good.cms"), "--at", at.toISOString(), "--json"])).toBe(1);
  vi.unstubAllEnvs();
});

test.for([
  [],
  ["a.cms", "b.cms"],
  ["--unknown"],
  ["absent.cms"],
  ["good.cms", "--at", "yesterday"],
  ["good.cms", "--purpose", "fun"],
  ["good.cms", "--trust", "absent"],
])("wrong usage %s: exit 2 and how to use it", async (argv) => {
  const given = argv.map((each) => (each.endsWith(".cms") ? file(each) : each));
  expect(await edsVerify(given)).toBe(2);
  expect(output).toContain("kezek eds verify FILE");
});

test("a certificate speaks for itself", async () => {
  expect(await edsCert([file("person.cer"), "--json"])).toBe(0);
  expect(report()).toMatchObject({
    signer: { iin: aigerim.iin, keyUser: ["person"], algorithm: "gost-2015-512" },
    keyUsage: ["digitalSignature", "nonRepudiation", "keyAgreement"],
  });
  expect(await edsCert([file("content.txt")])).toBe(1);
  expect(await edsCert([])).toBe(2);
});
