import { X509Certificate } from "node:crypto";
import { fromBER } from "asn1js";
import { ContentInfo, SignedData } from "pkijs";
import { describe, expect, test } from "vitest";
import { parseCms } from "#lib/eds/cms.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import type { CmsRequest, Flaw } from "#lib/eds/signing/cms-maker.ts";
import { streamed } from "./streamed.ts";
import { algorithms, at, certificate, content, demoCa, leaf, verify } from "./fixtures.ts";

const maxBytes = 65_536;

function cms(change: Partial<CmsRequest> = {}): Uint8Array {
  return makeCms({ content, signer: leaf("gost"), attached: true, signingTime: at, ...change });
}

const pem = (bytes: Uint8Array, label = "CMS") => {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return Buffer.from(`-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`);
};

describe.for(algorithms)("%s: every shape that signing programs make is read", (algorithm) => {
  const signer = leaf(algorithm);
  const shapes: Record<string, Uint8Array> = {
    attached: cms({ signer }),
    detached: cms({ signer, attached: false }),
    "without NULL parameters": cms({ signer, withoutNull: true }),
    "CAdES, with the certificate's hash": cms({ signer, signingCertificate: true }),
    "PEM of NCALayer": pem(cms({ signer })),
    "PEM of OpenSSL, Windows lines": Buffer.from(
      pem(cms({ signer }), "PKCS7").toString("latin1").replaceAll("\n", "\r\n"),
    ),
    base64: Buffer.from(Buffer.from(cms({ signer })).toString("base64")),
    "indefinite lengths and chunks": streamed(cms({ signer })),
    "with the trusted authority inside": cms({
      signer,
      otherCertificates: [demoCa()[algorithm].issuing.certificate],
    }),
    "without a signing time": makeCms({ content, signer, attached: true }),
  };
  test.for(Object.entries(shapes))("%s", ([, message]) => {
    expect(verify(message)).toMatchObject({
      valid: true,
      code: "ok",
      signer: { iin: "870612490009" },
    });
  });
});

test("what the message carries is given back", () => {
  const signer = leaf("gost");
  const parsed = parseCms(cms({ signer, signingCertificate: true }), maxBytes);
  if (!parsed.ok) throw new Error(parsed.code);
  expect(Buffer.from(parsed.value.content ?? []).toString()).toBe(Buffer.from(content).toString());
  expect(parsed.value.signingTime).toEqual(at);
  expect(parsed.value.certificate.fingerprint).toBe(certificate(signer.certificate).fingerprint);
  expect(parsed.value.algorithm).toBe("gost-2015-512");
});

describe.for(algorithms)("%s: a flaw is refused by its name", (algorithm) => {
  const flaws: Record<Flaw, string> = {
    "no-signed-attributes": "no-signed-attributes",
    "no-message-digest": "wrong-attributes",
    "wrong-message-digest": "digest-mismatch",
    "wrong-content-type": "wrong-content-type",
    "wrong-signature": "bad-signature",
    "no-certificate": "no-certificate",
    "no-signer": "no-signer",
    "sha1-digest": "algorithm-not-allowed",
    "pss-algorithm": "algorithm-not-allowed",
    "foreign-parameters": "algorithm-not-allowed",
    "subject-key-signer": "unsupported-signer-id",
    "unsigned-attribute": "unexpected-data",
    "revocation-list-inside": "unexpected-data",
    "trailing-bytes": "trailing-data",
    "not-signed-data": "not-signed-data",
  };
  const applying = Object.entries(flaws).filter(
    ([flaw]) => algorithm === "rsa" || flaw !== "pss-algorithm",
  );
  test.for(applying)("%s → %s", ([flaw, code]) => {
    const message = cms({ signer: leaf(algorithm), flaw: flaw as Flaw });
    expect(verify(message)).toMatchObject({ valid: false, code });
  });

  test("a second signer, even the same one", () => {
    const signer = leaf(algorithm);
    expect(verify(cms({ signer, secondSigner: signer })).code).toBe("two-signers");
    expect(verify(cms({ signer, secondSigner: leaf("gost", "auth") })).code).toBe("two-signers");
  });

  test("a certificate beside the signer's that nobody trusts", () => {
    const signer = leaf(algorithm);
    const stranger = leaf(algorithm, "head").certificate;
    expect(verify(cms({ signer, otherCertificates: [stranger] })).code).toBe("extra-certificate");
    const again = verify(cms({ signer, otherCertificates: [signer.certificate] }));
    expect(again.code).toBe("extra-certificate");
  });

  test("a certificate of the same name in place of the signer's", () => {
    const signer = leaf(algorithm);
    const other = { certificate: leaf(algorithm, "auth").certificate, key: signer.key };
    const message = makeCms({ content, signer: other, attached: true, signingCertificate: true });
    const swapped = Buffer.from(message);
    expect(verify(swapped, { purpose: "sign" }).code).toBe("wrong-key-usage");
  });
});

