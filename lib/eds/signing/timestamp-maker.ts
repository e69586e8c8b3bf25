import { cursor, integerBytes, oid, onlyElement, reading, smallInteger, tags } from "../asn1.ts";
import * as der from "../der.ts";
import { algorithmOid, cmsOid, timestampPolicy } from "../oids.ts";
import { digestFor, parseAlgorithm } from "../signature-algorithm.ts";
import { makeCms } from "./cms-maker.ts";
import type { Holder } from "./cms-maker.ts";
import { algorithmOf } from "./keys.ts";
import type { KeyKind } from "./keys.ts";

/* Timestamps of tests and of the demo's authority. */

export type TimestampOrder = {
  readonly authority: Holder;
  readonly at: Date;
  readonly nonce?: Uint8Array | null;
  readonly policy?: string;
  /** For negative tests: says that it hashed with SHA-1. */
  readonly oldHash?: boolean;
} & (
  | /** What is stamped: the value of a signature. */ { readonly signature: Uint8Array }
  | /** Or only its digest, as a service gets it. */ { readonly imprint: Uint8Array }
);

/** A timestamp token (RFC 3161 §2.4.2) as NCA RK's service makes it. */
export function makeTimestamp(order: TimestampOrder): Uint8Array {
  const { authority, at, oldHash, nonce = null } = order;
  const algorithm = algorithmOf(authority.key);
  const own = algorithm === "gost-2015-512" ? algorithmOid.streebog512 : algorithmOid.sha256;
  const hash = oldHash === true ? algorithmOid.sha1 : own;
  const digest = "imprint" in order ? order.imprint : digestFor(algorithm, order.signature);
  const info = der.sequence(
    der.integer(1),
    der.oid(order.policy ?? timestampPolicy[algorithm]),
    der.sequence(der.sequence(der.oid(hash), der.nothing()), der.octetString(digest)),
    der.encoded(tags.integer, Uint8Array.of(0x2a)),
    der.generalizedTime(at),
    ...(nonce === null ? [] : [der.encoded(tags.integer, nonce)]),
  );
  return makeCms({
    content: info,
    signer: authority,
    attached: true,
    contentType: cmsOid.timeStampInfo,
    signingTime: at,
    signingCertificate: true,
  });
}

/** A TimeStampResp that grants nothing (RFC 3161 §2.4.2: rejection). */
export function makeTimestampFailure(): Uint8Array {
  return der.sequence(der.sequence(der.integer(2)));
}

export type TimestampAsked = {
  /** Which key goes with the digest. */
  readonly kind: KeyKind;
  readonly imprint: Uint8Array;
  readonly policy: string;
  readonly nonce: Uint8Array | null;
};

/** What a TimeStampReq asks (RFC 3161 §2.4.1); null when it is not one, or asks for a digest that is not ours. */
export function parseTimestampRequest(bytes: Uint8Array): TimestampAsked | null {
  return reading(() => {
    const walk = cursor(onlyElement(bytes, tags.sequence).content);
    if (smallInteger(walk.next()) !== 1) return null;
    const stamped = cursor(walk.next(tags.sequence).content);
    const hash = parseAlgorithm(stamped.next()).oid;
    const imprint = stamped.next(tags.octetString).content;
    const kind = kindOf(hash);
    if (kind === null) return null;
    const policy = walk.optional(tags.oid);
    const nonce = walk.optional(tags.integer);
    return {
      kind,
      imprint,
      policy:
        policy === null
          ? timestampPolicy[kind === "gost" ? "gost-2015-512" : "rsa-sha256"]
          : oid(policy),
      nonce: nonce === null ? null : integerBytes(nonce),
    };
  });
}

function kindOf(hash: string): KeyKind | null {
  if (hash === algorithmOid.streebog512) return "gost";
  return hash === algorithmOid.sha256 ? "rsa" : null;
}
