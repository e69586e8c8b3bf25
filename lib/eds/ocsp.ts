import { createHash } from "node:crypto";
import {
  contextTag,
  cursor,
  elements,
  hex,
  integerBytes,
  Malformed,
  oid,
  onlyElement,
  reading,
  sameBytes,
  tags,
  time,
  wholeBits,
} from "./asn1.ts";
import type { Element } from "./asn1.ts";
import { inDate, isSignedBy, parseCertificate, parseExtensions } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import * as der from "./der.ts";
import { algorithmOid, extensionOid, usageOid } from "./oids.ts";
import { certificateAlgorithm, parseAlgorithm, verifySignature } from "./signature-algorithm.ts";
import type { SignatureAlgorithm } from "./signature-algorithm.ts";
import { streebog512 } from "./streebog.ts";

/* OCSP (RFC 6960): the request and the reading of the response. Transport is plain http, so the signature is all. */

const nonceBytes = 16;

/** A request about one certificate, with a SHA-256 CertID; `nonce` is 16 random bytes. */
export function ocspRequest(
  certificate: Certificate,
  issuer: Certificate,
  nonce: Uint8Array,
): Uint8Array {
  if (nonce.length !== nonceBytes) throw new RangeError("An OCSP nonce is 16 bytes here.");
  const id = certId(certificate.serialNumber, issuer);
  const extension = der.sequence(
    der.oid(extensionOid.ocspNonce),
    der.octetString(der.octetString(nonce)),
  );
  return der.sequence(
    der.sequence(der.sequence(der.sequence(id)), der.context(2, der.sequence(extension))),
  );
}

/** CertID with SHA-256; `serialNumber` as in `Certificate`. */
export function certId(serialNumber: string, issuer: Certificate): Uint8Array {
  return der.sequence(
    der.sequence(der.oid(algorithmOid.sha256), der.nothing()),
    der.octetString(sha("sha256", issuer.subject.der)),
    der.octetString(sha("sha256", issuer.publicKeyBits)),
    der.encoded(tags.integer, Buffer.from(serialNumber, "hex")),
  );
}

function sha(name: "sha1" | "sha256", data: Uint8Array): Uint8Array {
  return createHash(name).update(data).digest();
}

export type OcspStatus =
  | { readonly kind: "good" }
  | { readonly kind: "unknown" }
  | { readonly kind: "revoked"; readonly revokedAt: Date };

export type OcspAnswer = {
  readonly hash: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: string;
  readonly status: OcspStatus;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
};

export type OcspResponse = {
  readonly der: Uint8Array;
  readonly signedPart: Uint8Array;
  readonly algorithm: SignatureAlgorithm | null;
  readonly signature: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly producedAt: Date;
  readonly nonce: Uint8Array | null;
  /** The responder answers «revoked» for what was never issued (RFC 6960 §4.4.8), as NCA RK's does. */
  readonly extendedRevoke: boolean;
  readonly answers: readonly OcspAnswer[];
};

/** A successful basic response; null for anything else, an error status of the responder included. */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse | null {
  return reading(() => {
    const outer = cursor(onlyElement(bytes, tags.sequence).content);
    if (outer.next(tags.enumerated).content[0] !== 0) throw new Malformed("not successful");
    const typed = cursor(onlyElement(outer.next(contextTag(0)).content, tags.sequence).content);
    outer.end();
    if (oid(typed.next()) !== extensionOid.ocspBasic) throw new Malformed("not basic");
    const basic = cursor(onlyElement(typed.next(tags.octetString).content, tags.sequence).content);
    typed.end();

    const signedPart = basic.next(tags.sequence);
    const algorithm = certificateAlgorithm(parseAlgorithm(basic.next()));
    const signature = wholeBits(basic.next());
    const certificates = basic.optional(contextTag(0));
    basic.end();

    const walk = cursor(signedPart.content);
    walk.optional(contextTag(0));
    const responder = walk.next();
    if (responder.tag !== contextTag(1) && responder.tag !== contextTag(2))
      throw new Malformed("responder");
    const producedAt = time(walk.next(tags.generalizedTime));
    const answers = elements(walk.next(tags.sequence).content, tags.sequence).map(parseAnswer);
    const extensions = parseExtensions(walk.optional(contextTag(1)));
    walk.end();
    const nonce = extensions.find((each) => each.oid === extensionOid.ocspNonce);
    return {
      der: bytes,
      signedPart: signedPart.bytes,
      algorithm,
      signature,
      certificates: certificatesIn(certificates),
      producedAt,
      nonce: nonce === undefined ? null : onlyElement(nonce.value, tags.octetString).content,
      extendedRevoke: extensions.some((each) => each.oid === extensionOid.ocspExtendedRevoke),
      answers,
    };
  });
}

