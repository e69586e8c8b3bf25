import { cmsOid } from "#lib/eds/oids.ts";
import type { EdsCode } from "#lib/eds/codes.ts";
import * as der from "#lib/eds/der.ts";
import { extension, makeCertificate, makeName } from "#lib/eds/signing/certificate-maker.ts";
import type { CertificateRequest } from "#lib/eds/signing/certificate-maker.ts";
import { makeCms } from "#lib/eds/signing/cms-maker.ts";
import type { CmsRequest, Flaw } from "#lib/eds/signing/cms-maker.ts";
import { makeKey } from "#lib/eds/signing/keys.ts";
import type { KeyKind, SigningKey } from "#lib/eds/signing/keys.ts";
import type { LeafVariant } from "#lib/eds/signing/leaf.ts";
import { aigerim, at, content, day, demoCa, flipBit, leaf, shifted } from "./fixtures.ts";
import { streamed } from "./streamed.ts";

/** One message with what lies beside it, and the verdict of `kezek eds verify`. */
export type Case = {
  readonly name: string;
  readonly code: EdsCode | "ok";
  /** A word that the report must hold. */
  readonly detail?: string;
  readonly cms: Uint8Array;
  readonly beside?: {
    /** What had to be signed; null when it is not given. */
    readonly signed?: Uint8Array | null;
    readonly ocsp?: Uint8Array;
    readonly crls?: readonly Uint8Array[];
    readonly timestamp?: Uint8Array;
  };
  readonly instant?: Date;
  readonly purpose?: "sign" | "auth";
};

const text = (words: string) => new TextEncoder().encode(words);

/** Text that a parent signs to enter: no application. */
const challenge = text("kezek-sign-in/1\naud=https://kezek.example\nnonce=00\n");

