import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseCertificate } from "#lib/eds/certificate.ts";
import { isCrlOf, parseCrl, entryOf } from "#lib/eds/crl.ts";
import { binaryOf } from "#lib/eds/encoding.ts";
import { verifyGost } from "#lib/eds/gost-curve.ts";
import { isAuthorisedResponse, parseOcspResponse } from "#lib/eds/ocsp.ts";
import { streebog512 } from "#lib/eds/streebog.ts";
import { chainOf, isTestAuthority } from "#lib/eds/trust-store.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";
import type { TrustStore } from "#lib/eds/trust-store.ts";
import { parseTimestampToken } from "#lib/eds/cms.ts";
import { verifySignedMessage } from "#lib/eds/verify.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { openPkcs12 } from "#lib/eds/signing/pkcs12.ts";
import { flipBit } from "./fixtures.ts";

/*
 * Objects that NCA RK's own software made. They lie beside the project where its maintainers have them, and are not part
 * of it; elsewhere these tests say that they did not run. The same cases run everywhere on our own authority.
 */
const vectors = join(import.meta.dirname, "../../../../shared/eds-vectors");

/** The authorities of the state's objects; null, with a word about it, where they are absent. */
async function stateTrust(name: string): Promise<TrustStore | null> {
  if (!existsSync(vectors)) {
    console.log(`not run: ${name}: no objects of the state's software here`);
    return null;
  }
  const trust = await loadTrustFolder(join(vectors, "ca"), { allowTestAuthorities: true });
  if (!trust.ok) throw new Error(`${trust.code} ${trust.detail}`);
  return trust.value;
}

const read = (name: string) => new Uint8Array(readFileSync(join(vectors, name)));
const cms = (name: string, trust: TrustStore, at: string, message: Uint8Array = read(name)) =>
  verifySignedMessage({ cms: message, purpose: "sign", holder: "person", trust, at: new Date(at) });
const oneSigner = "cms/attached-rsa-one-signer.test123.cms";

test("a message with one RSA signer is valid while its key was", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const result = cms(oneSigner, trust, "2021-06-01T00:00:00Z");
  expect(result).toMatchObject({
    valid: true,
    code: "ok",
    signer: { iin: "123456789011", patronymic: "ТЕСТОВИЧ" },
  });
  expect(Buffer.from(result.evidence.content ?? []).toString()).toBe("test123");
  expect(cms(oneSigner, trust, "2022-06-01T00:00:00Z").code).toBe("expired");
});

test("no bit of that message can change", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const message = read(oneSigner);
  const survivors: number[] = [];
  for (let bit = 0; bit < message.length * 8; bit += 7) {
    const result = cms(oneSigner, trust, "2021-06-01T00:00:00Z", flipBit(message, bit));
    // Without kept bytes the message brings its own content, but its digest is signed.
    if (result.valid) survivors.push(bit);
  }
  expect(survivors).toEqual([]);
});

test("two signers are refused", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const name = "cms/attached-gost2015-and-rsa-two-signers.test123.cms";
  expect(cms(name, trust, "2021-06-01T00:00:00Z")).toMatchObject({
    valid: false,
    code: "two-signers",
  });
});

test("the message's OCSP answer speaks of it, and another's does not", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const withOcsp = (file: string) =>
    verifySignedMessage({
      cms: read(oneSigner),
      purpose: "sign",
      holder: "person",
      trust,
      at: new Date("2021-06-01T00:00:00Z"),
      ocsp: read(file),
    });
  const good = "ocsp/rsa-good.nonce-b5e5c9b552cbcac4.2022-09-02.bin";
  expect(withOcsp(good)).toMatchObject({
    valid: true,
    evidence: { revocation: { status: "good" } },
  });
  expect(withOcsp("ocsp/gost2015.bin")).toMatchObject({ valid: false, code: "revocation-unknown" });
});

test("authorities: two chains, all known as for tests", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  expect(trust.authorities).toHaveLength(4);
  expect(trust.authorities.every(isTestAuthority)).toBe(true);
  for (const authority of trust.authorities) {
    expect(chainOf(authority, trust, new Date("2023-01-01T00:00:00Z")).ok).toBe(true);
  }
});

