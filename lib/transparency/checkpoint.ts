import { createHash, createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { base64Of, bytesOfBase64 } from "./base64.ts";
import { hashBytes, type Hash } from "./tree.ts";

/*
 * The signed head of a log: a checkpoint (c2sp.org/tlog-checkpoint) in a signed note (c2sp.org/signed-note) with an
 * Ed25519 signature, so that the tools of other transparency logs read it. The one extension line is the instant.
 */

export type Head = {
  /** The log's name: an address without its scheme. */
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  readonly signedAt: Date;
};

/** Of Ed25519, 32 bytes. */
export type PublicKey = Uint8Array;

const dash = "\u2014";
const timePrefix = "time ";

/** The note as it is published. @param key an Ed25519 private key */
export function signHead(head: Head, key: KeyObject): string {
  const text = textOf(head);
  const signature = sign(null, Buffer.from(text), key);
  const id = keyId(head.origin, publicKeyOf(key));
  return `${text}\n${dash} ${head.origin} ${base64Of(Buffer.concat([id, signature]))}\n`;
}

export type HeadCode = "ok" | "note-form" | "note-key" | "note-signature";
type Opened =
  | { readonly code: "ok"; readonly head: Head }
  | { readonly code: Exclude<HeadCode, "ok"> };

/** The head in a note that one of `keys` has signed. Signatures of unknown keys (witnesses) are passed over. */
export function openHead(note: string, keys: readonly PublicKey[]): Opened {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const head = end < 0 ? null : headOf(text);
  const lines = note.slice(end + 2).split("\n");
  if (head === null || lines.pop() !== "" || lines.length === 0 || lines.length > 16) {
    return { code: "note-form" };
  }
  const signatures = lines.map(signatureOf);
  if (signatures.some((each) => each === null)) return { code: "note-form" };
  let known = 0;
  for (const key of keys) {
    const id = keyId(head.origin, key);
    for (const each of signatures) {
      if (each?.name !== head.origin || !each.id.equals(id)) continue;
      known += 1;
      if (!verify(null, Buffer.from(text), keyObjectOf(key), each.signature)) {
        return { code: "note-signature" };
      }
    }
  }
  return known === 0 ? { code: "note-key" } : { code: "ok", head };
}

/** What a note says of itself, unverified: where it comes from and how many leaves it speaks of. */
export function publishedOrigin(note: string): { readonly origin: string; readonly size: number } {
  const [origin = "", size = ""] = note.split("\n");
  return { origin, size: Number(size) };
}

function textOf({ origin, size, root, signedAt }: Head): string {
  return `${origin}\n${size}\n${base64Of(root)}\n${timePrefix}${signedAt.toISOString()}\n`;
}

/** Null for every text that this log would not have written for the head it tells of. */
function headOf(text: string): Head | null {
  const [origin = "", size = "", root = "", time = ""] = text.split("\n");
  const hash = bytesOfBase64(root);
  const signedAt = new Date(time.slice(timePrefix.length));
  if (!/^[^\s+]+$/.test(origin) || hash?.length !== hashBytes) return null;
  if (!Number.isSafeInteger(Number(size)) || Number.isNaN(signedAt.getTime())) return null;
  const head = { origin, size: Number(size), root: hash, signedAt };
  return textOf(head) === text ? head : null;
}

function signatureOf(line: string) {
  const [mark, name = "", text = "", ...more] = line.split(" ");
  const bytes = bytesOfBase64(text);
  if (mark !== dash || name === "" || more.length > 0 || bytes === null || bytes.length < 5) {
    return null;
  }
  return { name, id: Buffer.from(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

function keyId(name: string, key: PublicKey): Buffer {
  const hash = createHash("sha256").update(`${name}\n`).update(Uint8Array.of(1)).update(key);
  return hash.digest().subarray(0, 4);
}

/** The 32 bytes of a key, private or public. @throws when it is not an Ed25519 key */
export function publicKeyOf(key: KeyObject): PublicKey {
  const { crv, x } = (key.type === "private" ? createPublicKey(key) : key).export({
    format: "jwk",
  });
  if (crv !== "Ed25519" || x === undefined) throw new TypeError("not an Ed25519 key");
  return new Uint8Array(Buffer.from(x, "base64url"));
}

function keyObjectOf(key: PublicKey): KeyObject {
  const x = Buffer.from(key).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/** The public key as a PEM file, for `--key`. */
export function pemOf(key: PublicKey): string {
  return keyObjectOf(key).export({ type: "spki", format: "pem" }).toString();
}

/** The 32 bytes of a PEM file with an Ed25519 public key (or the private one), else null. */
export function readPublicKey(pem: string): PublicKey | null {
  try {
    return publicKeyOf(createPublicKey(pem));
  } catch {
    return null;
  }
}
