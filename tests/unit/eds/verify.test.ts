import { describe, expect, test } from "vitest";
import { makeAuthority } from "#lib/eds/signing/authority.ts";
import { extension, makeCertificate, makeName } from "#lib/eds/signing/certificate-maker.ts";
import type { CertificateRequest } from "#lib/eds/signing/certificate-maker.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import { trustedAuthorities } from "#lib/eds/signing/demo-ca.ts";
import { makeKey } from "#lib/eds/signing/keys.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import * as der from "#lib/eds/der.ts";
import { isTestAuthority, trustStore } from "#lib/eds/trust-store.ts";
import { verifyCms, withRevocation } from "#lib/eds/verify.ts";
import type { EdsCode } from "#lib/eds/codes.ts";
import {
  aigerim,
  algorithms,
  at,
  certificate,
  content,
  day,
  demoCa,
  leaf,
  shifted,
  trust,
  verify,
} from "./fixtures.ts";

describe.for(algorithms)("%s", (algorithm) => {
  const messageOf = (variant: LeafVariant) =>
    makeCms({ content, signer: leaf(algorithm, variant), attached: true, signingTime: at });

  // What the portal asks of a parent's application, of a parent who enters, and what the command line asks.
  const expected: Record<LeafVariant, [EdsCode | "ok", EdsCode | "ok", EdsCode | "ok"]> = {
    person: ["ok", "ok", "ok"],
    auth: ["wrong-key-usage", "ok", "ok"],
    head: ["not-a-person", "not-a-person", "ok"],
    expired: ["expired", "expired", "expired"],
    "not-yet-valid": ["not-yet-valid", "not-yet-valid", "not-yet-valid"],
    revoked: ["ok", "ok", "ok"],
    rogue: ["untrusted-ca", "untrusted-ca", "untrusted-ca"],
    "no-iin": ["no-iin", "no-iin", "ok"],
    "two-iins": ["two-iins", "two-iins", "two-iins"],
    "wrong-usage": ["wrong-key-usage", "wrong-key-usage", "wrong-key-usage"],
  };
  test.for(Object.entries(expected))(
    "a %s key: application, entering, command line %s",
    ([name, codes]) => {
      const message = messageOf(name as LeafVariant);
      const [application, entering, commandLine] = codes;
      expect(verify(message, { purpose: "sign" }).code).toBe(application);
      expect(verify(message, { purpose: "auth" }).code).toBe(entering);
      expect(verify(message, { purpose: null, holder: "any" }).code).toBe(commandLine);
    },
  );

  test("the owner is read from the certificate", () => {
    const name = algorithm === "gost" ? "gost-2015-512" : "rsa-sha256";
    expect(verify(messageOf("person")).signer).toEqual({
      iin: aigerim.iin,
      bin: null,
      commonName: "САПАРОВА АЙГЕРІМ",
      surname: "САПАРОВА",
      firstName: "АЙГЕРІМ",
      patronymic: "ДӘУЛЕТҚЫЗЫ",
      organisation: null,
      keyUser: ["person"],
      algorithm: name,
    });
    expect(verify(messageOf("head"), { holder: "any" }).signer).toMatchObject({
      iin: aigerim.iin,
      bin: "000140000017",
      organisation: "БАЛАБАҚША «ДЕМО»",
      keyUser: ["organisation", "head"],
    });
  });

  test("another person's key is refused when one is expected", () => {
    expect(verify(messageOf("person"), { expectedIin: aigerim.iin }).code).toBe("ok");
    expect(verify(messageOf("person"), { expectedIin: "850303390009" }).code).toBe("wrong-person");
  });

  test("the bytes that we kept must be the signed ones", () => {
    const other = new TextEncoder().encode("Кезекке қою туралы өтініш");
    const detached = makeCms({ content, signer: leaf(algorithm), attached: false });
    expect(verify(messageOf("person"), { content: other }).code).toBe("content-mismatch");
    expect(verify(detached, { content: other }).code).toBe("content-mismatch");
    expect(verify(detached).code).toBe("ok");
  });

  test("the reference time rules, not the signer's clock", () => {
    const early = makeCms({
      content,
      signer: leaf(algorithm, "expired"),
      attached: true,
      signingTime: shifted(at, -100 * day),
    });
    expect(verify(early).code).toBe("expired");
    expect(verify(early, { at: shifted(at, -100 * day) }).code).toBe("ok");
    expect(verify(messageOf("person"), { at: shifted(at, 336 * day) }).code).toBe("expired");
    expect(verify(messageOf("person"), { at: shifted(at, -31 * day) }).code).toBe("not-yet-valid");
  });

  test("an authority that is out of date does not vouch", () => {
    const { signer: _, ...rest } = verify(messageOf("person"), { at: shifted(at, 9 * 366 * day) });
    expect(rest.code).toBe("ca-not-in-date");
  });

  test("a chain needs both tiers from the operator's folder", () => {
    const { root, issuing } = demoCa()[algorithm];
    const only = (...list: Uint8Array[]) =>
      verify(messageOf("person"), { trust: trust(list) }).code;
    expect(only(root.certificate, issuing.certificate)).toBe("ok");
    expect(only(root.certificate)).toBe("untrusted-ca");
    expect(only(issuing.certificate)).toBe("untrusted-ca");
    expect(only()).toBe("untrusted-ca");
  });

  test("an authority inside the message is not believed", () => {
    const { rogue, root, issuing } = demoCa()[algorithm];
    const signer = leaf(algorithm, "rogue");
    const message = makeCms({
      content,
      signer,
      attached: true,
      otherCertificates: [rogue.certificate],
    });
    const result = verify(message, { trust: trust([root.certificate, issuing.certificate]) });
    expect(result.valid).toBe(false);
    expect(result.checks.find(({ name }) => name === "chain")?.result).toBe("failed");
  });
});

