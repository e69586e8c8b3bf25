import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from "node:crypto";
import {
  digestNumber,
  fromLittleEndian,
  gostBytes,
  paramSetA,
  toLittleEndian,
} from "../gost-curve.ts";
import type { GostCurve } from "../gost-curve.ts";
import * as der from "../der.ts";
import { algorithmOid } from "../oids.ts";
import type { SignatureAlgorithm } from "../signature-algorithm.ts";
import { streebog512 } from "../streebog.ts";

/*
 * Keys of tests, of the demo's authority and of the NCALayer emulator. The portal itself never signs with these: nothing
 * here is hardened against timing, and the keys lie in clear.
 */

export type SigningKey =
  /** `secret` is the number d, big-endian hex. */
  | { readonly kind: "gost"; readonly secret: string }
  | { readonly kind: "rsa"; readonly pem: string };

export type KeyKind = SigningKey["kind"];

export function makeKey(kind: KeyKind): SigningKey {
  if (kind === "gost") {
    return { kind, secret: randomScalar(paramSetA.order).toString(16) };
  }
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { kind, pem: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

/** A number from 1 to order − 1; the spare bytes make the bias of the remainder negligible. */
function randomScalar(order: bigint): bigint {
  const wide = BigInt(`0x${randomBytes(gostBytes + 16).toString("hex")}`);
  return (wide % (order - 1n)) + 1n;
}

export function algorithmOf(key: SigningKey): SignatureAlgorithm {
  return key.kind === "gost" ? "gost-2015-512" : "rsa-sha256";
}

/** SubjectPublicKeyInfo in the layout of NCA RK. */
export function publicKeyInfo(key: SigningKey): Uint8Array {
  if (key.kind === "rsa") {
    const spki = createPublicKey(createPrivateKey(key.pem)).export({ type: "spki", format: "der" });
    return new Uint8Array(spki);
  }
  const parameters = der.sequence(
    der.oid(algorithmOid.gostCurveA),
    der.oid(algorithmOid.streebog512),
  );
  return der.sequence(
    der.sequence(der.oid(algorithmOid.gostKey), parameters),
    der.bitString(der.octetString(gostPublicKey(BigInt(`0x${key.secret}`)))),
  );
}

/** The public point of a secret number: x‖y, each little-endian. */
export function gostPublicKey(secret: bigint): Uint8Array {
  const { x, y } = paramSetA.Point.BASE.multiply(secret).toAffine();
  return Buffer.concat([toLittleEndian(x, gostBytes), toLittleEndian(y, gostBytes)]);
}

export function signatureIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  const id = algorithm === "gost-2015-512" ? algorithmOid.gost512 : algorithmOid.rsaSha256;
  return der.sequence(der.oid(id), der.nothing());
}

export function signBytes(key: SigningKey, data: Uint8Array): Uint8Array {
  if (key.kind === "rsa") return new Uint8Array(sign("sha256", data, key.pem));
  return signGost(BigInt(`0x${key.secret}`), streebog512(data));
}

/** r‖s over a Streebog-512 digest, each little-endian. */
export function signGost(secret: bigint, digest: Uint8Array): Uint8Array {
  for (;;) {
    const pair = signNumbers(
      paramSetA,
      secret,
      fromLittleEndian(digest),
      randomScalar(paramSetA.order),
    );
    if (pair === null) continue;
    return Buffer.concat([toLittleEndian(pair.r, gostBytes), toLittleEndian(pair.s, gostBytes)]);
  }
}

/** The signature of RFC 7091 §6.1 over numbers; null when this `nonce` gives a zero and another must be taken. */
export function signNumbers(
  curve: GostCurve,
  secret: bigint,
  digest: bigint,
  nonce: bigint,
): { r: bigint; s: bigint } | null {
  const { Point, order } = curve;
  const r = Point.BASE.multiply(nonce).toAffine().x % order;
  const s = (r * secret + nonce * digestNumber(curve, digest)) % order;
  return r === 0n || s === 0n ? null : { r, s };
}
