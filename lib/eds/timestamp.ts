import { createHash } from "node:crypto";
import {
  boolean,
  contextTag,
  cursor,
  hex,
  integerBytes,
  Malformed,
  oid,
  onlyElement,
  reading,
  sameBytes,
  smallInteger,
  tags,
} from "./asn1.ts";
import { inDate } from "./certificate.ts";
import type { Certificate } from "./certificate.ts";
import { parseTimestampToken } from "./cms.ts";
import type { SignedMessage } from "./cms.ts";
import { checkSignature } from "./message-checks.ts";
import { algorithmOid, timestampPolicy, usageOid } from "./oids.ts";
import { digestFor, parseAlgorithm } from "./signature-algorithm.ts";
import { streebog512 } from "./streebog.ts";
import { chainOf } from "./trust-store.ts";
import type { TrustStore } from "./trust-store.ts";
import { fail, ok } from "#lib/platform/result.ts";
import type { Result } from "#lib/platform/result.ts";

/*
 * A timestamp (RFC 3161): what a trusted authority says about when a signature was there. It stands outside of what was
 * signed, so anybody could replace it: it is verified whole, or not believed.
 */

/** What a sound token says. Plain data. */
export type Timestamp = {
  /** The authority's clock, UTC. */
  readonly instant: Date;
  readonly policy: string;
  /** Hex. */
  readonly serialNumber: string;
  readonly authority: Certificate;
  /** The authorities above it, its issuer first. */
  readonly chain: readonly Certificate[];
};

type TimestampInfo = {
  readonly policy: string;
  readonly hash: string;
  readonly imprint: Uint8Array;
  readonly serialNumber: string;
  readonly instant: Date;
  readonly nonce: Uint8Array | null;
};

/**
 * The timestamp that a trusted authority gave to `signature`.
 *
 * @param nonce what our own request carried; absent for a token that came with a message
 * @returns the failure's detail is a word for operators
 */
export function checkTimestamp(
  token: Uint8Array,
  signature: Uint8Array,
  trust: TrustStore,
  nonce?: Uint8Array,
): Result<Timestamp, "bad-timestamp", string> {
  const message = parseTimestampToken(token);
  if (message === null || message.content === null || message.timestamp !== null) {
    return fail("bad-timestamp", "malformed");
  }
  const { certificate, content } = message;
  const info = reading(() => parseInfo(content));
  if (info === null) return fail("bad-timestamp", "malformed");
  const expected = imprintOf(info.hash, signature);
  if (expected === null) return fail("bad-timestamp", "hash");
  if (!sameBytes(expected, info.imprint)) return fail("bad-timestamp", "imprint");
  if (nonce !== undefined && (info.nonce === null || !sameBytes(info.nonce, nonce))) {
    return fail("bad-timestamp", "nonce");
  }
  if (!policies.has(info.policy)) return fail("bad-timestamp", "policy");
  const flaw = flawOf(message, content, trust);
  if (flaw !== null) return fail("bad-timestamp", flaw);
  if (!inDate(certificate, info.instant)) return fail("bad-timestamp", "not-in-date");
  const chain = chainOf(certificate, trust, info.instant);
  if (!chain.ok) return fail("bad-timestamp", chain.code);
  const { instant, policy, serialNumber } = info;
  return ok({ instant, policy, serialNumber, authority: certificate, chain: chain.value });
}

const policies: ReadonlySet<string> = new Set(Object.values(timestampPolicy));

/** What is wrong with the token as a signed message, and with whose it is. */
function flawOf(message: SignedMessage, content: Uint8Array, trust: TrustStore): string | null {
  const { certificate } = message;
  const foreign = message.otherCertificates.some(
    (der) => !trust.authorities.some((each) => sameBytes(each.der, der)),
  );
  if (foreign) return "extra-certificate";
  if (!sameBytes(digestFor(message.algorithm, content), message.messageDigest)) return "digest";
  // RFC 3161 §2.3: a key for this and nothing else, and the certificate must insist on it.
  const [usage, ...others] = certificate.extendedKeyUsage;
  const only = usage === usageOid.timeStamping && others.length === 0;
  if (!only || !certificate.extendedKeyUsageCritical) return "purpose";
  if (certificate.unknownCritical.length > 0 || certificate.isCa) return "purpose";
  return checkSignature(message).ok ? null : "signature";
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
  const policy = oid(walk.next());
  const imprint = cursor(walk.next(tags.sequence).content);
  const algorithm = parseAlgorithm(imprint.next());
  const value = imprint.next(tags.octetString).content;
  imprint.end();
  const serialNumber = hex(integerBytes(walk.next()));
  const instant = generalInstant(walk.next(tags.generalizedTime).content);
  walk.optional(tags.sequence); // accuracy
  const ordering = walk.optional(tags.boolean);
  if (ordering !== null) boolean(ordering);
  const nonce = walk.optional(tags.integer);
  walk.optional(contextTag(0)); // the authority's name
  walk.optional(contextTag(1)); // extensions
  walk.end();
  return {
    policy,
    hash: algorithm.oid,
    imprint: value,
    serialNumber,
    instant,
    nonce: nonce === null ? null : integerBytes(nonce),
  };
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
