import { Malformed, tags } from "./asn1.ts";

/*
 * Brings BER to DER where the two differ only in form: indefinite lengths (X.690 §8.1.3.6), lengths longer than needed,
 * and OCTET STRINGs cut into chunks. Some signing programs stream their output so. RFC 5652 §5.4 asks for the
 * signature over the DER of the attributes, so what is verified is still exactly what was signed; anything that was DER
 * already comes out byte for byte.
 */

type Limits = { readonly maxDepth: number };

type Piece = { readonly der: Uint8Array; readonly end: number };

const endOfContents = 0x00;

/** @throws Malformed when the input is not BER, is nested deeper than `maxDepth`, or has anything after its end. */
export function toDer(input: Uint8Array, { maxDepth }: Limits): Uint8Array {
  const piece = convert(input, 0, input.length, maxDepth);
  if (piece.end !== input.length) throw new Malformed("trailing data");
  // A plain array of its own: a Buffer would come from a shared pool and not survive a clone as it is.
  return Uint8Array.from(piece.der);
}

function convert(input: Uint8Array, start: number, limit: number, depth: number): Piece {
  if (depth === 0) throw new Malformed("too deep");
  const tag = input[start];
  const first = input[start + 1];
  if (tag === undefined || first === undefined || start + 2 > limit) throw new Malformed("cut off");
  if ((tag & 0x1f) === 0x1f || tag === endOfContents) throw new Malformed("tag");
  const constructed = (tag & 0x20) !== 0;
  const { length, header } = readLength(input, start + 1, limit);

  if (length === null) {
    if (!constructed) throw new Malformed("indefinite length of a primitive");
    return convertParts(input, tag, start + 1 + header, limit, depth, true);
  }
  const end = start + 1 + header + length;
  if (end > limit) throw new Malformed("cut off");
  if (constructed) return convertParts(input, tag, start + 1 + header, end, depth, false);
  return { der: encode(tag, [input.subarray(start + 1 + header, end)]), end };
}

/** The parts of a constructed element up to `limit`, or up to the end-of-contents octets. */
function convertParts(
  input: Uint8Array,
  tag: number,
  start: number,
  limit: number,
  depth: number,
  indefinite: boolean,
): Piece {
  const parts: Uint8Array[] = [];
  let at = start;
  const atEnd = () => (indefinite ? isEndOfContents(input, at, limit) : at >= limit);
  while (!atEnd()) {
    const part = convert(input, at, limit, depth - 1);
    parts.push(part.der);
    at = part.end;
  }
  if (indefinite) at += 2;
  if (tag !== (tags.octetString | 0x20)) return { der: encode(tag, parts), end: at };
  const chunks = parts.map((part) => {
    if (part[0] !== tags.octetString) throw new Malformed("chunk");
    return part.subarray(1 + readLength(part, 1, part.length).header);
  });
  return { der: encode(tags.octetString, chunks), end: at };
}

function isEndOfContents(input: Uint8Array, at: number, limit: number): boolean {
  return at + 2 <= limit && input[at] === endOfContents && input[at + 1] === 0;
}

/** The length at `at`; null is the indefinite form. `header` counts the octets of the length itself. */
function readLength(
  input: Uint8Array,
  at: number,
  limit: number,
): { length: number | null; header: number } {
  const first = input[at] ?? 0;
  if (first < 0x80) return { length: first, header: 1 };
  const count = first & 0x7f;
  if (count === 0) return { length: null, header: 1 };
  if (count > 6 || at + 1 + count > limit) throw new Malformed("length form");
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (input[at + i] ?? 0);
  return { length, header: 1 + count };
}

function encode(tag: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag, ...derLength(length)]), ...parts]);
}

/** The minimal octets of a definite length. */
export function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}