/** A responder sends its own certificate, perhaps with those above it. More would only cost us time. */
const maxCertificates = 4;

function certificatesIn(wrapper: Element | null): Certificate[] {
  if (wrapper === null) return [];
  const list = elements(onlyElement(wrapper.content, tags.sequence).content, tags.sequence);
  return list.slice(0, maxCertificates).flatMap((element) => parseCertificate(element.bytes) ?? []);
}

function parseAnswer(element: Element): OcspAnswer {
  const walk = cursor(element.content);
  const id = cursor(walk.next(tags.sequence).content);
  const hash = parseAlgorithm(id.next()).oid;
  const issuerNameHash = id.next(tags.octetString).content;
  const issuerKeyHash = id.next(tags.octetString).content;
  const serialNumber = hex(integerBytes(id.next()));
  id.end();
  const status = parseStatus(walk.next());
  const thisUpdate = time(walk.next(tags.generalizedTime));
  const next = walk.optional(contextTag(0));
  parseExtensions(walk.optional(contextTag(1)));
  walk.end();
  return {
    hash,
    issuerNameHash,
    issuerKeyHash,
    serialNumber,
    status,
    thisUpdate,
    nextUpdate: next === null ? null : time(onlyElement(next.content, tags.generalizedTime)),
  };
}

function parseStatus(element: Element): OcspStatus {
  if (element.tag === contextTag(0, "primitive")) return { kind: "good" };
  if (element.tag === contextTag(2, "primitive")) return { kind: "unknown" };
  if (element.tag !== contextTag(1)) throw new Malformed("status");
  return { kind: "revoked", revokedAt: time(cursor(element.content).next(tags.generalizedTime)) };
}

/** The one answer about this certificate; null when there is none, or more than one. */
export function answerFor(
  response: OcspResponse,
  certificate: Certificate,
  issuer: Certificate,
): OcspAnswer | null {
  const matching = response.answers.filter((answer) => {
    const hash = issuerHash(answer.hash);
    return (
      hash !== null &&
      answer.serialNumber === certificate.serialNumber &&
      sameBytes(answer.issuerNameHash, hash(issuer.subject.der)) &&
      sameBytes(answer.issuerKeyHash, hash(issuer.publicKeyBits))
    );
  });
  const [answer] = matching;
  return answer === undefined || matching.length > 1 ? null : answer;
}

function issuerHash(algorithm: string): ((data: Uint8Array) => Uint8Array) | null {
  if (algorithm === algorithmOid.sha256) return (data) => sha("sha256", data);
  // Here the hash only names the issuer, whose key we know already: SHA-1 does no harm.
  if (algorithm === algorithmOid.sha1) return (data) => sha("sha1", data);
  return algorithm === algorithmOid.streebog512 ? streebog512 : null;
}

/**
 * Whether the response is by someone entitled to speak for this issuer (RFC 6960 §4.2.2.2): the issuer itself, or a
 * responder that the same issuer certified for OCSP and whose certificate was in date when it answered.
 */
export function isAuthorisedResponse(response: OcspResponse, issuer: Certificate): boolean {
  const { algorithm, signedPart, signature, producedAt } = response;
  if (algorithm === null) return false;
  const signedWith = (certificate: Certificate) =>
    verifySignature(algorithm, certificate.publicKey, signedPart, signature);
  return (
    response.certificates.some(
      (responder) =>
        responder.extendedKeyUsage.includes(usageOid.ocspSigning) &&
        responder.unknownCritical.length === 0 &&
        inDate(responder, producedAt) &&
        signedWith(responder) &&
        isSignedBy(responder, issuer),
    ) || signedWith(issuer)
  );
}
