import { contextTag, tags } from "./asn1.ts";
import { derLength } from "./ber.ts";

/* Writes DER: what OCSP requests and the signing toolkit of tests and demo are made of. */

export function encoded(tag: number, ...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return new Uint8Array(Buffer.concat([Buffer.from([tag, ...derLength(length)]), ...parts]));
}

export const sequence = (...parts: readonly Uint8Array[]) => encoded(tags.sequence, ...parts);

/** SET OF: the elements in the order DER asks for (X.690 §11.6). */
export const setOf = (...parts: readonly Uint8Array[]) =>
  encoded(tags.set, ...parts.toSorted((a, b) => Buffer.compare(a, b)));

export const context = (number: number, ...parts: readonly Uint8Array[]) =>
  encoded(contextTag(number), ...parts);

export const octetString = (bytes: Uint8Array) => encoded(tags.octetString, bytes);

export const bitString = (bytes: Uint8Array, unused = 0) =>
  encoded(tags.bitString, Uint8Array.of(unused), bytes);

export const nothing = () => encoded(tags.nothing);

export const boolean = (value: boolean) => encoded(tags.boolean, Uint8Array.of(value ? 0xff : 0));

/** A non-negative INTEGER. */
export function integer(value: bigint | number): Uint8Array<ArrayBuffer> {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  const sign = (bytes[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : [];
  return encoded(tags.integer, ...sign, bytes);
}

export const enumerated = (value: number) => encoded(tags.enumerated, Uint8Array.of(value));

export function oid(dotted: string): Uint8Array<ArrayBuffer> {
  const [root = 0n, second = 0n, ...rest] = dotted.split(".").map(BigInt);
  const octets: number[] = [];
  for (const arc of [root * 40n + second, ...rest]) {
    const groups = [Number(arc & 0x7fn)];
    for (let left = arc >> 7n; left > 0n; left >>= 7n) groups.unshift(Number(left & 0x7fn) | 0x80);
    octets.push(...groups);
  }
  return encoded(tags.oid, Uint8Array.from(octets));
}

export const utf8 = (text: string) => encoded(tags.utf8String, Buffer.from(text, "utf8"));
export const printable = (text: string) =>
  encoded(tags.printableString, Buffer.from(text, "latin1"));
export const ia5 = (tag: number, text: string) => encoded(tag, Buffer.from(text, "latin1"));

/** A time of RFC 5280: UTCTime until 2049, GeneralizedTime from 2050. */
export function time(instant: Date): Uint8Array<ArrayBuffer> {
  const digits = instant.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  const year = instant.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? encoded(tags.utcTime, Buffer.from(`${digits.slice(2)}Z`, "latin1"))
    : generalizedTime(instant);
}

export function generalizedTime(instant: Date): Uint8Array<ArrayBuffer> {
  const digits = instant.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
  return encoded(tags.generalizedTime, Buffer.from(`${digits}Z`, "latin1"));
}
