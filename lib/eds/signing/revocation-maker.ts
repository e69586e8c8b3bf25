import { createHash } from "node:crypto";
import {
  contextTag,
  cursor,
  elements,
  hex,
  integerBytes,
  oid,
  onlyElement,
  reading,
  tags,
} from "../asn1.ts";
import { extensionOid } from "../oids.ts";
import * as der from "../der.ts";
import { extension, signed } from "./certificate-maker.ts";
import type { Holder } from "./cms-maker.ts";
import { issuerOf } from "./cms-maker.ts";
import { algorithmOf, signatureIdentifier, signBytes } from "./keys.ts";

/* Revocation lists and OCSP of tests and of the demo's authority. */

export type RevokedSerial = {
  /** Hex, as in a certificate. */
  readonly serialNumber: string;
  readonly revokedAt: Date;
  /** RFC 5280 §5.3.1; absent: no reason given. */
  readonly reason?: number;
};

export type CrlRequest = {
  readonly issuer: Holder;
  readonly revoked: readonly RevokedSerial[];
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly number: number;
  /** Makes a delta to the full list of this number. */
  readonly baseNumber?: number;
  /** For negative tests: more extensions, already encoded. */
  readonly extensions?: readonly Uint8Array[];
};

export function makeCrl(request: CrlRequest): Uint8Array {
  const { issuer, revoked, thisUpdate, nextUpdate, number, baseNumber } = request;
  const algorithm = signatureIdentifier(algorithmOf(issuer.key));
  const entries = revoked.map(({ serialNumber, revokedAt, reason }) => {
    const extensions =
      reason === undefined
        ? []
        : [der.sequence(extension(extensionOid.crlReason, der.enumerated(reason)))];
    return der.sequence(serial(serialNumber), der.time(revokedAt), ...extensions);
  });
  const delta =
    baseNumber === undefined
      ? []
      : [extension(extensionOid.deltaCrl, der.integer(baseNumber), true)];
  const numbered = [extension(extensionOid.crlNumber, der.integer(number))];
  const toBeSigned = der.sequence(
    der.integer(1),
    algorithm,
    issuerOf(issuer.certificate).subject,
    der.time(thisUpdate),
    der.time(nextUpdate),
    ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    der.context(0, der.sequence(...numbered, ...delta, ...(request.extensions ?? []))),
  );
  return signed(toBeSigned, algorithm, issuer.key);
}

function serial(serialNumber: string): Uint8Array {
  return der.encoded(tags.integer, Buffer.from(serialNumber, "hex"));
}

export type OcspVerdict =
  | { readonly kind: "good" }
  | { readonly kind: "unknown" }
  | { readonly kind: "revoked"; readonly revokedAt: Date };

export type OcspAnswerRequest = {
  /** The CertID of the request, encoded (see `certId` and `parseOcspRequest`). */
  readonly certId: Uint8Array;
  readonly verdict: OcspVerdict;
  readonly responder: Holder;
  readonly producedAt: Date;
  readonly thisUpdate: Date;
  readonly nextUpdate?: Date;
  readonly nonce: Uint8Array | null;
  /** Says that numbers never issued are answered with «revoked», as NCA RK's responder does. */
  readonly extendedRevoke?: boolean;
  /** For negative tests: leaves the responder's certificate out. */
  readonly withoutCertificate?: boolean;
};

export function makeOcspResponse(request: OcspAnswerRequest): Uint8Array {
  const { responder, thisUpdate, nextUpdate, producedAt, nonce } = request;
  const next = nextUpdate === undefined ? [] : [der.context(0, der.generalizedTime(nextUpdate))];
  const answer = der.sequence(
    request.certId,
    status(request.verdict),
    der.generalizedTime(thisUpdate),
    ...next,
  );
  const extensions = [
    ...(nonce === null ? [] : [extension(extensionOid.ocspNonce, der.octetString(nonce))]),
    ...(request.extendedRevoke === true
      ? [extension(extensionOid.ocspExtendedRevoke, der.nothing())]
      : []),
  ];
  const data = der.sequence(
    der.context(1, issuerOf(responder.certificate).subject),
    der.generalizedTime(producedAt),
    der.sequence(answer),
    ...(extensions.length === 0 ? [] : [der.context(1, der.sequence(...extensions))]),
  );
  const certificates =
    request.withoutCertificate === true
      ? []
      : [der.context(0, der.sequence(responder.certificate))];
  const basic = der.sequence(
    data,
    signatureIdentifier(algorithmOf(responder.key)),
    der.bitString(signBytes(responder.key, data)),
    ...certificates,
  );
  const typed = der.sequence(der.oid(extensionOid.ocspBasic), der.octetString(basic));
  return der.sequence(der.enumerated(0), der.context(0, typed));
}

/** An answer without a verdict, e.g. 6 for «unauthorized» (RFC 6960 §4.2.1). */
export function makeOcspFailure(code: number): Uint8Array {
  return der.sequence(der.enumerated(code));
}

function status(verdict: OcspVerdict): Uint8Array {
  if (verdict.kind === "good") return der.encoded(contextTag(0, "primitive"));
  if (verdict.kind === "unknown") return der.encoded(contextTag(2, "primitive"));
  return der.context(1, der.generalizedTime(verdict.revokedAt));
}

export type OcspQuestion = {
  readonly certId: Uint8Array;
  /** Hex. */
  readonly serialNumber: string;
  readonly issuerNameHash: string;
  readonly nonce: Uint8Array | null;
};

/** What an OCSP request of one certificate asks; null when it is not such a request. */
export function parseOcspRequest(bytes: Uint8Array): OcspQuestion | null {
  return reading(() => {
    const outer = cursor(onlyElement(bytes, tags.sequence).content);
    const walk = cursor(outer.next(tags.sequence).content);
    const list = walk.next(tags.sequence);
    const extensions = walk.optional(contextTag(2));
    const certificate = cursor(onlyElement(list.content, tags.sequence).content).next(
      tags.sequence,
    );
    const id = cursor(certificate.content);
    id.next(tags.sequence);
    const issuerNameHash = hex(id.next(tags.octetString).content);
    id.next(tags.octetString);
    const serialNumber = hex(integerBytes(id.next()));
    return {
      certId: certificate.bytes,
      serialNumber,
      issuerNameHash,
      nonce: nonceIn(extensions?.content),
    };
  });
}

function nonceIn(extensions: Uint8Array | undefined): Uint8Array | null {
  if (extensions === undefined) return null;
  for (const each of elements(onlyElement(extensions, tags.sequence).content, tags.sequence)) {
    const walk = cursor(each.content);
    if (oid(walk.next()) !== extensionOid.ocspNonce) continue;
    walk.optional(tags.boolean);
    return onlyElement(walk.next(tags.octetString).content, tags.octetString).content;
  }
  return null;
}

/** SHA-256 of an authority's subject, hex: how a request names the issuer. */
export function nameHash(authority: Uint8Array): string {
  return createHash("sha256").update(issuerOf(authority).subject).digest("hex");
}