describe("a certificate that should not be one", () => {
  const { issuing, root } = demoCa().gost;
  const key = makeKey("gost");
  const messageBy = (change: Partial<CertificateRequest>) => {
    const made = makeCertificate({
      subject: makeName([
        ["commonName", "САПАРОВА АЙГЕРІМ"],
        ["serialNumber", `IIN${aigerim.iin}`],
      ]),
      key,
      issuer: issuing.name,
      issuerKey: issuing.key,
      notBefore: shifted(at, -day),
      notAfter: shifted(at, day),
      keyUsage: ["digitalSignature", "nonRepudiation"],
      extendedKeyUsage: ["1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1"],
      ...change,
    });
    return makeCms({ content, signer: { certificate: made, key }, attached: true });
  };

  test("the same by the book is good", () => {
    expect(verify(messageBy({})).code).toBe("ok");
  });

  test("an unknown critical extension", () => {
    const strange = extension("1.2.3.4.5", der.utf8("?"), true);
    expect(verify(messageBy({ extensions: [strange] })).code).toBe("unknown-critical-extension");
    const harmless = extension("1.2.3.4.5", der.utf8("?"));
    expect(verify(messageBy({ extensions: [harmless] })).code).toBe("ok");
  });

  test("an extension twice", () => {
    const usage = extension("2.5.29.37", der.sequence(der.oid("1.3.6.1.5.5.7.3.2")));
    expect(verify(messageBy({ extensions: [usage] })).code).toBe("no-certificate");
  });

  test("a BIN beside the IIN", () => {
    const subject = makeName([
      ["commonName", "САПАРОВА АЙГЕРІМ"],
      ["serialNumber", `IIN${aigerim.iin}`],
      ["serialNumber", "BIN000140000017"],
    ]);
    expect(verify(messageBy({ subject })).code).toBe("two-iins");
  });

  test("a number that only resembles an IIN", () => {
    for (const number of [aigerim.iin, "IIN87061249000", "IIN8706124900090", "iin870612490009"]) {
      const subject = makeName([
        ["commonName", "САПАРОВА АЙГЕРІМ"],
        ["serialNumber", number],
      ]);
      expect(verify(messageBy({ subject })).code).toBe("no-iin");
    }
  });

  test("a person's key that also speaks for an organisation", () => {
    const extendedKeyUsage = ["1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1", "1.2.398.3.3.4.1.2"];
    expect(verify(messageBy({ extendedKeyUsage })).code).toBe("not-a-person");
  });

  test("a key of an authority does not sign documents", () => {
    expect(verify(messageBy({ authority: { pathLength: null } })).code).toBe("wrong-key-usage");
  });

  test("a person cannot issue keys: a leaf is no authority", () => {
    const person = leaf("gost");
    const message = messageBy({
      issuer: certificate(person.certificate).subject.der,
      issuerKey: person.key,
    });
    expect(verify(message).code).toBe("untrusted-ca");
    expect(trustStore([person.certificate])).toMatchObject({ ok: false, code: "not-an-authority" });
  });

  test("the authority's key under another authority's name", () => {
    const message = messageBy({ issuer: root.name });
    expect(verify(message).code).toBe("untrusted-ca");
    const claimed = makeName([["commonName", "НУЦ"]]);
    expect(verify(messageBy({ issuer: claimed })).code).toBe("untrusted-ca");
  });

  test("an authority below one that allows none below", () => {
    const deeper = makeAuthority({ kind: "gost", tier: "issuing", issuer: issuing, at });
    const message = messageBy({ issuer: deeper.name, issuerKey: deeper.key });
    const store = trust([root.certificate, issuing.certificate, deeper.certificate]);
    expect(verify(message, { trust: store }).code).toBe("untrusted-ca");
  });
});

