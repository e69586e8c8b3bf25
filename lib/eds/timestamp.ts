import {
  boolean,
  contextTag,
  cursor,
  integerBytes,
  Malformed,
  oid,
  onlyElement,
  reading,
  sameBytes,
  smallInteger,
  tags,
} from "./asn1.ts";
import { createHash } from "node:crypto";
import { inDate } from "./certificate.ts";
import { parseTimestampToken } from "./cms.ts";
import { algorithmOid, usageOid } from "./oids.ts";
import { digestFor, parseAlgorithm, verifySignature } from "./signature-algorithm.ts";
import { streebog512 } from "./streebog.ts";
import { chainOf } from "./trust-store.ts";
import type { TrustStore } from "./trust-store.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/*
 * A timestamp (RFC 3161) that a signing program put beside the signature. It is an unsigned attribute, so anybody could
 * replace it: it is verified whole, or the message is refused.
 */

type TimestampInfo = {
  readonly hash: string;
  readonly imprint: Uint8Array;
  readonly instant: Date;
};

/** The instant that a trusted authority gave to `signature`. */
export function checkTimestamp(
  token: Uint8Array,
  signature: Uint8Array,
  trust: TrustStore,
): Result<Date, "bad-timestamp"> {
  const message = parseTimestampToken(token);
  if (message === null || message.content === null || message.timestamp !== null) {
    return fail("bad-timestamp");
  }
  const { certificate, content } = message;
  const info = reading(() => parseInfo(content));
  if (info === null) return fail("bad-timestamp");
  const expected = imprintOf(info.hash, signature);
  const sound =
    expected !== null &&
    sameBytes(expected, info.imprint) &&
    message.otherCertificates.every((der) =>
      trust.authorities.some((each) => sameBytes(each.der, der)),
    ) &&
    sameBytes(digestFor(message.algorithm, content), message.messageDigest) &&
    certificate.extendedKeyUsage.includes(usageOid.timeStamping) &&
    certificate.unknownCritical.length === 0 &&
    inDate(certificate, info.instant) &&
    verifySignature(
      message.algorithm,
      certificate.publicKey,
      message.signedAttributes,
      message.signature,
    ) &&
    chainOf(certificate, trust, info.instant).ok;
  return sound ? ok(info.instant) : fail("bad-timestamp");
}

/** SHA-1 imprints, which old tokens of NCA RK have, no longer prove anything. */
function imprintOf(hash: string, signature: Uint8Array): Uint8Array | null {
  if (hash === algorithmOid.sha256) return createHash("sha256").update(signature).digest();
  return hash === algorithmOid.streebog512 ? streebog512(signature) : null;
}

/** TSTInfo of RFC 3161 §2.4.2. */
function parseInfo(content: Uint8Array): TimestampInfo {
  const walk = cursor(onlyElement(content, tags.sequence).content);
  if (smallInteger(walk.next()) !== 1) throw new Malformed("version");
  oid(walk.next());
  const imprint = cursor(walk.next(tags.sequence).content);
  const algorithm = parseAlgorithm(imprint.next());
  const value = imprint.next(tags.octetString).content;
  imprint.end();
  integerBytes(walk.next());
  const instant = generalInstant(walk.next(tags.generalizedTime).content);
  walk.optional(tags.sequence); // accuracy
  const ordering = walk.optional(tags.boolean);
  if (ordering !== null) boolean(ordering);
  walk.optional(tags.integer); // nonce
  walk.optional(contextTag(0)); // the authority's name
  walk.optional(contextTag(1)); // extensions
  walk.end();
  return { hash: algorithm.oid, imprint: value, instant };
}

/** GeneralizedTime in UTC, here with fractions of a second (RFC 3161 §2.4.2). */
function generalInstant(content: Uint8Array): Date {
  const text = Buffer.from(content).toString("latin1");
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text);
  if (match === null) throw new Malformed("time");
  const [, year, month, day, hour, minute, second, fraction = ""] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`;
  const instant = new Date(iso);
  if (Number.isNaN(instant.getTime())) throw new Malformed("time");
  return instant;
}
