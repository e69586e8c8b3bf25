import { createHash, createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import {
  cursor,
  elements,
  expect,
  Malformed,
  oid,
  onlyElement,
  sameBytes,
  tags,
  wholeBits,
} from "./asn1.ts";
import type { Element } from "./asn1.ts";
import { isGostPublicKey, verifyGost } from "./gost-curve.ts";
import { algorithmOid } from "./oids.ts";
import { streebog512 } from "./streebog.ts";

/*
 * What may sign: RSA with SHA-256 (PKCS #1 v1.5) and GOST-2015/512 with Streebog-512, the two that NCA RK has issued
 * for documents of today. Everything else (SHA-1, PSS, GOST-2004, ECDSA…) is refused by not being here.
 */

export type SignatureAlgorithm = "rsa-sha256" | "gost-2015-512";

export type PublicKey =
  | { readonly kind: "rsa"; readonly spki: Uint8Array }
  | { readonly kind: "gost"; readonly point: Uint8Array }
  /** Not one of ours: it can be shown, and verifies nothing. */
  | { readonly kind: "other"; readonly oid: string };

export type AlgorithmIdentifier = {
  readonly oid: string;
  /** No parameters or NULL: signing programs write either (RFC 5754 §2). */
  readonly plain: boolean;
};

export function parseAlgorithm(element: Element): AlgorithmIdentifier {
  const walk = cursor(expect(element, tags.sequence).content);
  const algorithm = oid(walk.next());
  if (!walk.more()) return { oid: algorithm, plain: true };
  const parameters = walk.next();
  walk.end();
  const plain = parameters.tag === tags.nothing && parameters.content.length === 0;
  return { oid: algorithm, plain };
}

/**
 * The algorithm of a certificate or CRL from its two copies, of which the outer one is not signed and must say the same
 * (RFC 5280 §4.1.1.2). NCA RK's lists write NULL parameters outside and none inside, which is the same.
 *
 * @throws Malformed when they differ
 */
export function agreedAlgorithm(inner: Element, outer: Element): AlgorithmIdentifier {
  const algorithm = parseAlgorithm(inner);
  const other = parseAlgorithm(outer);
  const same = algorithm.plain && other.plain && algorithm.oid === other.oid;
  if (!same && !sameBytes(inner.bytes, outer.bytes)) throw new Malformed("two algorithms");
  return algorithm;
}

/** The algorithm of a certificate, CRL or OCSP response; null when it is not allowed. */
export function certificateAlgorithm({
  oid: id,
  plain,
}: AlgorithmIdentifier): SignatureAlgorithm | null {
  if (!plain) return null;
  if (id === algorithmOid.rsaSha256) return "rsa-sha256";
  return id === algorithmOid.gost512 ? "gost-2015-512" : null;
}

/** The algorithm of a CMS signer, by the pair of its digest and signature identifiers; null when not allowed. */
export function signerAlgorithm(
  digest: AlgorithmIdentifier,
  signature: AlgorithmIdentifier,
): SignatureAlgorithm | null {
  if (!digest.plain || !signature.plain) return null;
  if (digest.oid === algorithmOid.sha256) {
    const rsa = signature.oid === algorithmOid.rsa || signature.oid === algorithmOid.rsaSha256;
    return rsa ? "rsa-sha256" : null;
  }
  const gost = digest.oid === algorithmOid.streebog512 && signature.oid === algorithmOid.gost512;
  return gost ? "gost-2015-512" : null;
}

/** SubjectPublicKeyInfo. */
export function parsePublicKey(element: Element): PublicKey {
  const walk = cursor(expect(element, tags.sequence).content);
  const algorithm = walk.next(tags.sequence);
  const bits = wholeBits(walk.next());
  walk.end();
  const [identifier, ...parameters] = elements(algorithm.content);
  if (identifier === undefined) throw new Malformed("key algorithm");
  const id = oid(identifier);
  if (id === algorithmOid.rsa) return { kind: "rsa", spki: element.bytes };
  if (id !== algorithmOid.gostKey) return { kind: "other", oid: id };
  const [set] = parameters;
  if (set === undefined || parameters.length !== 1) throw new Malformed("key parameters");
  const [curve, digest, ...rest] = elements(expect(set, tags.sequence).content).map(oid);
  if (curve !== algorithmOid.gostCurveA || digest !== algorithmOid.streebog512 || rest.length > 0) {
    return { kind: "other", oid: id };
  }
  const point = onlyElement(bits, tags.octetString).content;
  if (!isGostPublicKey(point)) throw new Malformed("point");
  return { kind: "gost", point };
}

/** The digest that goes with a signature algorithm. */
export function digestFor(algorithm: SignatureAlgorithm, data: Uint8Array): Uint8Array {
  return algorithm === "rsa-sha256"
    ? createHash("sha256").update(data).digest()
    : streebog512(data);
}

/** The algorithm that a key signs with; null for a key of a foreign kind. */
export function algorithmOfKey(key: PublicKey): SignatureAlgorithm | null {
  if (key.kind === "rsa") return "rsa-sha256";
  return key.kind === "gost" ? "gost-2015-512" : null;
}

/**
 * Whether `signature` over `data` is by `key`. False too when key and algorithm do not belong together.
 *
 * @param recurring the key is an authority's, so that preparing it pays
 */
export function verifySignature(
  algorithm: SignatureAlgorithm,
  key: PublicKey,
  data: Uint8Array,
  signature: Uint8Array,
  recurring = false,
): boolean {
  if (key.kind === "gost" && algorithm === "gost-2015-512") {
    return verifyGost(key.point, streebog512(data), signature, recurring);
  }
  if (key.kind !== "rsa" || algorithm !== "rsa-sha256") return false;
  const publicKey = rsaKey(key.spki);
  return publicKey !== null && verify("sha256", data, publicKey, signature);
}

// 2048 is the least of NCA RK's profile; above 8192 a single verification becomes a lever for wearing the server out.
const rsaBits = { least: 2048, most: 8192 };

function rsaKey(spki: Uint8Array): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits >= rsaBits.least && bits <= rsaBits.most ? key : null;
  } catch {
    return null; // OpenSSL refuses the key: it verifies nothing.
  }
}
