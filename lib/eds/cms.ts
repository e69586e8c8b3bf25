import {
  contextTag,
  cursor,
  elements,
  expect,
  hex,
  integerBytes,
  Malformed,
  oid,
  onlyElement,
  reading,
  sameBytes,
  smallInteger,
  tags,
  time,
} from "./asn1.ts";
import type { Cursor, Element } from "./asn1.ts";
import { toDer } from "./ber.ts";
import { parseCertificate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import type { EdsCode } from "./codes.ts";
import { binaryOf } from "./encoding.ts";
import { cmsOid } from "./oids.ts";
import { parseAlgorithm, signerAlgorithm } from "./signature-algorithm.ts";
import type { SignatureAlgorithm } from "./signature-algorithm.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/**
 * A CMS SignedData (RFC 5652) of the one shape that we accept: a single signer, named by issuer and serial number, with
 * signed attributes and its certificate inside. Nothing is verified yet; everything that is not verified later has to be
 * exactly what it must be here, so that no bit of a message can change unnoticed.
 */
export type SignedMessage = {
  /** The message as DER. */
  readonly der: Uint8Array;
  /** The content when it is inside (attached), null when it is outside (detached). */
  readonly content: Uint8Array | null;
  readonly certificate: Certificate;
  /** Other certificates in the message. They are not used; the verifier refuses those it does not trust anyhow. */
  readonly otherCertificates: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  /** The signed attributes as the SET OF that the signature covers (RFC 5652 §5.4). */
  readonly signedAttributes: Uint8Array;
  readonly messageDigest: Uint8Array;
  /** What the signer's clock said: a claim, not a proof. */
  readonly signingTime: Date | null;
  /** SigningCertificateV2 (RFC 5035), the bytes of its value, when there is one. */
  readonly signingCertificate: Uint8Array | null;
  readonly signature: Uint8Array;
  /** A timestamp token (RFC 3161) over the signature, when there is one. */
  readonly timestamp: Uint8Array | null;
};

class Refused extends Error {
  readonly code: EdsCode;
  constructor(code: EdsCode) {
    super(code);
    this.code = code;
  }
}

const maxDepth = 24;

/** What a signed message carries. RFC 5652 §5.1 gives version 1 to plain data and 3 to any other content. */
type Shape = { readonly contentType: string; readonly version: number };

const documentShape: Shape = { contentType: cmsOid.data, version: 1 };
const timestampShape: Shape = { contentType: cmsOid.timeStampInfo, version: 3 };

/** Reads a timestamp token (RFC 3161 §2.4.2) from DER: a signed message about an instant; null when it is not one. */
export function parseTimestampToken(der: Uint8Array): SignedMessage | null {
  try {
    return signedMessage(toDer(der, { maxDepth }), timestampShape);
  } catch (error) {
    if (error instanceof Refused || error instanceof Malformed) return null;
    throw error;
  }
}

/** Reads a CMS from DER, BER, base64 or PEM of at most `maxBytes` bytes. */
export function parseCms(input: Uint8Array, maxBytes: number): Result<SignedMessage, EdsCode> {
  if (input.length > maxBytes) return fail("too-large");
  const binary = binaryOf(input);
  if (binary === null) return fail("malformed");
  try {
    return ok(signedMessage(toDer(binary, { maxDepth }), documentShape));
  } catch (error) {
    if (error instanceof Refused) return fail(error.code);
    if (error instanceof Malformed) {
      return fail(error.message === "trailing data" ? "trailing-data" : "malformed");
    }
    throw error;
  }
}

function signedMessage(der: Uint8Array, shape: Shape): SignedMessage {
  const outer = cursor(onlyElement(der, tags.sequence).content);
  if (oid(outer.next(tags.oid)) !== cmsOid.signedData) throw new Refused("not-signed-data");
  const wrapper = outer.next(contextTag(0));
  outer.end();

  const walk = cursor(onlyElement(wrapper.content, tags.sequence).content);
  const version = smallInteger(walk.next());
  const digests = elements(walk.next(tags.set).content).map(parseAlgorithm);
  const encapsulated = cursor(walk.next(tags.sequence).content);
  if (oid(encapsulated.next()) !== shape.contentType) throw new Refused("wrong-content-type");
  if (version !== shape.version) throw new Refused("unexpected-data");
  const inside = encapsulated.optional(contextTag(0));
  encapsulated.end();
  const certificates = walk.optional(contextTag(0));
  // Revocation lists inside the message prove nothing: the signer picks them.
  if (walk.optional(contextTag(1)) !== null) throw new Refused("unexpected-data");
  const signers = elements(walk.next(tags.set).content, tags.sequence);
  walk.end();

  const [signer] = signers;
  if (signer === undefined) throw new Refused("no-signer");
  if (signers.length > 1) throw new Refused("two-signers");
  if (certificates === null) throw new Refused("no-certificate");
  const parsed = parseSigner(cursor(signer.content), elements(certificates.content), shape);

  const [digest] = digests;
  if (digests.length !== 1 || digest?.oid !== parsed.digestOid || !digest.plain) {
    throw new Refused("algorithm-not-allowed");
  }
  const { digestOid: _, ...rest } = parsed;
  return {
    der,
    content: inside === null ? null : onlyElement(inside.content, tags.octetString).content,
    ...rest,
  };
}

function parseSigner(walk: Cursor, certificates: readonly Element[], shape: Shape) {
  const version = smallInteger(walk.next());
  const id = walk.next();
  if (id.tag !== tags.sequence || version !== 1) throw new Refused("unsupported-signer-id");
  const digest = parseAlgorithm(walk.next());
  const attributes = walk.optional(contextTag(0));
  const signatureAlgorithm = parseAlgorithm(walk.next());
  const signature = walk.next(tags.octetString).content;
  const unsigned = walk.optional(contextTag(1));
  walk.end();

  const algorithm = signerAlgorithm(digest, signatureAlgorithm);
  if (algorithm === null) throw new Refused("algorithm-not-allowed");
  if (attributes === null) throw new Refused("no-signed-attributes");
  return {
    digestOid: digest.oid,
    algorithm,
    signature,
    ...findCertificate(id, certificates),
    ...readSignedAttributes(attributes, shape),
    timestamp: readTimestamp(unsigned),
  };
}

/** The certificate that the signer names, which must be there once. */
function findCertificate(id: Element, certificates: readonly Element[]) {
  const name = cursor(id.content);
  const issuer = name.next(tags.sequence);
  const serialNumber = hex(integerBytes(name.next()));
  name.end();
  const parsed = certificates.map((element) => ({
    element,
    certificate: parseCertificate(element.bytes),
  }));
  const matching = parsed.flatMap(({ certificate }) =>
    certificate !== null &&
    certificate.serialNumber === serialNumber &&
    sameBytes(certificate.issuer.der, issuer.bytes)
      ? [certificate]
      : [],
  );
  const [certificate] = matching;
  if (certificate === undefined) throw new Refused("no-certificate");
  if (matching.length > 1) throw new Refused("extra-certificate");
  const others = parsed.filter((each) => each.certificate !== certificate);
  return { certificate, otherCertificates: others.map(({ element }) => element.bytes) };
}

/** Attribute type → its single value. An attribute twice, or with more than one value, is not ours to interpret. */
function readAttributes(content: Uint8Array): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  for (const attribute of elements(content, tags.sequence)) {
    const walk = cursor(attribute.content);
    const type = oid(walk.next());
    const [value, ...more] = elements(walk.next(tags.set).content);
    walk.end();
    if (value === undefined || more.length > 0 || found.has(type))
      throw new Refused("wrong-attributes");
    found.set(type, value);
  }
  return found;
}