test("people's certificates chain to them", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const files = readdirSync(join(vectors, "keys")).filter((name) => name.endsWith(".cer"));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const parsed = parseCertificate(binaryOf(read(join("keys", file))) ?? new Uint8Array());
    expect(parsed !== null && chainOf(parsed, trust, new Date("2022-06-01T00:00:00Z")).ok).toBe(
      true,
    );
  }
});

test("both lists verify by their issuer and by no other", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const sizes = ["crl/nca_gost2022_test.2026-08.crl", "crl/nca_rsa_test.2022.crl"].map((name) => {
    const crl = parseCrl(read(name));
    if (crl === null) throw new Error(name);
    expect(trust.authorities.filter((authority) => isCrlOf(crl, authority))).toHaveLength(1);
    const forged = parseCrl(flipBit(crl.der, crl.der.length * 4));
    expect(trust.authorities.some((each) => forged !== null && isCrlOf(forged, each))).toBe(false);
    return crl;
  });
  expect(sizes.map(({ number }) => number)).toEqual([166n, 9n]);
  const [gost] = sizes;
  if (gost === undefined) throw new Error("no list");
  expect(entryOf(gost, "11878bbb2d0c22c0bb736d57935c80d54be605ff")).toMatchObject({
    revokedAt: new Date("2026-05-06T16:34:41Z"),
  });
  expect(entryOf(gost, "11878bbb2d0c22c0bb736d57935c80d54be605fe")).toBeNull();
});

test("both OCSP responses verify by their issuer and by no other", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const responses = readdirSync(join(vectors, "ocsp")).map((name) =>
    parseOcspResponse(read(join("ocsp", name))),
  );
  expect(responses.map((each) => each?.algorithm).toSorted()).toEqual([
    "gost-2015-512",
    "rsa-sha256",
  ]);
  for (const response of responses) {
    if (response === null) throw new Error("cannot be read");
    const issuers = trust.authorities.filter((each) => isAuthorisedResponse(response, each));
    expect(issuers).toHaveLength(1);
  }
});

test("the known answer of Kalkan", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const text = Buffer.from(read("known-answers/gost-2015-512.kalkan.vectors")).toString();
  const field = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "";
  const bytes = (name: string) => Uint8Array.from(Buffer.from(field(name), "hex"));
  const digest = streebog512(Buffer.from(field("msg")));
  expect(digest).toEqual(bytes("digest"));
  // The vector writes the point most significant digit first.
  const littleEndian = (name: string) => bytes(name).reverse();
  const key = Buffer.concat([littleEndian("qx"), littleEndian("qy")]);
  expect(verifyGost(key, digest, bytes("sig"))).toBe(true);
  expect(verifyGost(key, digest, flipBit(bytes("sig"), 3))).toBe(false);
});

test("a timestamp token of GOST-2004 is no longer accepted", async ({ task }) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  expect(parseTimestampToken(read("tsp/token.sha1.bin"))).toBeNull();
});

test("the public test keys sign what today's list and authorities call good, or revoked", async ({
  task,
}) => {
  const trust = await stateTrust(task.name);
  if (trust === null) return;
  const crls = [read("crl/nca_gost2022_test.2026-08.crl")];
  const content = new TextEncoder().encode("кезек");
  const judged = (file: string, holder: "person" | "any") => {
    const signer = openPkcs12(read(`keys/${file}.p12`), "Qwerty12");
    if (signer === null) throw new Error(file);
    const message = makeCms({ content, signer, attached: true });
    const at = new Date("2026-11-22T00:00:00Z");
    return verifySignedMessage({ cms: message, content, purpose: "sign", holder, trust, at, crls });
  };
  expect(judged("individual_valid", "person")).toMatchObject({
    code: "ok",
    signer: { iin: "123456789011", keyUser: ["person"], algorithm: "gost-2015-512" },
  });
  expect(judged("individual_revoked", "person").code).toBe("revoked");
  expect(judged("head", "any")).toMatchObject({ code: "ok", signer: { bin: "123456789021" } });
  expect(judged("head", "person").code).toBe("not-a-person");
  expect(openPkcs12(read("keys/head.p12"), "qwerty12")).toBeNull();
});
