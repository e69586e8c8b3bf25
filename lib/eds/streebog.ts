import { iterationConstants, matrixRows, substitution } from "./streebog-constants.ts";

/*
 * Streebog, the hash of GOST R 34.11-2012 (RFC 6986). A 512-bit vector is kept as sixteen 32-bit words, the least
 * significant word first, so that byte 0 of the message is the lowest byte of word 0: the order in which the RFC reads
 * a message into a vector from its end.
 *
 * The substitution, the byte transposition and the linear map work byte by byte, so their composition LPS is eight
 * look-ups in a table of 8 x 256 64-bit values (kept as two tables of 32-bit halves).
 */

const words = 16;
const blockBytes = 64;

const lowTable = new Int32Array(8 * 256);
const highTable = new Int32Array(8 * 256);

function fillTables(): void {
  for (let row = 0; row < 8; row++) {
    for (let byte = 0; byte < 256; byte++) {
      const substituted = Number.parseInt(substitution.slice(byte * 2, byte * 2 + 2), 16);
      let low = 0;
      let high = 0;
      for (let bit = 0; bit < 8; bit++) {
        if (((substituted >> bit) & 1) === 0) continue;
        const at = (63 - (row * 8 + bit)) * 16;
        high ^= Number.parseInt(matrixRows.slice(at, at + 8), 16) | 0;
        low ^= Number.parseInt(matrixRows.slice(at + 8, at + 16), 16) | 0;
      }
      lowTable[row * 256 + byte] = low;
      highTable[row * 256 + byte] = high;
    }
  }
}
fillTables();

const roundConstants = iterationConstants.map((hex) => {
  const constant = new Int32Array(words);
  for (let i = 0; i < words; i++) {
    const end = hex.length - i * 8;
    constant[i] = Number.parseInt(hex.slice(end - 8, end), 16) | 0;
  }
  return constant;
});

// Scratch space: the hash is synchronous, so one set serves every call.
const mixed = new Int32Array(words);
const roundKey = new Int32Array(words);
const state = new Int32Array(words);
const message = new Int32Array(words);
const zero = new Int32Array(words);

/** `target` becomes LPS(`a` xor `b`); `target` may be one of them. */
function lps(a: Int32Array, b: Int32Array, target: Int32Array): void {
  for (let i = 0; i < words; i++) mixed[i] = (a[i] ?? 0) ^ (b[i] ?? 0);
  for (let column = 0; column < 8; column++) {
    const shift = (column & 3) * 8;
    const half = column >> 2;
    let low = 0;
    let high = 0;
    for (let row = 0; row < 8; row++) {
      const entry = (row << 8) | (((mixed[row * 2 + half] ?? 0) >>> shift) & 0xff);
      low ^= lowTable[entry] ?? 0;
      high ^= highTable[entry] ?? 0;
    }
    target[column * 2] = low;
    target[column * 2 + 1] = high;
  }
}

/** The compression function g_N(h, m) of RFC 6986 §8; the result replaces `h`. */
function compress(h: Int32Array, counter: Int32Array, m: Int32Array): void {
  lps(h, counter, roundKey);
  lps(roundKey, m, state);
  for (let round = 0; round < 11; round++) {
    lps(roundKey, roundConstants[round] ?? zero, roundKey);
    lps(roundKey, state, state);
  }
  lps(roundKey, roundConstants[11] ?? zero, roundKey);
  for (let i = 0; i < words; i++) {
    h[i] = (h[i] ?? 0) ^ (state[i] ?? 0) ^ (roundKey[i] ?? 0) ^ (m[i] ?? 0);
  }
}

/** `target` += `addend` modulo 2^512. */
function add(target: Int32Array, addend: Int32Array): void {
  let carry = 0;
  for (let i = 0; i < words; i++) {
    const sum = ((target[i] ?? 0) >>> 0) + ((addend[i] ?? 0) >>> 0) + carry;
    target[i] = sum | 0;
    carry = sum > 0xffffffff ? 1 : 0;
  }
}

function readBlock(data: Uint8Array, offset: number): void {
  for (let i = 0; i < words; i++) {
    const at = offset + i * 4;
    message[i] =
      (data[at] ?? 0) |
      ((data[at + 1] ?? 0) << 8) |
      ((data[at + 2] ?? 0) << 16) |
      ((data[at + 3] ?? 0) << 24);
  }
}

function hash(data: Uint8Array, initial: number): Int32Array {
  const h = new Int32Array(words).fill(initial);
  const counter = new Int32Array(words);
  const checksum = new Int32Array(words);
  const bits = new Int32Array(words);

  let offset = 0;
  bits[0] = blockBytes * 8;
  for (; data.length - offset >= blockBytes; offset += blockBytes) {
    readBlock(data, offset);
    compress(h, counter, message);
    add(counter, bits);
    add(checksum, message);
  }

  // The last, always incomplete block: a single one bit, then zeros (RFC 6986 §9.3).
  const rest = data.length - offset;
  const last = new Uint8Array(blockBytes);
  last.set(data.subarray(offset));
  last[rest] = 1;
  readBlock(last, 0);
  compress(h, counter, message);
  bits[0] = rest * 8;
  add(counter, bits);
  add(checksum, message);
  compress(h, zero, counter);
  compress(h, zero, checksum);
  return h;
}

function toBytes(vector: Int32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(blockBytes);
  for (let i = 0; i < blockBytes; i++) {
    bytes[i] = (vector[i >> 2] ?? 0) >>> ((i & 3) * 8);
  }
  return bytes;
}

/** Streebog-512 of `data`: 64 bytes in the order in which certificates and CMS carry it. */
export function streebog512(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return toBytes(hash(data, 0));
}

/** Streebog-256 of `data`: 32 bytes, the upper half of the vector started from 01…01 (RFC 6986 §5). */
export function streebog256(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return toBytes(hash(data, 0x01010101)).slice(32);
}
