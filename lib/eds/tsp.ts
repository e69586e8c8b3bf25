import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { cursor, onlyElement, reading, smallInteger, tags } from "./asn1.ts";
import { fetchBytes } from "./bounded-fetch.ts";
import { parseCms } from "./cms.ts";
import * as der from "./der.ts";
import { algorithmOid, timestampPolicy } from "./oids.ts";
import { unknownRevocation } from "./revocation.ts";
import type { RevocationSource } from "./revocation.ts";
import { digestFor } from "./signature-algorithm.ts";
import type { SignatureAlgorithm } from "./signature-algorithm.ts";
import { checkTimestamp } from "./timestamp.ts";
import type { Timestamp } from "./timestamp.ts";
import type { TrustStore } from "./trust-store.ts";

/*
 * The portal's own questions to a timestamp service (RFC 3161 over http, §3.4). It is the server that asks, not NCALayer:
 * a parent's network need not reach the service, and a silent one holds up nobody.
 */

/**
 * «silent» for every way of not giving a sound token, and for a token by a key that has been revoked or of which that
 * cannot be learned now: the job asks again, so that a token that is kept is one whose authority stood. The detail is
 * for logs.
 */
export type StampAnswer =
  | { readonly status: "stamped"; readonly token: Uint8Array; readonly timestamp: Timestamp }
  | { readonly status: "silent"; readonly detail: string };

export type StampQuestion = {
  readonly url: string;
  /** The message whose signature is stamped, as it came or as DER. */
  readonly cms: Uint8Array;
  readonly trust: TrustStore;
  /** The instant of asking, by the portal's clock. */
  readonly at: Date;
  /** Milliseconds to wait for the token, and again for the word on its authority. */
  readonly timeout?: number;
};

/** How far the authority's clock may be from ours. */
const clockWindow = 10 * 60_000;
const maxBytes = 64 * 1024;
const maxMessage = 1024 * 1024;

/**
 * Asks for a timestamp over the signature of a message, verifies the answer whole, and asks whether the authority's own
 * certificate stands, as about a signer's.
 * @param revocation null where the installation has no source to ask
 */
export async function fetchTimestamp(
  question: StampQuestion,
  revocation: RevocationSource | null,
): Promise<StampAnswer> {
  const { url, trust, at, timeout = 5_000 } = question;
  const message = parseCms(question.cms, maxMessage);
  if (!message.ok) return silent(message.code);
  const { signature, algorithm } = message.value;
  const nonce = newNonce();
  const response = await fetchBytes(url, {
    timeout,
    maxBytes,
    post: {
      type: "application/timestamp-query",
      body: timestampRequest(signature, algorithm, nonce),
    },
  });
  if (response === null) return silent("unreachable");
  const token = tokenIn(response);
  if (token === null) return silent("not-granted");
  const checked = checkTimestamp(token, signature, trust, nonce);
  if (!checked.ok) return silent(checked.detail);
  const away = Math.abs(checked.value.instant.getTime() - at.getTime());
  if (away > clockWindow) return silent("clock");
  const flaw = await authorityFlaw(checked.value, revocation, at, timeout);
  if (flaw !== null) return silent(flaw);
  return { status: "stamped", token, timestamp: checked.value };
}

/** Why the token of this authority is not to be kept now; null when it is. */
async function authorityFlaw(
  { authority, chain }: Timestamp,
  revocation: RevocationSource | null,
  at: Date,
  timeout: number,
): Promise<string | null> {
  const [issuer] = chain;
  if (revocation === null || issuer === undefined) return null;
  const late = pause(timeout, unknownRevocation("late"), { ref: false });
  const answer = await Promise.race([revocation.check(authority, issuer, at), late]);
  return answer.status === "good" ? null : `authority-${answer.status} ${answer.detail}`;
}

const silent = (detail: string): StampAnswer => ({ status: "silent", detail });

/** Sixteen bytes of a positive INTEGER in its shortest form. */
function newNonce(): Uint8Array {
  const nonce = new Uint8Array(randomBytes(16));
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  return nonce;
}

/** TimeStampReq (RFC 3161 §2.4.1), with the policy that goes with the signature's algorithm. */
function timestampRequest(
  signature: Uint8Array,
  algorithm: SignatureAlgorithm,
  nonce: Uint8Array,
): Uint8Array {
  const hash = algorithm === "rsa-sha256" ? algorithmOid.sha256 : algorithmOid.streebog512;
  return der.sequence(
    der.integer(1),
    der.sequence(
      der.sequence(der.oid(hash), der.nothing()),
      der.octetString(digestFor(algorithm, signature)),
    ),
    der.oid(timestampPolicy[algorithm]),
    der.encoded(tags.integer, nonce),
    der.boolean(true), // send the certificate along
  );
}

/** The token of a TimeStampResp (RFC 3161 §2.4.2); null when it was not granted or is none. */
export function tokenIn(response: Uint8Array): Uint8Array | null {
  return reading(() => {
    const walk = cursor(onlyElement(response, tags.sequence).content);
    const status = smallInteger(cursor(walk.next(tags.sequence).content).next());
    const token = walk.optional(tags.sequence);
    walk.end();
    const granted = status === 0 || status === 1;
    return granted && token !== null ? token.bytes : null;
  });
}

/** A token as the answer in which it came, which other programs want to see. */
export function timestampResponse(token: Uint8Array): Uint8Array {
  return der.sequence(der.sequence(der.integer(0)), token);
}
