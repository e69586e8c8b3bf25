import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { makeCertificate, makeName } from "#lib/eds/signing/certificate-maker.ts";
import { makeKey } from "#lib/eds/signing/keys.ts";
import { checkTrustedAuthorities } from "#lib/eds/start-check.ts";
import { writeTrustFolder } from "#lib/eds/trust-folder.ts";
import { at, day, shifted } from "./fixtures.ts";

// Authorities as an operator has them, under names that nothing marks as a test's.

const folder = mkdtempSync(join(tmpdir(), "kezek-start-"));
afterAll(() => rmSync(folder, { recursive: true }));

const key = makeKey("gost");
const authority = (commonName: string, issuer = commonName, years = 4) =>
  makeCertificate({
    subject: makeName([["commonName", commonName]]),
    key,
    issuer: makeName([["commonName", issuer]]),
    issuerKey: key,
    notBefore: shifted(at, -365 * day),
    notAfter: shifted(at, years * 365 * day),
    keyUsage: ["keyCertSign", "cRLSign"],
    authority: { pathLength: null },
  });
const root = authority("НЕГІЗГІ");

test.each([
  ["a root and an authority below it", [root, authority("ҰЛТТЫҚ", "НЕГІЗГІ")], 0, true],
  ["only a root", [root], 0, false],
  ["an authority without its root", [authority("ҰЛТТЫҚ", "НЕГІЗГІ")], 0, false],
  ["authorities that have run out", [root, authority("ҰЛТТЫҚ", "НЕГІЗГІ")], 5 * 365, false],
  ["an authority that has run out", [root, authority("ҰЛТТЫҚ", "НЕГІЗГІ", 1)], 400, false],
] as const)("production with %s", async (name, certificates, days, starts) => {
  const trust = join(folder, name.replaceAll(" ", "-"));
  await writeTrustFolder(trust, new Map(certificates.map((der, i) => [`a${i}`, der])));
  const environment = { EDS_TRUST_DIR: trust, EDS_ALLOW_TEST_CA: false };
  const check = checkTrustedAuthorities(environment, shifted(at, days * day)).then(
    () => "starts",
    (error: unknown) => String(error),
  );
  expect(await check).toMatch(starts ? /^starts$/ : /trust-folder-no-chain/);
});
