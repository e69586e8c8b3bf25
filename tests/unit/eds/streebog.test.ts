import fc from "fast-check";
import gost from "node-gost-crypto";
import { expect, test } from "vitest";
import { streebog256, streebog512 } from "#lib/eds/streebog.ts";

// RFC 6986 prints vectors with the last byte first.
const fromRfc = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex").reverse());
const toRfc = (bytes: Uint8Array) => Buffer.from(bytes.toReversed()).toString("hex");

const examples = [
  {
    name: "RFC 6986 §10.1",
    message: fromRfc(
      "323130393837363534333231303938373635343332313039383736353433323130" +
        "393837363534333231303938373635343332313039383736353433323130",
    ),
    long:
      "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00" +
      "fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b",
    short: "00557be5e584fd52a449b16b0251d05d27f94ab76cbaa6da890b59d8ef1e159d",
  },
  {
    name: "RFC 6986 §10.2",
    message: fromRfc(
      "fbe2e5f0eee3c820fbeafaebef20fffbf0e1e0f0f520e0ed20e8ece0ebe5f0f2" +
        "f120fff0eeec20f120faf2fee5e2202ce8f6f3ede220e8e6eee1e8f0f2d1202c" +
        "e8f0f2e5e220e5d1",
    ),
    long:
      "28fbc9bada033b1460642bdcddb90c3fb3e56c497ccd0f62b8a2ad4935e85f03" +
      "7613966de4ee00531ae60f3b5a47f8dae06915d5f2f194996fcabf2622e6881e",
    short: "508f7e553c06501d749a66fc28c6cac0b005746d97537fa85d9e40904efed29d",
  },
];

test.for(examples)("$name", ({ message, long, short }) => {
  expect(toRfc(streebog512(message))).toBe(long);
  expect(toRfc(streebog256(message))).toBe(short);
});

test("any message hashes as an independent implementation hashes it", () => {
  const oracle = (length: number, data: Uint8Array) => {
    const digest = gost.gostEngine.getGostDigest({ name: "GOST R 34.11", version: 2012, length });
    return Buffer.from(digest.digest(Uint8Array.from(data).buffer)).toString("hex");
  };
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (data) => {
      expect(hex(streebog512(data))).toBe(oracle(512, data));
      expect(hex(streebog256(data))).toBe(oracle(256, data));
    }),
  );
});

test("a byte array that begins inside a larger buffer hashes alike", () => {
  const whole = new Uint8Array(200).map((_, i) => i);
  expect(streebog512(whole.subarray(70, 140))).toEqual(streebog512(whole.slice(70, 140)));
});
