import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

/**
 * Notes that the portal hands to a browser and gets back: nobody but us can read or change them, and after their time
 * they are nothing. AES-256-GCM under a key of their own, which is derived from the portal's secret.
 */
export type Lock = {
  readonly secret: string;
  /** What the note is for and whose it is: a note opens under the very same words only. */
  readonly purpose: string;
};

const ivBytes = 12;
const tagBytes = 16;
const timeBytes = 8;

/** Seals a value of plain data, as base64url. @param until the instant after which it does not open */
export function seal(value: unknown, { secret, purpose }: Lock, until: Date): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), iv);
  cipher.setAAD(Buffer.from(purpose));
  const time = Buffer.alloc(timeBytes);
  time.writeBigInt64BE(BigInt(until.getTime()));
  const plain = Buffer.concat([time, deflateRawSync(JSON.stringify(value))]);
  const hidden = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString("base64url");
}

/** The value in a note; undefined when it is not ours, was changed, is for something else, or its time is over. */
export function unseal(note: string, { secret, purpose }: Lock, now: Date): unknown {
  const bytes = Buffer.from(note, "base64url");
  if (bytes.length <= ivBytes + tagBytes + timeBytes) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    const hidden = bytes.subarray(ivBytes + tagBytes);
    const plain = Buffer.concat([decipher.update(hidden), decipher.final()]);
    if (Number(plain.readBigInt64BE()) < now.getTime()) return undefined;
    return JSON.parse(inflateRawSync(plain.subarray(timeBytes)).toString("utf8"));
  } catch {
    return undefined;
  }
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "kezek sealed notes", 32));
}
