import { tags } from "#lib/eds/asn1.ts";
import * as der from "#lib/eds/der.ts";

/** The same message with indefinite lengths and the content in chunks, as streaming programs write it. */
export function streamed(element: Uint8Array): Uint8Array {
  const header = element[1] === undefined || element[1] < 0x80 ? 2 : 2 + (element[1] & 0x7f);
  const tag = element[0] ?? 0;
  const body = element.subarray(header);
  if (tag === tags.octetString) {
    const half = body.length >> 1;
    const chunks = [der.octetString(body.subarray(0, half)), der.octetString(body.subarray(half))];
    return Buffer.concat([Uint8Array.of(0x24, 0x80), ...chunks, Uint8Array.of(0, 0)]);
  }
  if ((tag & 0x20) === 0) return element;
  const parts: Uint8Array[] = [];
  for (let offset = 0; offset < body.length;) {
    const first = body[offset + 1] ?? 0;
    const count = first < 0x80 ? 0 : first & 0x7f;
    const length =
      count === 0
        ? first
        : Number.parseInt(
            Buffer.from(body.subarray(offset + 2, offset + 2 + count)).toString("hex"),
            16,
          );
    const end = offset + 2 + count + length;
    parts.push(streamed(body.subarray(offset, end)));
    offset = end;
  }
  return Buffer.concat([Uint8Array.of(tag, 0x80), ...parts, Uint8Array.of(0, 0)]);
}