const flaws: Readonly<Record<Flaw, EdsCode>> = {
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

const variants: Readonly<Record<LeafVariant, EdsCode | "ok">> = {
  person: "ok",
  head: "ok",
  "no-iin": "ok",
  revoked: "ok",
  auth: "wrong-key-usage",
  expired: "expired",
  "not-yet-valid": "not-yet-valid",
  rogue: "untrusted-ca",
  "two-iins": "two-iins",
  "wrong-usage": "wrong-key-usage",
};

/** Messages in every shape, by every key. `key` is that of the certificates made here. */
export function messageCases(algorithm: KeyKind, key: SigningKey = makeKey(algorithm)): Case[] {
  const cms = (change: Partial<CmsRequest> = {}) =>
    makeCms({ content, signer: leaf(algorithm), attached: true, signingTime: at, ...change });
  const good = cms();
  const { issuing } = demoCa()[algorithm];
  const strangers = leaf(algorithm === "gost" ? "rsa" : "gost");
  return [
    ...Object.entries(variants).map(([name, code]) => ({
      name: `a ${name} key`,
      code,
      cms: cms({ signer: leaf(algorithm, variantOf(name)) }),
    })),
    {
      name: "an auth key to enter",
      code: "ok",
      cms: cms({ signer: leaf(algorithm, "auth") }),
      purpose: "auth",
    },
    ...Object.entries(flaws)
      .filter(([flaw]) => algorithm === "rsa" || flaw !== "pss-algorithm")
      .map(([flaw, code]) => ({ name: flaw, code, cms: cms({ flaw: flawOf(flaw) }) })),

    { name: "detached", code: "ok", cms: cms({ attached: false }) },
    { name: "base64", code: "ok", cms: text(Buffer.from(good).toString("base64")) },
    { name: "BER with indefinite lengths and chunks", code: "ok", cms: streamed(good) },
    { name: "CAdES", code: "ok", cms: cms({ signingCertificate: true }) },
    { name: "without NULL", code: "ok", cms: cms({ withoutNull: true }) },
    {
      name: "unsorted attributes, signed as they stand",
      code: "ok",
      cms: cms({ unsorted: "as-sent" }),
    },
    { name: "larger than the portal takes", code: "ok", ...large(cms) },
    {
      name: "unsorted attributes, signed sorted",
      code: "bad-signature",
      cms: cms({ unsorted: "as-der" }),
    },
    {
      name: "detached without the content",
      code: "no-content",
      cms: cms({ attached: false }),
      beside: { signed: null },
    },
    { name: "two signers", code: "two-signers", cms: cms({ secondSigner: strangers }) },
    {
      name: "a stranger's certificate beside",
      code: "extra-certificate",
      cms: cms({ otherCertificates: [strangers.certificate] }),
    },
    {
      name: "CAdES with another certificate's hash",
      code: "certificate-mismatch",
      cms: otherHash(cms({ signingCertificate: true }), algorithm),
    },
    { name: "BER cut off before its end", code: "malformed", cms: streamed(good).subarray(0, -2) },
    {
      name: "BER with bytes after its end",
      code: "trailing-data",
      cms: Buffer.concat([streamed(good), text("?")]),
    },
    { name: "no message at all", code: "malformed", cms: text("Это не подпись") },
    {
      name: "another text, attached",
      code: "content-mismatch",
      cms: cms({ content: text("другое") }),
    },
    {
      name: "another text, detached",
      code: "content-mismatch",
      cms: cms({ content: text("другое"), attached: false }),
    },
    {
      name: "the text to enter, sent as an application",
      code: "content-mismatch",
      cms: cms({ content: challenge }),
    },
    {
      name: "the text to enter with another nonce",
      code: "content-mismatch",
      cms: cms({ content: challenge }),
      beside: { signed: text(Buffer.from(challenge).toString().replace("00", "01")) },
    },
    { name: "a CMS inside a CMS", code: "content-mismatch", cms: cms({ content: good }) },
    {
      name: "a CMS inside, said to be one",
      code: "wrong-content-type",
      cms: cms({ content: good, contentType: cmsOid.signedData }),
    },
    {
      name: "a changed bit of the signature",
      code: "bad-signature",
      cms: flipBit(good, good.length * 8 - 9),
    },
    {
      name: "when the authorities have run out",
      code: "ca-not-in-date",
      cms: good,
      instant: shifted(at, 9 * 366 * day),
    },

    { name: "own key", code: "ok", cms: by({}) },
    {
      name: "signed by itself",
      code: "untrusted-ca",
      cms: by({ issuer: subject, issuerKey: key }),
    },
    {
      name: "issued by another person's key",
      code: "untrusted-ca",
      cms: by({ issuer: subject, issuerKey: leaf(algorithm).key }),
    },
    {
      name: "an unknown critical extension",
      code: "unknown-critical-extension",
      cms: by({ extensions: [extension("1.2.3.4.5", der.utf8("?"), true)] }),
    },
    {
      name: "a key to encipher, not to sign",
      code: "wrong-key-usage",
      cms: by({ keyUsage: ["keyEncipherment"] }),
    },
    {
      name: "a key that may not sign documents",
      code: "wrong-key-usage",
      cms: by({ keyUsage: ["digitalSignature"] }),
    },
    {
      name: "an authority's key",
      code: "wrong-key-usage",
      cms: by({ authority: { pathLength: null } }),
    },
  ];

  function by(change: Partial<CertificateRequest>): Uint8Array {
    const certificate = makeCertificate({
      subject,
      key,
      issuer: issuing.name,
      issuerKey: issuing.key,
      notBefore: shifted(at, -day),
      notAfter: shifted(at, day),
      keyUsage: ["digitalSignature", "nonRepudiation"],
      extendedKeyUsage: ["1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.1"],
      ...change,
    });
    return cms({ signer: { certificate, key } });
  }
}

const subject = makeName([
  ["commonName", "САПАРОВА АЙГЕРІМ"],
  ["serialNumber", `IIN${aigerim.iin}`],
]);

function large(cms: (change: Partial<CmsRequest>) => Uint8Array) {
  const signed = new Uint8Array(300 * 1024).fill(0x20);
  return { cms: cms({ content: signed }), beside: { signed } };
}

function otherHash(message: Uint8Array, algorithm: KeyKind): Uint8Array {
  const serial = Buffer.from(leaf(algorithm).serialNumber, "hex");
  const bytes = Buffer.from(message);
  // The hash stands in the signed attributes, behind the signer's name: its last byte is the one to change.
  const attributes = bytes.lastIndexOf(serial) + serial.length;
  const oid = der.oid(cmsOid.signingCertificateV2);
  const hash = bytes.indexOf(Buffer.from(oid), attributes) + oid.length + 10;
  bytes[hash + 5] = (bytes[hash + 5] ?? 0) ^ 1;
  return bytes;
}

const variantOf = (name: string) => name as LeafVariant;
const flawOf = (name: string) => name as Flaw;