function readSignedAttributes(attributes: Element, shape: Shape) {
  const found = readAttributes(attributes.content);
  const contentType = found.get(cmsOid.contentType);
  const messageDigest = found.get(cmsOid.messageDigest);
  if (contentType === undefined || messageDigest === undefined)
    throw new Refused("wrong-attributes");
  if (oid(contentType) !== shape.contentType) throw new Refused("wrong-content-type");
  const signingTime = found.get(cmsOid.signingTime);
  // The signature is over the attributes under the tag of SET OF, not under the [0] that they travel with.
  const signedAttributes = Uint8Array.from(attributes.bytes);
  signedAttributes[0] = tags.set;
  return {
    signedAttributes,
    messageDigest: expect(messageDigest, tags.octetString).content,
    signingTime: signingTime === undefined ? null : time(signingTime),
    signingCertificate: found.get(cmsOid.signingCertificateV2)?.bytes ?? null,
  };
}

/** Unsigned attributes can be changed by anybody, so only a timestamp is let in: it carries its own signature. */
function readTimestamp(unsigned: Element | null): Uint8Array | null {
  if (unsigned === null) return null;
  const found = readAttributes(unsigned.content);
  const token = found.get(cmsOid.timeStampToken);
  if (token === undefined || found.size !== 1) throw new Refused("unexpected-data");
  return token.bytes;
}

/** Whether SigningCertificateV2 names this certificate by its hash (RFC 5035 §4; SHA-256 when none is named). */
export function namesCertificate(
  attribute: Uint8Array,
  certificate: Certificate,
  hash: (algorithm: string | null, data: Uint8Array) => Uint8Array | null,
): boolean {
  const named = reading(() => {
    const walk = cursor(onlyElement(attribute, tags.sequence).content);
    const first = cursor(cursor(walk.next(tags.sequence).content).next(tags.sequence).content);
    const algorithm = first.optional(tags.sequence);
    const value = first.next(tags.octetString).content;
    return { algorithm: algorithm === null ? null : parseAlgorithm(algorithm).oid, value };
  });
  if (named === null) return false;
  const expected = hash(named.algorithm, certificate.der);
  return expected !== null && sameBytes(expected, named.value);
}
