import { interleavedMSMUnsafe, mulAddUnsafe } from "@noble/curves/abstract/curve.js";
import { weierstrass } from "@noble/curves/abstract/weierstrass.js";
import type { WeierstrassPoint, WeierstrassPointCons } from "@noble/curves/abstract/weierstrass.js";

/*
 * Signatures of GOST R 34.10-2012 (RFC 7091), which Kazakhstan's national certification authority issues under its own
 * object identifiers as «GOST-2015». The arithmetic is @noble/curves'; here are only the equations and the layout of
 * bytes. Everything a verifier touches is public, so timing tells nobody anything.
 */

type Point = WeierstrassPoint<bigint>;

/** A curve y² = x³ + ax + b over GF(p) with a base point of prime order q (`n` in the names of @noble/curves). */
export type GostCurve = {
  readonly Point: WeierstrassPointCons<bigint>;
  readonly order: bigint;
};

export type CurveParameters = {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly order: bigint;
  readonly x: bigint;
  readonly y: bigint;
};

export function gostCurve({ p, a, b, order, x, y }: CurveParameters): GostCurve {
  return { Point: weierstrass({ p, n: order, h: 1n, a, b, Gx: x, Gy: y }), order };
}

/** id-tc26-gost-3410-12-512-paramSetA (RFC 7836, appendix A.1): the curve of every GOST-2015 certificate. */
export const paramSetA = gostCurve({
  p: 2n ** 512n - 569n,
  a: 2n ** 512n - 572n,
  b: BigInt(
    "0xe8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265" +
      "ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760",
  ),
  order: BigInt(
    "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
      "27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275",
  ),
  x: 3n,
  y: BigInt(
    "0x7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921" +
      "df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4",
  ),
});

/** How many bytes a coordinate, r, s, or a digest takes on paramSetA. */
export const gostBytes = 64;

/** An unsigned number from little-endian bytes: the order of certificates and CMS of NCA RK. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x00${Buffer.from(bytes.toReversed()).toString("hex")}`);
}

export function toLittleEndian(value: bigint, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set(Buffer.from(value.toString(16).padStart(length * 2, "0"), "hex"));
  return bytes.reverse();
}

/** The digest as the number e of RFC 7091 §6: reduced modulo the order, and one instead of zero. */
export function digestNumber(curve: GostCurve, digest: bigint): bigint {
  const e = digest % curve.order;
  return e === 0n ? 1n : e;
}

/** The point (x, y) when it lies on the curve and is not the neutral one, else null. */
export function pointOn(curve: GostCurve, x: bigint, y: bigint): Point | null {
  try {
    const point = curve.Point.fromAffine({ x, y });
    point.assertValidity();
    return point;
  } catch {
    return null; // @noble/curves reports a foreign point by throwing; the cofactor is one, so no subgroup check.
  }
}

/** z1·G + z2·Q, the sum that a verification ends in. */
type Combine = (z1: bigint, z2: bigint) => Point;

/** The verification of RFC 7091 §6.2, over numbers: `digest` is the hash read as a number. */
export function verifyNumbers(
  curve: GostCurve,
  publicPoint: Point,
  digest: bigint,
  r: bigint,
  s: bigint,
  combine: Combine = (z1, z2) =>
    mulAddUnsafe(curve.Point, [curve.Point.BASE, publicPoint], [z1, z2]),
): boolean {
  const { Point: Points, order } = curve;
  if (r <= 0n || r >= order || s <= 0n || s >= order) return false;
  const v = Points.Fn.inv(digestNumber(curve, digest));
  const c = combine((s * v) % order, ((order - r) * v) % order);
  return !c.is0() && c.toAffine().x % order === r;
}

/*
 * The few keys of authorities verify over and over. Halving the numbers with the points 2²⁵⁶·G and 2²⁵⁶·Q made
 * beforehand halves the doublings, and a verification takes less than half the time.
 */
const half = 256n;
const lowHalf = 2n ** half - 1n;
const maxPrepared = 64;
const prepared = new Map<string, Combine>();

function combineFor(publicPoint: Point, name: string): Combine {
  const known = prepared.get(name);
  if (known !== undefined) return known;
  const { Point: Points } = paramSetA;
  const points = [Points.BASE, publicPoint].flatMap((point) => [
    point,
    timesPowerOfTwo(point, half),
  ]);
  const sum = interleavedMSMUnsafe(Points, points, 7);
  const combine: Combine = (z1, z2) => sum([z1 & lowHalf, z1 >> half, z2 & lowHalf, z2 >> half]);
  if (prepared.size >= maxPrepared) prepared.clear();
  prepared.set(name, combine);
  return combine;
}

function timesPowerOfTwo(point: Point, exponent: bigint): Point {
  let result = point;
  for (let i = 0n; i < exponent; i++) result = result.double();
  return result;
}

/** Whether 128 bytes x‖y, each little-endian, are a point of paramSetA: what a certificate's key must be. */
export function isGostPublicKey(publicKey: Uint8Array): boolean {
  return gostPoint(publicKey) !== null;
}

function gostPoint(publicKey: Uint8Array): Point | null {
  if (publicKey.length !== gostBytes * 2) return null;
  return pointOn(
    paramSetA,
    fromLittleEndian(publicKey.subarray(0, gostBytes)),
    fromLittleEndian(publicKey.subarray(gostBytes)),
  );
}

/**
 * Verifies a GOST-2015/512 signature.
 *
 * @param publicKey x‖y, each 64 bytes little-endian
 * @param digest Streebog-512 of the signed bytes, 64 bytes
 * @param signature r‖s, each 64 bytes little-endian (the reverse of RFC 4491)
 * @param recurring the key is one of the few that verify again and again: an authority's
 */
export function verifyGost(
  publicKey: Uint8Array,
  digest: Uint8Array,
  signature: Uint8Array,
  recurring = false,
): boolean {
  if (digest.length !== gostBytes || signature.length !== gostBytes * 2) return false;
  const point = gostPoint(publicKey);
  if (point === null) return false;
  const r = fromLittleEndian(signature.subarray(0, gostBytes));
  const s = fromLittleEndian(signature.subarray(gostBytes));
  const combine = recurring
    ? combineFor(point, Buffer.from(publicKey).toString("latin1"))
    : undefined;
  return verifyNumbers(paramSetA, point, fromLittleEndian(digest), r, s, combine);
}
