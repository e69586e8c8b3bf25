/**
 * Bytes of a base64 text (RFC 4648 §4 with padding), or null for everything that is not exactly how these bytes are
 * written: a text with a changed letter must never mean the same.
 */
export function bytesOfBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? new Uint8Array(bytes) : null;
}

export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
