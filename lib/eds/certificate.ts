import { createHash } from "node:crypto";
import {
  boolean,
  contextTag,
  cursor,
  elements,
  expect,
  hex,
  integerBytes,
  Malformed,
  namedBits,
  oid,
  onlyElement,
  reading,
  sameBytes,
  smallInteger,
  tags,
  time,
  wholeBits,
} from "./asn1.ts";
import type { Element } from "./asn1.ts";
import { parseName } from "./names.ts";
import type { DistinguishedName } from "./names.ts";
import { extensionOid } from "./oids.ts";
import {
  agreedAlgorithm,
  certificateAlgorithm,
  parsePublicKey,
  verifySignature,
} from "./signature-algorithm.ts";
import type { PublicKey, SignatureAlgorithm } from "./signature-algorithm.ts";

/** A bit of the key usage extension (RFC 5280 §4.2.1.3). */
export type KeyUsage =
  | "digitalSignature"
  | "nonRepudiation"
  | "keyEncipherment"
  | "dataEncipherment"
  | "keyAgreement"
  | "keyCertSign"
  | "cRLSign"
  | "encipherOnly"
  | "decipherOnly";

const keyUsageBits: readonly KeyUsage[] = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

/** An X.509 certificate as plain data: it survives a structured clone into a worker thread. */
export type Certificate = {
  readonly der: Uint8Array;
  /** SHA-256 of the DER, lower-case hex. */
  readonly fingerprint: string;
  /** The signed part, as received. */
  readonly signedPart: Uint8Array;
  /** Big-endian two's complement, lower-case hex, as in the certificate. */
  readonly serialNumber: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  /** The key alone, the BIT STRING's content: what OCSP hashes. */
  readonly publicKeyBits: Uint8Array;
  /** How the issuer signed; null when that is not an algorithm we accept. */
  readonly algorithm: SignatureAlgorithm | null;
  readonly signature: Uint8Array;
  readonly keyUsage: readonly KeyUsage[];
  readonly extendedKeyUsage: readonly string[];
  /** Whether the certificate is for these uses and no other (RFC 5280 §4.2.1.12): a timestamp authority's must be. */
  readonly extendedKeyUsageCritical: boolean;
  readonly policies: readonly string[];
  readonly isCa: boolean;
  /** How many authorities may stand below this one; null is no limit. */
  readonly pathLength: number | null;
  /** Critical extensions that we do not understand, by OID: such a certificate must be refused (RFC 5280 §4.2). */
  readonly unknownCritical: readonly string[];
};

/** Reads a certificate from DER; null when it is not one, byte for byte. */
export function parseCertificate(der: Uint8Array): Certificate | null {
  return reading(() => certificateOf(onlyElement(der, tags.sequence)));
}

function certificateOf(element: Element): Certificate {
  const outer = cursor(element.content);
  const signedPart = outer.next(tags.sequence);
  const outerAlgorithm = outer.next(tags.sequence);
  const signature = wholeBits(outer.next());
  outer.end();

  const walk = cursor(signedPart.content);
  const version = walk.optional(contextTag(0));
  const serialNumber = hex(integerBytes(walk.next()));
  const algorithm = agreedAlgorithm(walk.next(tags.sequence), outerAlgorithm);
  const issuer = parseName(walk.next());
  const [notBefore, notAfter, ...rest] = elements(walk.next(tags.sequence).content).map(time);
  if (notBefore === undefined || notAfter === undefined || rest.length > 0) {
    throw new Malformed("validity");
  }
  const subject = parseName(walk.next());
  const key = walk.next(tags.sequence);
  walk.optional(contextTag(1, "primitive"));
  walk.optional(contextTag(2, "primitive"));
  const extensions = walk.optional(contextTag(3));
  walk.end();
  if (
    extensions !== null &&
    (version === null || smallInteger(onlyElement(version.content)) !== 2)
  ) {
    throw new Malformed("version");
  }

  return {
    der: element.bytes,
    fingerprint: createHash("sha256").update(element.bytes).digest("hex"),
    signedPart: signedPart.bytes,
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey: parsePublicKey(key),
    publicKeyBits: keyBits(key),
    algorithm: certificateAlgorithm(algorithm),
    signature,
    ...readExtensions(extensions),
  };
}

function keyBits(key: Element): Uint8Array {
  const [, bits] = elements(key.content);
  if (bits === undefined) throw new Malformed("key");
  return wholeBits(bits);
}

export type Extension = {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
};

/** The extensions inside an explicit tag, each at most once (RFC 5280 §4.2). */
export function parseExtensions(wrapper: Element | null): Extension[] {
  if (wrapper === null) return [];
  const list = elements(onlyElement(wrapper.content, tags.sequence).content, tags.sequence).map(
    (each) => {
      const walk = cursor(each.content);
      const id = oid(walk.next());
      const critical = walk.optional(tags.boolean);
      const value = walk.next(tags.octetString).content;
      walk.end();
      return { oid: id, critical: critical !== null && boolean(critical), value };
    },
  );
  if (new Set(list.map((each) => each.oid)).size !== list.length)
    throw new Malformed("extension twice");
  return list;
}

const understood: ReadonlySet<string> = new Set([
  extensionOid.keyUsage,
  extensionOid.extendedKeyUsage,
  extensionOid.policies,
  extensionOid.basicConstraints,
  extensionOid.subjectAltName,
]);

function readExtensions(wrapper: Element | null) {
  const list = parseExtensions(wrapper);
  const value = (id: string): Element | null => {
    const found = list.find((each) => each.oid === id);
    return found === undefined ? null : onlyElement(found.value);
  };
  const usage = value(extensionOid.keyUsage);
  const extended = value(extensionOid.extendedKeyUsage);
  const policies = value(extensionOid.policies);
  return {
    keyUsage: usage === null ? [] : namedBits(usage).flatMap((bit) => keyUsageBits[bit] ?? []),
    extendedKeyUsage:
      extended === null ? [] : elements(expect(extended, tags.sequence).content).map(oid),
    extendedKeyUsageCritical: list.some(
      (each) => each.oid === extensionOid.extendedKeyUsage && each.critical,
    ),
    policies: policies === null ? [] : policyOids(policies),
    ...basicConstraints(value(extensionOid.basicConstraints)),
    unknownCritical: list
      .filter((each) => each.critical && !understood.has(each.oid))
      .map((each) => each.oid),
  };
}

function policyOids(policies: Element): string[] {
  return elements(expect(policies, tags.sequence).content, tags.sequence).map((policy) =>
    oid(cursor(policy.content).next()),
  );
}

function basicConstraints(element: Element | null): { isCa: boolean; pathLength: number | null } {
  if (element === null) return { isCa: false, pathLength: null };
  const walk = cursor(expect(element, tags.sequence).content);
  const ca = walk.optional(tags.boolean);
  const path = walk.optional(tags.integer);
  walk.end();
  return {
    isCa: ca !== null && boolean(ca),
    pathLength: path === null ? null : smallInteger(path),
  };
}

/** Whether `issuer`, an authority we trust, signed `certificate`: by name and by signature. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  return (
    certificate.algorithm !== null &&
    sameBytes(certificate.issuer.der, issuer.subject.der) &&
    verifySignature(
      certificate.algorithm,
      issuer.publicKey,
      certificate.signedPart,
      certificate.signature,
      true,
    )
  );
}

export function inDate(certificate: Certificate, at: Date): boolean {
  return certificate.notBefore <= at && at <= certificate.notAfter;
}
