import { createDecipheriv, createHash } from "node:crypto";
import {
  contextTag,
  cursor,
  elements,
  expect,
  hex,
  Malformed,
  oid,
  onlyElement,
  reading,
  sameBytes,
  smallInteger,
  tags,
} from "../asn1.ts";
import type { Element } from "../asn1.ts";
import { toDer } from "../ber.ts";
import { parseCertificate } from "../certificate.ts";
import { cmsOid, algorithmOid } from "../oids.ts";
import type { Holder } from "./cms-maker.ts";
import { gostPublicKey } from "./keys.ts";
import { decryptRc2 } from "./rc2.ts";

/*
 * Opens a .p12 as NCA RK gives them out (RFC 7292, BER, 3DES for the key, RC2-40 for the certificate): the demo signs with
 * the public test keys where they are at hand. Keys of people are opened by NCALayer on their own computers, never here.
 */

const pkcs12Oid = {
  shroudedKey: "1.2.840.113549.1.12.10.1.2",
  certificate: "1.2.840.113549.1.12.10.1.3",
  x509: "1.2.840.113549.1.9.22.1",
  encryptedData: "1.2.840.113549.1.7.6",
  tripleDes: "1.2.840.113549.1.12.1.3",
  rc2Short: "1.2.840.113549.1.12.1.6",
} as const;

const limits = { maxDepth: 24 };

/** The GOST key and its certificate; null when the file, the password or the kind of key is another. */
export function openPkcs12(file: Uint8Array, password: string): Holder | null {
  return reading(() => {
    const outer = cursor(onlyElement(toDer(file, limits), tags.sequence).content);
    outer.next(tags.integer);
    const safes = elements(
      onlyElement(plainData(outer.next(tags.sequence)), tags.sequence).content,
    );
    const bags = safes.flatMap((safe) => bagsOf(safe, password));
    const secrets = bags.flatMap((bag) => secretOf(bag, password) ?? []);
    const certificates = bags.flatMap((bag) => certificateOf(bag) ?? []);
    for (const secret of secrets) {
      const publicKey = gostPublicKey(secret);
      const certificate = certificates.find((each) => {
        const key = parseCertificate(each)?.publicKey;
        return key?.kind === "gost" && sameBytes(key.point, publicKey);
      });
      if (certificate !== undefined)
        return { certificate, key: { kind: "gost", secret: secret.toString(16) } };
    }
    throw new Malformed("no key with a certificate");
  });
}

/** The octets of ContentInfo of type data, brought to DER: they are BER of their own. */
function plainData(info: Element): Uint8Array {
  const walk = cursor(info.content);
  if (oid(walk.next()) !== cmsOid.data) throw new Malformed("content type");
  return toDer(onlyElement(walk.next(contextTag(0)).content, tags.octetString).content, limits);
}

function bagsOf(safe: Element, password: string): Element[] {
  const type = oid(cursor(safe.content).next());
  const content =
    type === pkcs12Oid.encryptedData ? encryptedData(safe, password) : plainData(safe);
  return elements(onlyElement(content, tags.sequence).content, tags.sequence);
}

function encryptedData(info: Element, password: string): Uint8Array {
  const walk = cursor(info.content);
  walk.next(tags.oid);
  const data = cursor(onlyElement(walk.next(contextTag(0)).content, tags.sequence).content);
  data.next(tags.integer);
  const encrypted = cursor(data.next(tags.sequence).content);
  encrypted.next(tags.oid);
  const algorithm = encrypted.next(tags.sequence);
  const octets = encrypted.next();
  const inChunks = octets.tag === contextTag(0);
  const bytes = inChunks
    ? Buffer.concat(elements(octets.content, tags.octetString).map((chunk) => chunk.content))
    : expect(octets, contextTag(0, "primitive")).content;
  return toDer(decrypt(algorithm, bytes, password), limits);
}

