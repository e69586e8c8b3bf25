import { createCipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import type { PushKeys } from "./outgoing.ts";

const curve = "prime256v1";
const recordSize = 4096;
const tagBytes = 16;

/** What a key of a browser must be made of: an uncompressed point of P-256, and sixteen bytes. */
export function arePushKeys({ p256dh, auth }: PushKeys): boolean {
  const point = Buffer.from(p256dh, "base64url");
  if (point.length !== 65 || point[0] !== 4 || Buffer.from(auth, "base64url").length !== 16)
    return false;
  try {
    const own = createECDH(curve);
    own.generateKeys();
    // Throws where the point is not of the curve.
    own.computeSecret(point);
    return true;
  } catch {
    return false;
  }
}

/**
 * Seals a text for one browser as RFC 8291 says: a key agreed with the browser's own (P-256), one record of
 * `aes128gcm` (RFC 8188). At most 3,993 bytes. The last argument is for the RFC's own example.
 */
export function sealPush(
  text: string,
  { p256dh, auth }: PushKeys,
  chosen: { readonly salt: Buffer; readonly privateKey: Buffer | null } = {
    salt: randomBytes(16),
    privateKey: null,
  },
): Buffer {
  const { salt, privateKey } = chosen;
  const own = createECDH(curve);
  if (privateKey === null) own.generateKeys();
  else own.setPrivateKey(privateKey);
  const theirPublic = Buffer.from(p256dh, "base64url");
  const ownPublic = own.getPublicKey();
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), theirPublic, ownPublic]);
  const shared = own.computeSecret(theirPublic);
  const secret = derive(shared, Buffer.from(auth, "base64url"), info, 32);
  const key = derive(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
  const nonce = derive(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);

  // 2: the last record, no padding after it.
  const record = Buffer.concat([Buffer.from(text), Buffer.of(2)]);
  const header = Buffer.alloc(21);
  salt.copy(header);
  header.writeUInt32BE(recordSize, 16);
  header.writeUInt8(ownPublic.length, 20);
  if (record.length + tagBytes > recordSize - header.length - ownPublic.length)
    throw new RangeError("a push message of one record");
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(record), cipher.final()]);
  return Buffer.concat([header, ownPublic, sealed, cipher.getAuthTag()]);
}

function derive(key: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", key, salt, info, length));
}
