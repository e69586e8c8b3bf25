const sequenceTag = 0x30;
const armour =
  /^[\r\n ]*-----BEGIN (CMS|PKCS7|CERTIFICATE|X509 CRL|OCSP RESPONSE)-----\r?\n([^-]*)-----END \1-----[\r\n ]*$/;

/**
 * The bytes behind what a person or a program hands over: DER or BER as it is, or base64 with or without PEM's
 * `-----` lines (NCALayer labels them CMS, OpenSSL PKCS7 too). Null when it is neither. Only canonical base64 is taken, so
 * that no two different texts mean the same bytes. Base64 of what begins with a SEQUENCE begins with «M», so the
 * first byte tells the two apart.
 */
export function binaryOf(input: Uint8Array): Uint8Array | null {
  if (input[0] === sequenceTag) return Uint8Array.from(input);
  const text = Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString("latin1");
  const body = (armour.exec(text)?.[2] ?? text).replaceAll(/[\r\n ]/g, "");
  if (body === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return null;
  const bytes = Buffer.from(body, "base64");
  return bytes.toString("base64") === body ? new Uint8Array(bytes) : null;
}

/** The bytes in PEM, with lines of 64 letters. */
export function pemOf(bytes: Uint8Array, label: "CMS" | "CERTIFICATE"): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
