/*
 * A strict reader of DER. It is our own, and not a general ASN.1 library, for three reasons: the bytes that were signed
 * must be reachable as they were received; a signature must not survive a changed tag, length or padding, so nothing is
 * read leniently; and a revocation list of some megabytes must be walked without building a tree of it.
 */

/** Thrown inside this room only, for input that is not what it should be; `reading` turns it into a value. */
export class Malformed extends Error {}

export type Element = {
  /** The identifier octet: class, constructed bit and number together, e.g. 0x30 for SEQUENCE, 0xa0 for [0]. */
  readonly tag: number;
  /** The whole element, header included: a view into the input. */
  readonly bytes: Uint8Array;
  /** The content: a view into the input. */
  readonly content: Uint8Array;
};

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nothing: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The identifier octet of a context-specific tag, e.g. `contextTag(0)` is the constructed [0]. */
export function contextTag(
  number: number,
  form: "constructed" | "primitive" = "constructed",
): number {
  return (form === "constructed" ? 0xa0 : 0x80) + number;
}

/** Runs a parser; null when the input is malformed. Any other exception is a bug and goes on. */
export function reading<T>(parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** The element at `offset`: definite, minimal length; one-byte tag. */
export function elementAt(bytes: Uint8Array, offset = 0): Element {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new Malformed("cut off");
  if ((tag & 0x1f) === 0x1f) throw new Malformed("long tag");
  let length = first;
  let start = offset + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new Malformed("length form");
    length = 0;
    for (let i = 0; i < count; i++) {
      const byte = bytes[start + i];
      if (byte === undefined) throw new Malformed("cut off");
      length = length * 256 + byte;
    }
    start += count;
    if (length < 0x80 || length < 256 ** (count - 1)) throw new Malformed("length not minimal");
  }
  const end = start + length;
  if (end > bytes.length) throw new Malformed("cut off");
  return { tag, bytes: bytes.subarray(offset, end), content: bytes.subarray(start, end) };
}

/** The one element that `bytes` are, with nothing after it. */
export function onlyElement(bytes: Uint8Array, tag?: number): Element {
  const element = elementAt(bytes);
  if (element.bytes.length !== bytes.length) throw new Malformed("trailing data");
  if (tag !== undefined && element.tag !== tag) throw new Malformed("unexpected tag");
  return element;
}

/** Walks the elements of a constructed content in order. */
export type Cursor = {
  /** The next element, which must have this tag. */
  next(tag?: number): Element;
  /** The next element if it has this tag. */
  optional(tag: number): Element | null;
  more(): boolean;
  /** Nothing may be left. */
  end(): void;
};

export function cursor(content: Uint8Array): Cursor {
  let offset = 0;
  const next = (tag?: number): Element => {
    const element = elementAt(content, offset);
    if (tag !== undefined && element.tag !== tag) throw new Malformed("unexpected tag");
    offset += element.bytes.length;
    return element;
  };
  return {
    next,
    optional: (tag) => (content[offset] === tag ? next(tag) : null),
    more: () => offset < content.length,
    end: () => {
      if (offset < content.length) throw new Malformed("unexpected element");
    },
  };
}

/** Every element of a constructed content. */
export function elements(content: Uint8Array, tag?: number): Element[] {
  const list: Element[] = [];
  const walk = cursor(content);
  while (walk.more()) list.push(walk.next(tag));
  return list;
}

export function expect(element: Element, tag: number): Element {
  if (element.tag !== tag) throw new Malformed("unexpected tag");
  return element;
}

/** An object identifier in dotted form. */
export function oid(element: Element): string {
  const { content } = expect(element, tags.oid);
  const arcs: bigint[] = [];
  let value = 0n;
  let open = false;
  for (const byte of content) {
    if (!open && byte === 0x80) throw new Malformed("object identifier not minimal");
    value = (value << 7n) | BigInt(byte & 0x7f);
    open = byte >= 0x80;
    if (open) continue;
    if (arcs.length === 0) {
      const root = value < 40n ? 0n : value < 80n ? 1n : 2n;
      arcs.push(root, value - root * 40n);
    } else arcs.push(value);
    value = 0n;
  }
  if (open || arcs.length === 0) throw new Malformed("object identifier");
  return arcs.join(".");
}

/** The two's complement bytes of an INTEGER, minimal. */
export function integerBytes(element: Element): Uint8Array {
  const { content } = expect(element, tags.integer);
  const [first, second] = content;
  if (first === undefined) throw new Malformed("empty integer");
  if (second !== undefined) {
    if (first === 0 && second < 0x80) throw new Malformed("integer not minimal");
    if (first === 0xff && second >= 0x80) throw new Malformed("integer not minimal");
  }
  return content;
}

/** A small non-negative INTEGER (versions, path lengths). */
export function smallInteger(element: Element): number {
  const bytes = integerBytes(element);
  const [value] = bytes;
  if (bytes.length !== 1 || value === undefined || value > 0x7f)
    throw new Malformed("integer range");
  return value;
}

export function boolean(element: Element): boolean {
  const { content } = expect(element, tags.boolean);
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff))
    throw new Malformed("boolean");
  return content[0] === 0xff;
}

/** The bytes of a BIT STRING with no unused bits: keys and signatures. */
export function wholeBits(element: Element): Uint8Array {
  const { content } = expect(element, tags.bitString);
  if (content[0] !== 0) throw new Malformed("bit string");
  return content.subarray(1);
}

/** The numbers of the bits that are set, the first bit being 0: key usage. */
export function namedBits(element: Element): number[] {
  const { content } = expect(element, tags.bitString);
  const unused = content[0];
  if (unused === undefined || unused > 7) throw new Malformed("bit string");
  const set: number[] = [];
  for (let i = 0; i < (content.length - 1) * 8 - unused; i++) {
    if ((((content[1 + (i >> 3)] ?? 0) << (i & 7)) & 0x80) !== 0) set.push(i);
  }
  return set;
}

/** UTCTime or GeneralizedTime in the form that RFC 5280 §4.1.2.5 allows: to the second, in UTC. */
export function time(element: Element): Date {
  const text = Buffer.from(element.content).toString("latin1");
  const short = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const long = /^(\d\d\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
  const match =
    element.tag === tags.utcTime
      ? short.exec(text)
      : element.tag === tags.generalizedTime
        ? long.exec(text)
        : null;
  if (match === null) throw new Malformed("time");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number);
  const full = element.tag === tags.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
  const date = new Date(Date.UTC(full, month - 1, day, hour, minute, second));
  date.setUTCFullYear(full);
  const same =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour;
  if (!same || minute > 59 || second > 59) throw new Malformed("time");
  return date;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
