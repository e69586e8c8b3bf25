import {
  boolean,
  contextTag,
  cursor,
  elements,
  hex,
  integerBytes,
  Malformed,
  onlyElement,
  reading,
  sameBytes,
  tags,
  time,
} from "./asn1.ts";
import type { Element } from "./asn1.ts";
import { parseExtensions } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { parseName } from "./names.ts";
import { extensionOid } from "./oids.ts";
import { agreedAlgorithm, certificateAlgorithm, verifySignature } from "./signature-algorithm.ts";
import type { SignatureAlgorithm } from "./signature-algorithm.ts";

/** A certificate revocation list (RFC 5280 §5) as plain data; its entries are read only when they are asked for. */
export type Crl = {
  readonly der: Uint8Array;
  readonly signedPart: Uint8Array;
  readonly issuerDer: Uint8Array;
  readonly thisUpdate: Date;
  /** RFC 5280 demands it; without one a list never ages, so it is refused. */
  readonly nextUpdate: Date;
  readonly number: bigint | null;
  /** The number of the full list that a delta list goes with; null for a full list. */
  readonly baseNumber: bigint | null;
  readonly algorithm: SignatureAlgorithm | null;
  readonly signature: Uint8Array;
  /** The entries, one after another, still encoded. */
  readonly entries: Uint8Array;
  readonly unknownCritical: boolean;
};

export type CrlEntry = { readonly revokedAt: Date; readonly reason: number };

/** Reasons of RFC 5280 §5.3.1 that the verifier speaks of. */
export const crlReason = { unspecified: 0, certificateHold: 6, removeFromCrl: 8 } as const;

export function parseCrl(der: Uint8Array): Crl | null {
  return reading(() => {
    const outer = cursor(onlyElement(der, tags.sequence).content);
    const signedPart = outer.next(tags.sequence);
    const outerAlgorithm = outer.next(tags.sequence);
    const signature = outer.next(tags.bitString).content;
    outer.end();
    if (signature[0] !== 0) throw new Malformed("signature bits");

    const walk = cursor(signedPart.content);
    walk.optional(tags.integer);
    const algorithm = agreedAlgorithm(walk.next(tags.sequence), outerAlgorithm);
    const issuer = parseName(walk.next());
    const thisUpdate = time(walk.next());
    const nextUpdate = time(walk.next());
    const entries = walk.optional(tags.sequence);
    const extensions = parseExtensions(walk.optional(contextTag(0)));
    walk.end();

    const number = (id: string): bigint | null => {
      const found = extensions.find((each) => each.oid === id);
      return found === undefined ? null : unsigned(onlyElement(found.value));
    };
    return {
      der,
      signedPart: signedPart.bytes,
      issuerDer: issuer.der,
      thisUpdate,
      nextUpdate,
      number: number(extensionOid.crlNumber),
      baseNumber: number(extensionOid.deltaCrl),
      algorithm: certificateAlgorithm(algorithm),
      signature: signature.subarray(1),
      entries: entries?.content ?? new Uint8Array(),
      unknownCritical: extensions.some(
        (each) => each.critical && each.oid !== extensionOid.deltaCrl,
      ),
    };
  });
}

function unsigned(element: Element): bigint {
  return BigInt(`0x${hex(integerBytes(element))}`);
}

/** Whether this issuer signed the list. A list with a critical extension that we do not know is nobody's. */
export function isCrlOf(crl: Crl, issuer: Certificate): boolean {
  return (
    crl.algorithm !== null &&
    !crl.unknownCritical &&
    sameBytes(crl.issuerDer, issuer.subject.der) &&
    issuer.keyUsage.includes("cRLSign") &&
    verifySignature(crl.algorithm, issuer.publicKey, crl.signedPart, crl.signature, true)
  );
}

/**
 * What a list says of a serial number (hex, as in `Certificate`); null when it says nothing.
 *
 * The lists of NCA RK have hundreds of thousands of entries, so first the bytes of the serial number are looked for at
 * all; only when they occur is the list walked, because they could also be a part of something else.
 */
export function entryOf(crl: Crl, serialNumber: string): CrlEntry | null {
  const serial = Buffer.from(serialNumber, "hex");
  if (
    !Buffer.from(crl.entries.buffer, crl.entries.byteOffset, crl.entries.byteLength).includes(
      serial,
    )
  ) {
    return null;
  }
  const walk = cursor(crl.entries);
  while (walk.more()) {
    const entry = cursor(walk.next(tags.sequence).content);
    if (!sameBytes(integerBytes(entry.next()), serial)) continue;
    return { revokedAt: time(entry.next()), reason: reasonOf(entry.optional(tags.sequence)) };
  }
  return null;
}

function reasonOf(extensions: Element | null): number {
  if (extensions === null) return crlReason.unspecified;
  for (const extension of elements(extensions.content, tags.sequence)) {
    const [id, ...rest] = elements(extension.content);
    const value = rest.at(-1);
    const critical = rest.length > 1 && rest[0] !== undefined && boolean(rest[0]);
    if (id === undefined || value === undefined) throw new Malformed("entry extension");
    const code = reasonCode(id, value);
    if (code !== null) return code;
    // An indirect list's certificateIssuer would make the entry somebody else's: NCA RK has no such lists.
    if (critical) throw new Malformed("critical entry extension");
  }
  return crlReason.unspecified;
}

const reasonOid = Uint8Array.of(0x06, 0x03, 0x55, 0x1d, 0x15);

function reasonCode(id: Element, value: Element): number | null {
  if (!sameBytes(id.bytes, reasonOid)) return null;
  const reason = onlyElement(value.content, tags.enumerated).content;
  return reason[0] ?? crlReason.unspecified;
}
