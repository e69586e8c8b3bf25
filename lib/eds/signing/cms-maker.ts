import { createHash } from "node:crypto";
import { contextTag, cursor, onlyElement, tags } from "../asn1.ts";
import * as der from "../der.ts";
import { algorithmOid, cmsOid } from "../oids.ts";
import { digestFor } from "../signature-algorithm.ts";
import { algorithmOf, signBytes } from "./keys.ts";
import type { SigningKey } from "./keys.ts";

/** A certificate (DER) and its key. */
export type Holder = { readonly certificate: Uint8Array; readonly key: SigningKey };

/** What may be made wrong, one at a time, to see that the verifier notices. */
export type Flaw =
  | "no-signed-attributes"
  | "no-message-digest"
  | "wrong-message-digest"
  | "wrong-content-type"
  | "wrong-signature"
  | "no-certificate"
  | "no-signer"
  | "sha1-digest"
  | "pss-algorithm"
  | "foreign-parameters"
  | "subject-key-signer"
  | "unsigned-attribute"
  | "revocation-list-inside"
  | "trailing-bytes"
  | "not-signed-data";

export type CmsRequest = {
  readonly content: Uint8Array;
  readonly signer: Holder;
  /** Its digest where only that is known, as NCALayer's `digested` has it; computed when absent. */
  readonly digest?: Uint8Array;
  /** The content inside the message; false makes a detached signature. */
  readonly attached: boolean;
  readonly signingTime?: Date;
  /** CAdES-BES: the certificate's hash among the signed attributes. */
  readonly signingCertificate?: boolean;
  /** A second signer, which the portal refuses. */
  readonly secondSigner?: Holder;
  readonly otherCertificates?: readonly Uint8Array[];
  /** Algorithm identifiers without NULL, as OpenSSL writes them. */
  readonly withoutNull?: boolean;
  /** Makes a timestamp token over the signature. */
  readonly timestamp?: (signature: Uint8Array) => Uint8Array;
  /** Another type of content than data, e.g. a timestamp's. */
  readonly contentType?: string;
  /**
   * Signed attributes in another order than DER's. Signed «as-sent» the signature is over what travels, as OpenSSL
   * verifies; «as-der» over the sorted set, which is not what travels.
   */
  readonly unsorted?: "as-sent" | "as-der";
  readonly flaw?: Flaw;
};

/** A CMS SignedData in DER, as NCALayer makes it. */
export function makeCms(request: CmsRequest): Uint8Array {
  const { content, signer, attached, secondSigner, flaw, contentType = cmsOid.data } = request;
  const signers =
    flaw === "no-signer" ? [] : secondSigner === undefined ? [signer] : [signer, secondSigner];
  const certificates = [
    ...signers.map((each) => each.certificate),
    ...(request.otherCertificates ?? []),
  ];
  const version = contentType === cmsOid.data ? 1 : 3;
  const inside = attached ? [der.context(0, der.octetString(content))] : [];
  const signedData = der.sequence(
    der.integer(version),
    der.setOf(...signers.map((each) => digestIdentifier(each, request))),
    der.sequence(der.oid(contentType), ...inside),
    ...(flaw === "no-certificate" ? [] : [der.context(0, ...certificates)]),
    ...(flaw === "revocation-list-inside" ? [der.context(1, der.sequence())] : []),
    der.setOf(...signers.map((each) => signerInfo(each, request))),
  );
  const type = flaw === "not-signed-data" ? cmsOid.data : cmsOid.signedData;
  const message = der.sequence(der.oid(type), der.context(0, signedData));
  return flaw === "trailing-bytes" ? Buffer.concat([message, Uint8Array.of(0, 0)]) : message;
}

function parameters(request: CmsRequest): Uint8Array[] {
  if (request.flaw === "foreign-parameters") return [der.octetString(new Uint8Array())];
  return request.withoutNull === true ? [] : [der.nothing()];
}

function digestIdentifier({ key }: Holder, request: CmsRequest): Uint8Array {
  const own = key.kind === "gost" ? algorithmOid.streebog512 : algorithmOid.sha256;
  const id = request.flaw === "sha1-digest" ? algorithmOid.sha1 : own;
  return der.sequence(der.oid(id), ...parameters(request));
}

