import { tags } from "../asn1.ts";
import * as der from "../der.ts";
import { algorithmOid, cmsOid } from "../oids.ts";
import { digestFor } from "../signature-algorithm.ts";
import { makeCms } from "./cms-maker.ts";
import type { Holder } from "./cms-maker.ts";
import { algorithmOf } from "./keys.ts";

export type TimestampRequest = {
  /** What is stamped: the value of a signature. */
  readonly signature: Uint8Array;
  readonly authority: Holder;
  readonly at: Date;
  /** For negative tests: says that it hashed with SHA-1. */
  readonly oldHash?: boolean;
};

/** A timestamp token (RFC 3161 §2.4.2) as NCA RK's service makes it. */
export function makeTimestamp({ signature, authority, at, oldHash }: TimestampRequest): Uint8Array {
  const algorithm = algorithmOf(authority.key);
  const own = algorithm === "gost-2015-512" ? algorithmOid.streebog512 : algorithmOid.sha256;
  const hash = oldHash === true ? algorithmOid.sha1 : own;
  const imprint = der.sequence(
    der.sequence(der.oid(hash), der.nothing()),
    der.octetString(digestFor(algorithm, signature)),
  );
  const info = der.sequence(
    der.integer(1),
    der.oid("1.2.398.3.3.2.6.4"),
    imprint,
    der.encoded(tags.integer, Uint8Array.of(0x2a)),
    der.generalizedTime(at),
  );
  return makeCms({
    content: info,
    signer: authority,
    attached: true,
    contentType: cmsOid.timeStampInfo,
    signingTime: at,
  });
}
