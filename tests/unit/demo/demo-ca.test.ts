import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { keyOf, keyOwners, openDemoAuthority } from "#lib/demo/demo-ca.ts";
import { parseCertificate } from "#lib/eds/certificate.ts";
import { answerOcsp } from "#lib/eds/signing/demo-ca.ts";
import type { Person } from "#lib/eds/signing/leaf.ts";
import { ocspRequest } from "#lib/eds/ocsp.ts";
import { judgeOcsp } from "#lib/eds/revocation.ts";
import { loadTrustFolder } from "#lib/eds/trust-folder.ts";
import { chainOf } from "#lib/eds/trust-store.ts";

const folder = mkdtempSync(join(tmpdir(), "kezek-ca-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mother: Person = {
  iin: "910925490000",
  surname: "КИМ",
  givenName: "ОЛЬГА",
  patronymic: "СЕРГЕЕВНА",
};
const today = new Date("2026-11-22T08:00:00Z");
const later = (days: number) => new Date(today.getTime() + days * 86_400_000);
const open = (at: Date, people = [mother]) => openDemoAuthority(folder, at, people);

function certificateOf(leaf: { certificate: Uint8Array } | undefined) {
  const certificate = leaf && parseCertificate(leaf.certificate);
  if (!certificate) throw new Error("no certificate");
  return certificate;
}

describe("the demo's authority", () => {
  test("keeps its keys to itself, and its authorities are a trust folder", async () => {
    const authority = await open(today);
    expect(statSync(join(folder, "demo-ca.json")).mode & 0o077).toBe(0);
    const trust = await loadTrustFolder(authority.trustFolder, { allowTestAuthorities: true });
    if (!trust.ok) throw new Error(trust.code);
    const ca = await authority.at(today);
    for (const algorithm of ["gost", "rsa"] as const) {
      const good = certificateOf(keyOf(ca, { iin: mother.iin, algorithm, key: "valid" }));
      const rogue = certificateOf(keyOf(ca, { iin: mother.iin, algorithm, key: "rogue-ca" }));
      expect(chainOf(good, trust.value, today).ok).toBe(true);
      expect(chainOf(rogue, trust.value, today).ok).toBe(false);
    }
    expect(
      await loadTrustFolder(authority.trustFolder, { allowTestAuthorities: false }),
    ).toMatchObject({
      code: "trust-test-authority",
    });
  });

  test("is found again by the next start", async () => {
    const first = await (await open(today)).at(today);
    const second = await (await open(today)).at(today);
    expect(second.leaves.map((leaf) => leaf.serialNumber)).toEqual(
      first.leaves.map((leaf) => leaf.serialNumber),
    );
  });

  test("gives keys that fit the clock when the demo's clock is moved, under the same authorities", async () => {
    const authority = await open(today);
    const before = await authority.at(today);
    const old = certificateOf(keyOf(before, { iin: mother.iin, algorithm: "gost", key: "valid" }));
    const [after] = await Promise.all([authority.at(later(400)), authority.at(later(400))]);
    const kind = (key: "valid" | "expired" | "not-yet-valid") =>
      certificateOf(keyOf(after, { iin: mother.iin, algorithm: "gost", key }));
    expect(kind("valid").notBefore < later(400) && later(400) < kind("valid").notAfter).toBe(true);
    expect(kind("expired").notAfter < later(400)).toBe(true);
    expect(kind("not-yet-valid").notBefore > later(400)).toBe(true);
    expect(after.gost.issuing.certificate).toEqual(before.gost.issuing.certificate);

    // The certificate given out before is still known to the responder.
    const issuer = certificateOf(after.gost.issuing);
    const nonce = randomBytes(16);
    const request = ocspRequest(old, issuer, nonce);
    expect(
      judgeOcsp(
        { certificate: old, issuer, at: later(400) },
        answerOcsp(after, request, later(400)),
        nonce,
      ),
    ).toMatchObject({
      status: "good",
    });
  });

  test("is made anew for a person it does not know", async () => {
    const stranger = {
      iin: "850303390009",
      surname: "САПАРОВ",
      givenName: "ДАНИЯР",
      patronymic: null,
    };
    const authority = await open(today, [mother, stranger]);
    const ca = await authority.at(today);
    expect(keyOf(ca, { iin: stranger.iin, algorithm: "rsa", key: "valid" })).toBeDefined();
    expect(keyOf(ca, { iin: "000000000000", algorithm: "rsa", key: "valid" })).toBeUndefined();
  });
});

test("all adults and the staff own keys", () => {
  const owners = keyOwners();
  expect(owners.map(({ iin }) => iin)).toEqual(
    expect.arrayContaining(["910925490000", "123456789011", "820630390001"]),
  );
  for (const { surname, givenName } of owners) expect(surname && givenName).toBeTruthy();
});