function signatureIdentifier({ key }: Holder, request: CmsRequest): Uint8Array {
  const rsa = request.flaw === "pss-algorithm" ? "1.2.840.113549.1.1.10" : algorithmOid.rsaSha256;
  return der.sequence(
    der.oid(key.kind === "gost" ? algorithmOid.gost512 : rsa),
    ...parameters(request),
  );
}

function signerInfo(signer: Holder, request: CmsRequest): Uint8Array {
  const { flaw, content, timestamp } = request;
  const attributes = signedAttributes(signer, request);
  const bare = flaw === "no-signed-attributes";
  const sorted = der.setOf(...attributes);
  const set =
    request.unsorted === undefined ? sorted : der.encoded(tags.set, ...inWrongOrder(attributes));
  const toSign = bare ? content : request.unsorted === "as-der" ? sorted : set;
  const signature = Uint8Array.from(signBytes(signer.key, toSign));
  if (flaw === "wrong-signature") signature[signature.length - 1] = (signature.at(-1) ?? 0) ^ 1;
  // The attributes travel under [0], and are signed under SET OF (RFC 5652 §5.4).
  const travelling = Uint8Array.from(set);
  travelling[0] = contextTag(0);
  const byKey = flaw === "subject-key-signer";
  return der.sequence(
    der.integer(byKey ? 3 : 1),
    byKey ? der.encoded(contextTag(0, "primitive"), new Uint8Array(20)) : issuerAndSerial(signer),
    digestIdentifier(signer, request),
    ...(bare ? [] : [travelling]),
    signatureIdentifier(signer, request),
    der.octetString(signature),
    ...unsignedAttributes(timestamp?.(signature), flaw),
  );
}

function inWrongOrder(attributes: readonly Uint8Array[]): Uint8Array[] {
  return attributes.toSorted((a, b) => Buffer.compare(b, a));
}

function issuerAndSerial({ certificate }: Holder): Uint8Array {
  const { issuer, serialNumber } = issuerOf(certificate);
  return der.sequence(issuer, serialNumber);
}

/** The encoded issuer, serial number and subject of a certificate. */
export function issuerOf(certificate: Uint8Array) {
  const outer = cursor(onlyElement(certificate, tags.sequence).content);
  const walk = cursor(outer.next(tags.sequence).content);
  walk.next(contextTag(0));
  const serialNumber = walk.next(tags.integer).bytes;
  walk.next(tags.sequence);
  const issuer = walk.next(tags.sequence).bytes;
  walk.next(tags.sequence);
  const subject = walk.next(tags.sequence).bytes;
  return { issuer, serialNumber, subject };
}

function attribute(type: string, value: Uint8Array): Uint8Array {
  return der.sequence(der.oid(type), der.setOf(value));
}

function signedAttributes(signer: Holder, request: CmsRequest): Uint8Array[] {
  const { content, flaw, signingTime, contentType = cmsOid.data } = request;
  const digest = Uint8Array.from(request.digest ?? digestFor(algorithmOf(signer.key), content));
  if (flaw === "wrong-message-digest") digest[0] = (digest[0] ?? 0) ^ 1;
  const type = flaw === "wrong-content-type" ? cmsOid.signedData : contentType;
  const list = [attribute(cmsOid.contentType, der.oid(type))];
  if (flaw !== "no-message-digest")
    list.push(attribute(cmsOid.messageDigest, der.octetString(digest)));
  if (signingTime !== undefined) list.push(attribute(cmsOid.signingTime, der.time(signingTime)));
  if (request.signingCertificate === true) {
    const hash = createHash("sha256").update(signer.certificate).digest();
    const named = der.sequence(der.sequence(der.sequence(der.octetString(hash))));
    list.push(attribute(cmsOid.signingCertificateV2, named));
  }
  return list;
}

function unsignedAttributes(token: Uint8Array | undefined, flaw: Flaw | undefined): Uint8Array[] {
  const list = token === undefined ? [] : [attribute(cmsOid.timeStampToken, token)];
  if (flaw === "unsigned-attribute") list.push(attribute("1.2.3.4", der.utf8("anything")));
  return list.length === 0 ? [] : [der.context(1, ...list)];
}