describe("the report", () => {
  const message = makeCms({ content, signer: leaf("gost"), attached: true, signingTime: at });

  test("survives the way into a worker thread and back", () => {
    const input = {
      cms: message,
      content,
      purpose: "sign",
      holder: "person",
      trust: trust(),
      at,
    } as const;
    const copied = structuredClone(input);
    expect(structuredClone(verify(copied.cms, copied))).toEqual(verify(message));
  });

  test("names every check in order", () => {
    const names = verify(message).checks.map(({ name, result }) => `${name} ${result}`);
    expect(names).toEqual([
      "encoding passed",
      "content passed",
      "signature passed",
      "chain passed",
      "validity passed",
      "key-usage passed",
      "holder passed",
      "revocation not-checked",
    ]);
  });

  test("keeps what proves it later", () => {
    const { evidence, signedAt } = verify(message);
    expect(signedAt).toEqual(at);
    expect(evidence.certificate?.policies).toEqual(["1.2.398.3.3.2"]);
    expect(evidence.chain.map((each) => each.fingerprint)).toEqual(
      [demoCa().gost.issuing, demoCa().gost.root].map(
        (each) => certificate(each.certificate).fingerprint,
      ),
    );
    expect(evidence.trustFingerprints).toHaveLength(4);
    expect(evidence.at).toEqual(at);
  });

  test("asks about revocation only when all else is good", async () => {
    const asked: string[] = [];
    const revocation = {
      check: async (asking: { serialNumber: string }) => {
        asked.push(asking.serialNumber);
        return { status: "revoked", detail: "ocsp", revokedAt: at, ocsp: null, crls: [] } as const;
      },
    };
    const base = {
      content,
      purpose: "sign",
      holder: "person",
      trust: trust(),
      at,
      revocation,
    } as const;
    const rogue = makeCms({ content, signer: leaf("gost", "rogue"), attached: true });
    expect(await verifyCms({ ...base, cms: rogue })).toMatchObject({ code: "untrusted-ca" });
    const expired = makeCms({ content, signer: leaf("gost", "expired"), attached: true });
    expect(await verifyCms({ ...base, cms: expired })).toMatchObject({ code: "expired" });
    expect(asked).toEqual([]);
    expect(await verifyCms({ ...base, cms: message })).toMatchObject({
      valid: false,
      code: "revoked",
    });
    expect(asked).toEqual([leaf("gost").serialNumber]);
  });
});

test("a verdict that waited for revocation becomes what the answer makes it", () => {
  const answer = { detail: "ocsp", revokedAt: null, ocsp: null, crls: [] } as const;
  const good = { ...answer, status: "good" } as const;
  const revoked = { ...answer, status: "revoked", revokedAt: at } as const;
  const message = makeCms({ content, signer: leaf("rsa"), attached: true });
  const waiting = verify(message, { ocsp: new Uint8Array() });
  expect(waiting).toMatchObject({ valid: false, code: "revocation-unknown" });
  expect(withRevocation(waiting, good)).toMatchObject({ valid: true, code: "ok" });
  expect(withRevocation(waiting, revoked)).toMatchObject({ valid: false, code: "revoked" });
  const expired = verify(makeCms({ content, signer: leaf("rsa", "expired"), attached: true }));
  expect(withRevocation(expired, good)).toMatchObject({ valid: false, code: "expired" });
});

test("the demo's authorities are known as such", () => {
  const authorities = [...trustedAuthorities(demoCa()).values()].map(certificate);
  expect(authorities.every(isTestAuthority)).toBe(true);
});