function secretOf(bag: Element, password: string): bigint | null {
  const walk = cursor(bag.content);
  if (oid(walk.next()) !== pkcs12Oid.shroudedKey) return null;
  const shrouded = cursor(onlyElement(walk.next(contextTag(0)).content, tags.sequence).content);
  const algorithm = shrouded.next(tags.sequence);
  const opened = decrypt(algorithm, shrouded.next(tags.octetString).content, password);
  const key = cursor(onlyElement(toDer(opened, limits), tags.sequence).content);
  key.next(tags.integer);
  if (oid(cursor(key.next(tags.sequence).content).next()) !== algorithmOid.gostKey) return null;
  const scalar = onlyElement(key.next(tags.octetString).content, tags.octetString).content;
  return BigInt(`0x${hex(scalar.toReversed())}`);
}

function certificateOf(bag: Element): Uint8Array | null {
  const walk = cursor(bag.content);
  if (oid(walk.next()) !== pkcs12Oid.certificate) return null;
  const inside = cursor(onlyElement(walk.next(contextTag(0)).content, tags.sequence).content);
  if (oid(inside.next()) !== pkcs12Oid.x509) return null;
  return onlyElement(inside.next(contextTag(0)).content, tags.octetString).content;
}

function decrypt(algorithm: Element, data: Uint8Array, password: string): Uint8Array {
  const walk = cursor(algorithm.content);
  const type = oid(walk.next());
  const parameters = cursor(walk.next(tags.sequence).content);
  const salt = parameters.next(tags.octetString).content;
  const iterations = iterationCount(parameters.next(tags.integer));
  const derive = (purpose: number, length: number) =>
    deriveKey({ password, salt, iterations, purpose, length });
  if (data.length === 0 || data.length % 8 !== 0) throw new Malformed("encrypted data");
  if (type === pkcs12Oid.rc2Short)
    return unpadded(decryptRc2(derive(1, 5), derive(2, 8), data, 40));
  if (type !== pkcs12Oid.tripleDes) throw new Malformed("encryption");
  const cipher = createDecipheriv("des-ede3-cbc", derive(1, 24), derive(2, 8)).setAutoPadding(
    false,
  );
  return unpadded(Buffer.concat([cipher.update(data), cipher.final()]));
}

function iterationCount(element: Element): number {
  const count = element.content.length > 3 ? 0 : Number(`0x${hex(element.content)}`);
  if (element.content.length === 1) return smallInteger(element);
  if (count === 0) throw new Malformed("iterations");
  return count;
}

function unpadded(plain: Uint8Array): Uint8Array {
  const pad = plain.at(-1) ?? 0;
  if (pad < 1 || pad > 8 || plain.subarray(-pad).some((byte) => byte !== pad)) {
    throw new Malformed("padding");
  }
  return plain.subarray(0, plain.length - pad);
}

type Derivation = {
  readonly password: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** 1 a key, 2 an initial vector. */
  readonly purpose: number;
  readonly length: number;
};

/** The key derivation of RFC 7292, appendix B.2, with SHA-1. */
function deriveKey({ password, salt, iterations, purpose, length }: Derivation): Uint8Array {
  const block = 64;
  const text = Buffer.from(`${password}\0`, "utf16le").swap16();
  const filled = (bytes: Uint8Array) => {
    const size = Math.ceil(bytes.length / block) * block;
    return Uint8Array.from({ length: size }, (_, i) => bytes[i % bytes.length] ?? 0);
  };
  const diversifier = new Uint8Array(block).fill(purpose);
  const input = Buffer.concat([filled(salt), filled(text)]);
  let result = Buffer.alloc(0);
  while (result.length < length) {
    let digest = createHash("sha1").update(diversifier).update(input).digest();
    for (let i = 1; i < iterations; i++) digest = createHash("sha1").update(digest).digest();
    result = Buffer.concat([result, digest]);
    const addend = filled(digest).subarray(0, block);
    for (let at = 0; at < input.length; at += block)
      addOneMore(input.subarray(at, at + block), addend);
  }
  return result.subarray(0, length);
}

/** `target` += `addend` + 1, both big-endian, modulo their size. */
function addOneMore(target: Uint8Array, addend: Uint8Array): void {
  let carry = 1;
  for (let i = target.length - 1; i >= 0; i--) {
    const sum = (target[i] ?? 0) + (addend[i] ?? 0) + carry;
    target[i] = sum;
    carry = sum >> 8;
  }
}
