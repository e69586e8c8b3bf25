import fc from "fast-check";
import gost from "node-gost-crypto";
import { describe, expect, test } from "vitest";
import {
  gostCurve,
  isGostPublicKey,
  pointOn,
  verifyGost,
  verifyNumbers,
} from "#lib/eds/gost-curve.ts";
import { gostPublicKey, makeKey, signGost, signNumbers } from "#lib/eds/signing/keys.ts";
import { streebog512 } from "#lib/eds/streebog.ts";
import { flipBit } from "./fixtures.ts";

/** The two worked examples of RFC 7091 §7, which are those of GOST R 34.10-2012, appendix A. */
const examples = [
  {
    name: "RFC 7091 §7.1",
    p: 0x8000000000000000000000000000000000000000000000000000000000000431n,
    a: 7n,
    b: 0x5fbff498aa938ce739b8e022fbafef40563f6e6a3472fc2a514c0ce9dae23b7en,
    order: 0x8000000000000000000000000000000150fe8a1892976154c59cfc193accf5b3n,
    x: 2n,
    y: 0x08e2a8a0e65147d4bd6316030e16d19c85c97f0a9ca267122b96abbcea7e8fc8n,
    d: 0x7a929ade789bb9be10ed359dd39a72c11b60961f49397eee1d19ce9891ec3b28n,
    qx: 0x7f2b49e270db6d90d8595bec458b50c58585ba1d4e9b788f6689dbd8e56fd80bn,
    qy: 0x26f1b489d6701dd185c8413a977b3cbbaf64d1c593d26627dffb101a87ff77dan,
    e: 0x2dfbc1b372d89a1188c09c52e0eec61fce52032ab1022e8e67ece6672b043ee5n,
    k: 0x77105c9b20bcd3122823c8cf6fcc7b956de33814e95b7fe64fed924594dceab3n,
    r: 0x41aa28d2f1ab148280cd9ed56feda41974053554a42767b83ad043fd39dc0493n,
    s: 0x1456c64ba4642a1653c235a98a60249bcd6d3f746b631df928014f6c5bf9c40n,
  },
  {
    name: "RFC 7091 §7.2",
    p: 0x4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15df1d852741af4704a0458047e80e4546d35b8336fac224dd81664bbf528be6373n,
    a: 7n,
    b: 0x1cff0806a31116da29d8cfa54e57eb748bc5f377e49400fdd788b649eca1ac4361834013b2ad7322480a89ca58e0cf74bc9e540c2add6897fad0a3084f302adcn,
    order:
      0x4531acd1fe0023c7550d267b6b2fee80922b14b2ffb90f04d4eb7c09b5d2d15da82f2d7ecb1dbac719905c5eecc423f1d86e25edbe23c595d644aaf187e6e6dfn,
    x: 0x24d19cc64572ee30f396bf6ebbfd7a6c5213b3b3d7057cc825f91093a68cd762fd60611262cd838dc6b60aa7eee804e28bc849977fac33b4b530f1b120248a9an,
    y: 0x2bb312a43bd2ce6e0d020613c857acddcfbf061e91e5f2c3f32447c259f39b2c83ab156d77f1496bf7eb3351e1ee4e43dc1a18b91b24640b6dbb92cb1add371en,
    d: 0xba6048aadae241ba40936d47756d7c93091a0e8514669700ee7508e508b102072e8123b2200a0563322dad2827e2714a2636b7bfd18aadfc62967821fa18dd4n,
    qx: 0x115dc5bc96760c7b48598d8ab9e740d4c4a85a65be33c1815b5c320c854621dd5a515856d13314af69bc5b924c8b4ddff75c45415c1d9dd9dd33612cd530efe1n,
    qy: 0x37c7c90cd40b0f5621dc3ac1b751cfa0e2634fa0503b3d52639f5d7fb72afd61ea199441d943ffe7f0c70a2759a3cdb84c114e1f9339fdf27f35eca93677beecn,
    e: 0x3754f3cfacc9e0615c4f4a7c4d8dab531b09b6f9c170c533a71d147035b0c5917184ee536593f4414339976c647c5d5a407adedb1d560c4fc6777d2972075b8cn,
    k: 0x359e7f4b1410feacc570456c6801496946312120b39d019d455986e364f365886748ed7a44b3e794434006011842286212273a6d14cf70ea3af71bb1ae679f1n,
    r: 0x2f86fa60a081091a23dd795e1e3c689ee512a3c82ee0dcc2643c78eea8fcacd35492558486b20f1c9ec197c90699850260c93bcbcd9c5c3317e19344e173ae36n,
    s: 0x1081b394696ffe8e6585e7a9362d26b6325f56778aadbc081c0bfbe933d52ff5823ce288e8c4f362526080df7f70ce406a6eeb1f56919cb92a9853bde73e5b4an,
  },
];