test("CAdES: the hash of another certificate is refused", () => {
  const signer = leaf("rsa");
  const message = Buffer.from(cms({ signer, signingCertificate: true }));
  const hash = Buffer.from(certificate(signer.certificate).fingerprint, "hex");
  const where = message.indexOf(hash);
  message[where] = (message[where] ?? 0) ^ 1;
  expect(verify(message).code).toBe("certificate-mismatch");
});

describe("what is not a message is refused at once", () => {
  test.for([
    ["nothing", ""],
    ["text", "Это не подпись"],
    ["base64 of nothing known", "AAAA"],
    ["base64 that is not canonical", "MA0=AA=="],
    ["a form", "<xml/>"],
  ])("%s", ([, text = ""]) => {
    expect(verify(Buffer.from(text)).code).toBe("malformed");
  });

  test("a certificate, a list and a cut-off message", () => {
    expect(verify(leaf("rsa").certificate).code).toBe("malformed");
    const whole = cms();
    for (const length of [1, 2, 10, whole.length - 1]) {
      expect(verify(whole.subarray(0, length)).code).toBe("malformed");
    }
  });

  test("more bytes than asked for", () => {
    expect(verify(cms(), { maxBytes: 100 }).code).toBe("too-large");
    expect(verify(new Uint8Array(300_000).fill(0x30)).code).toBe("too-large");
  });

  test("a bomb of nested brackets", () => {
    expect(verify(new Uint8Array(200_000).fill(0x30)).code).toBe("malformed");
  });

  test("PEM whose two labels differ, or that says it is something else", () => {
    const text = pem(cms()).toString();
    expect(verify(Buffer.from(text.replace("END CMS", "END CMR"))).code).toBe("malformed");
    expect(verify(Buffer.from(text.replaceAll("CMS", "PRIVATE KEY"))).code).toBe("malformed");
  });
});

describe("independent implementations read what our toolkit makes", () => {
  test("pkijs verifies an RSA message", async () => {
    const message = Uint8Array.from(cms({ signer: leaf("rsa"), attached: true }));
    const parsed = fromBER(message.buffer);
    const signed = new SignedData({ schema: new ContentInfo({ schema: parsed.result }).content });
    expect(signed.signerInfos).toHaveLength(1);
    expect(await signed.verify({ signer: 0, checkChain: false })).toBe(true);
  });

  test("node:crypto verifies the RSA chain and reads the names", () => {
    const { root, issuing } = demoCa().rsa;
    const person = new X509Certificate(leaf("rsa").certificate);
    const authority = new X509Certificate(issuing.certificate);
    expect(person.checkIssued(authority)).toBe(true);
    expect(person.verify(authority.publicKey)).toBe(true);
    expect(authority.verify(new X509Certificate(root.certificate).publicKey)).toBe(true);
    expect(person.subject).toContain("serialNumber=IIN870612490009");
    const ours = certificate(leaf("rsa").certificate);
    expect(person.serialNumber.toLowerCase()).toBe(ours.serialNumber);
    expect(new Date(person.validTo)).toEqual(ours.notAfter);
    expect(person.fingerprint256.replaceAll(":", "").toLowerCase()).toBe(ours.fingerprint);
  });
});
