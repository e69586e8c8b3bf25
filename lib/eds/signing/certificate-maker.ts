import { createHash, randomBytes } from "node:crypto";
import { tags } from "../asn1.ts";
import type { KeyUsage } from "../certificate.ts";
import * as der from "../der.ts";
import { extensionOid, nameOid } from "../oids.ts";
import { algorithmOf, publicKeyInfo, signatureIdentifier, signBytes } from "./keys.ts";
import type { SigningKey } from "./keys.ts";

/** Type (a key of `nameOid`) and text, in the order in which they will stand. */
export type NameParts = readonly (readonly [keyof typeof nameOid, string])[];

// NCA RK writes these two as PrintableString and the rest as UTF8String.
const printableTypes: ReadonlySet<string> = new Set(["serialNumber", "country"]);

export function makeName(parts: NameParts): Uint8Array {
  const relatives = parts.map(([type, text]) => {
    const value = printableTypes.has(type) ? der.printable(text) : der.utf8(text);
    return der.setOf(der.sequence(der.oid(nameOid[type]), value));
  });
  return der.sequence(...relatives);
}

export type CertificateRequest = {
  readonly subject: Uint8Array;
  readonly key: SigningKey;
  readonly issuer: Uint8Array;
  readonly issuerKey: SigningKey;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly keyUsage: readonly KeyUsage[];
  readonly extendedKeyUsage?: readonly string[];
  readonly extendedKeyUsageCritical?: boolean;
  readonly policies?: readonly string[];
  /** An authority; how many authorities below it, or null for no limit. */
  readonly authority?: { readonly pathLength: number | null };
  /** Hex; random when absent. */
  readonly serialNumber?: string;
  /** For negative tests: more extensions, already encoded. */
  readonly extensions?: readonly Uint8Array[];
};

export function makeCertificate(request: CertificateRequest): Uint8Array {
  const algorithm = signatureIdentifier(algorithmOf(request.issuerKey));
  const toBeSigned = der.sequence(
    der.context(0, der.integer(2)),
    der.encoded(tags.integer, Buffer.from(request.serialNumber ?? newSerialNumber(), "hex")),
    algorithm,
    request.issuer,
    der.sequence(der.time(request.notBefore), der.time(request.notAfter)),
    request.subject,
    publicKeyInfo(request.key),
    der.context(3, der.sequence(...extensionsOf(request), ...(request.extensions ?? []))),
  );
  return signed(toBeSigned, algorithm, request.issuerKey);
}

/** SIGNED{…} of X.509: the part, the algorithm and the signature; certificates and lists alike. */
export function signed(toBeSigned: Uint8Array, algorithm: Uint8Array, key: SigningKey): Uint8Array {
  return der.sequence(toBeSigned, algorithm, der.bitString(signBytes(key, toBeSigned)));
}

/** Twenty octets, positive, as NCA RK's. */
export function newSerialNumber(): string {
  const bytes = randomBytes(20);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString("hex");
}

export function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.oid(id), ...flag, der.octetString(value));
}

function extensionsOf(request: CertificateRequest): Uint8Array[] {
  const { authority, keyUsage, extendedKeyUsage = [], policies = [], key, issuerKey } = request;
  const list = [extension(extensionOid.keyUsage, usageBits(keyUsage), true)];
  if (authority !== undefined) {
    const path = authority.pathLength === null ? [] : [der.integer(authority.pathLength)];
    const constraints = der.sequence(der.boolean(true), ...path);
    list.push(extension(extensionOid.basicConstraints, constraints, true));
  }
  if (extendedKeyUsage.length > 0) {
    const uses = der.sequence(...extendedKeyUsage.map(der.oid));
    const critical = request.extendedKeyUsageCritical === true;
    list.push(extension(extensionOid.extendedKeyUsage, uses, critical));
  }
  if (policies.length > 0) {
    const each = policies.map((policy) => der.sequence(der.oid(policy)));
    list.push(extension(extensionOid.policies, der.sequence(...each)));
  }
  list.push(
    extension(extensionOid.subjectKeyId, der.octetString(keyId(key))),
    extension(extensionOid.authorityKeyId, der.sequence(der.encoded(0x80, keyId(issuerKey)))),
  );
  return list;
}

function keyId(key: SigningKey): Uint8Array {
  return createHash("sha1").update(publicKeyInfo(key)).digest();
}

const usageOrder: readonly KeyUsage[] = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
];

function usageBits(usage: readonly KeyUsage[]): Uint8Array {
  let bits = 0;
  for (const each of usage) bits |= 0x80 >> usageOrder.indexOf(each);
  // DER drops trailing zero bits of a named bit list (X.690 §11.2.2).
  const unused = bits === 0 ? 0 : 31 - Math.clz32(bits & -bits);
  return der.bitString(Uint8Array.of(bits), unused);
}