describe.for(examples)("$name", (example) => {
  const curve = gostCurve(example);
  const { d, e, k, qx, qy, r, s } = example;

  test("the secret gives the public point, the nonce the signature", () => {
    expect(curve.Point.BASE.multiply(d).toAffine()).toEqual({ x: qx, y: qy });
    expect(signNumbers(curve, d, e, k)).toEqual({ r, s });
  });

  test("the signature verifies, and with any number changed does not", () => {
    const point = pointOn(curve, qx, qy);
    if (point === null) throw new Error("not on the curve");
    expect(verifyNumbers(curve, point, e, r, s)).toBe(true);
    expect(verifyNumbers(curve, point, e + 1n, r, s)).toBe(false);
    expect(verifyNumbers(curve, point, e, r + 1n, s)).toBe(false);
    expect(verifyNumbers(curve, point, e, r, s + 1n)).toBe(false);
    expect(verifyNumbers(curve, point, e, r, example.order - s)).toBe(false);
    expect(verifyNumbers(curve, point.negate(), e, r, s)).toBe(false);
  });

  test("numbers outside 1 … order − 1 never verify", () => {
    const point = pointOn(curve, qx, qy);
    if (point === null) throw new Error("not on the curve");
    for (const wrong of [0n, example.order, r + example.order, -r]) {
      expect(verifyNumbers(curve, point, e, wrong, s)).toBe(false);
      expect(verifyNumbers(curve, point, e, r, wrong)).toBe(false);
    }
  });
});

function secretOf(): bigint {
  const key = makeKey("gost");
  if (key.kind !== "gost") throw new Error("not a GOST key");
  return BigInt(`0x${key.secret}`);
}

describe("GOST-2015/512 in the bytes of NCA RK", () => {
  const secret = secretOf();
  const publicKey = gostPublicKey(secret);

  test("what we sign, an independent implementation verifies in the same layout", () => {
    const oracle = gost.gostEngine.getGostSign({
      name: "GOST R 34.10",
      version: 2012,
      length: 512,
      namedCurve: "T-512-A",
      hash: { name: "GOST R 34.11", version: 2012, length: 512 },
    });
    const data = new TextEncoder().encode("кезек");
    const signature = Uint8Array.from(signGost(secret, streebog512(data)));
    const key = Uint8Array.from(publicKey).buffer;
    expect(oracle.verify(key, signature.buffer, data.buffer)).toBe(true);
    expect(verifyGost(publicKey, streebog512(data), signature)).toBe(true);
  });

  test.for([false, true])("a flipped bit anywhere refuses (recurring key: %s)", (recurring) => {
    const digest = streebog512(new TextEncoder().encode("қатар"));
    const signature = signGost(secret, digest);
    expect(verifyGost(publicKey, digest, signature, recurring)).toBe(true);
    fc.assert(
      fc.property(
        fc.nat(signature.length * 8 - 1),
        fc.nat(digest.length * 8 - 1),
        (inSignature, inDigest) => {
          expect(verifyGost(publicKey, digest, flipBit(signature, inSignature), recurring)).toBe(
            false,
          );
          expect(verifyGost(publicKey, flipBit(digest, inDigest), signature, recurring)).toBe(
            false,
          );
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a point off the curve, zeros and a wrong length are no keys", () => {
    expect(isGostPublicKey(publicKey)).toBe(true);
    expect(isGostPublicKey(flipBit(publicKey, 5))).toBe(false);
    expect(isGostPublicKey(new Uint8Array(128))).toBe(false);
    expect(isGostPublicKey(new Uint8Array(128).fill(0xff))).toBe(false);
    expect(isGostPublicKey(publicKey.subarray(1))).toBe(false);
  });

  test("signatures of zeros, of ones and of a wrong length are refused", () => {
    const digest = streebog512(new Uint8Array());
    for (const signature of [
      new Uint8Array(128),
      new Uint8Array(128).fill(0xff),
      new Uint8Array(127),
    ]) {
      expect(verifyGost(publicKey, digest, signature)).toBe(false);
    }
  });

  test("a digest that is zero modulo the order counts as one (RFC 7091 §6.1)", () => {
    const zero = new Uint8Array(64);
    const one = Uint8Array.from(zero);
    one[0] = 1;
    expect(verifyGost(publicKey, zero, signGost(secret, one))).toBe(true);
  });
});
