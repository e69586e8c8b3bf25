import { createDecipheriv, createHash } from "node:crypto";
import {
  contextTag,
  cursor,
  type Element,
  elements,
  hex,
  Malformed,
  oid,
  onlyElement,
  tags,
} from "#lib/eds/asn1.ts";
import { toDer } from "#lib/eds/ber.ts";
import { decryptRc2 } from "./rc2.ts";

// Just enough of PKCS #12 (RFC 7292) to open a key file as NCA RK gives it: one key, one certificate, a password.

const id = {
  data: "1.2.840.113549.1.7.1",
  encryptedData: "1.2.840.113549.1.7.6",
  shroudedKey: "1.2.840.113549.1.12.10.1.2",
  certificate: "1.2.840.113549.1.12.10.1.3",
  tripleDes: "1.2.840.113549.1.12.1.3",
  rc2With40Bits: "1.2.840.113549.1.12.1.6",
} as const;

export type KeyFile = {
  /** PKCS #8, DER. */
  readonly privateKey: Uint8Array;
  /** X.509, DER. */
  readonly certificate: Uint8Array;
};

/** Opens a key file. @throws Malformed when it is not one of this kind, or the password is another. */
export function openKeyFile(file: Uint8Array, password: string): KeyFile {
  const outer = cursor(onlyElement(toDer(file, { maxDepth: 20 }), tags.sequence).content);
  outer.next(tags.integer);
  let privateKey: Uint8Array | undefined;
  let certificate: Uint8Array | undefined;
  for (const part of elements(
    onlyElement(toDer(contentOf(outer.next(tags.sequence)), { maxDepth: 20 })).content,
  )) {
    for (const bag of elements(
      onlyElement(toDer(openPart(part, password), { maxDepth: 20 })).content,
    )) {
      const walk = cursor(bag.content);
      const kind = oid(walk.next());
      const value = onlyElement(walk.next(contextTag(0)).content);
      if (kind === id.shroudedKey) privateKey = unwrap(value, password);
      if (kind === id.certificate) {
        const inside = cursor(value.content);
        inside.next();
        certificate = onlyElement(inside.next(contextTag(0)).content, tags.octetString).content;
      }
    }
  }
  if (!privateKey || !certificate) throw new Malformed("key file");
  return { privateKey, certificate };
}

/** The octets of ContentInfo { data, [0] OCTET STRING }. */
function contentOf(info: Element): Uint8Array {
  const walk = cursor(info.content);
  if (oid(walk.next()) !== id.data) throw new Malformed("content");
  return onlyElement(walk.next(contextTag(0)).content, tags.octetString).content;
}

function openPart(info: Element, password: string): Uint8Array {
  const walk = cursor(info.content);
  if (oid(walk.next()) === id.data) return contentOf(info);
  const encrypted = cursor(onlyElement(walk.next(contextTag(0)).content, tags.sequence).content);
  encrypted.next(tags.integer);
  const content = cursor(encrypted.next(tags.sequence).content);
  content.next();
  const algorithm = content.next(tags.sequence);
  const octets = content.next();
  // [0] IMPLICIT OCTET STRING, which streaming programs cut into pieces.
  const whole =
    octets.tag === contextTag(0)
      ? Buffer.concat(elements(octets.content, tags.octetString).map((piece) => piece.content))
      : octets.content;
  return decrypt(algorithm, whole, password);
}

/** EncryptedPrivateKeyInfo. */
function unwrap(value: Element, password: string): Uint8Array {
  const walk = cursor(value.content);
  const algorithm = walk.next(tags.sequence);
  return decrypt(algorithm, walk.next(tags.octetString).content, password);
}

function decrypt(algorithm: Element, data: Uint8Array, password: string): Uint8Array {
  const walk = cursor(algorithm.content);
  const kind = oid(walk.next());
  const parameters = cursor(walk.next(tags.sequence).content);
  const salt = parameters.next(tags.octetString).content;
  const rounds = Number(`0x${hex(parameters.next(tags.integer).content)}`);
  const derive = (purpose: number, length: number) =>
    derived(password, salt, rounds, purpose, length);
  const iv = derive(2, 8);
  if (kind === id.rc2With40Bits) return withoutPadding(decryptRc2(derive(1, 5), iv, data, 40));
  if (kind !== id.tripleDes) throw new Malformed("encryption");
  const cipher = createDecipheriv("des-ede3-cbc", derive(1, 24), iv);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

/** PKCS #7: the last octet says how many there are of it. */
function withoutPadding(bytes: Uint8Array): Uint8Array {
  const count = bytes.at(-1) ?? 0;
  if (count < 1 || count > 8) throw new Malformed("padding");
  return bytes.subarray(0, bytes.length - count);
}

/** RFC 7292 appendix B.2 with SHA-1; purpose 1 makes a key, 2 an initial vector. */
function derived(
  password: string,
  salt: Uint8Array,
  rounds: number,
  purpose: number,
  length: number,
): Uint8Array {
  const block = 64;
  const filled = (bytes: Uint8Array) =>
    Buffer.alloc(block * Math.ceil(bytes.length / block)).fill(Buffer.from(bytes));
  const text = Buffer.from(`${password}\0`, "utf16le").swap16();
  const diversifier = Buffer.alloc(block, purpose);
  let input = Buffer.concat([filled(salt), filled(text)]);
  const out: Uint8Array[] = [];
  for (let made = 0; made < length; made += 20) {
    let hash = createHash("sha1").update(diversifier).update(input).digest();
    for (let round = 1; round < rounds; round += 1) hash = createHash("sha1").update(hash).digest();
    out.push(hash);
    const addend = BigInt(`0x${Buffer.alloc(block).fill(hash).toString("hex")}`) + 1n;
    const modulus = 1n << BigInt(8 * block);
    const blocks: Buffer[] = [];
    for (let start = 0; start < input.length; start += block) {
      const sum =
        (BigInt(`0x${input.subarray(start, start + block).toString("hex")}`) + addend) % modulus;
      blocks.push(Buffer.from(sum.toString(16).padStart(2 * block, "0"), "hex"));
    }
    input = Buffer.concat(blocks);
  }
  return Buffer.concat(out).subarray(0, length);
}
