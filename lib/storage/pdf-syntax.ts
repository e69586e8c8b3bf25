// Reads the objects of a PDF (ISO 32000-1 §7.2–7.3), and tells of every name it meets, however deep or however written.

export type PdfValue =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "dictionary";
      readonly entries: ReadonlyMap<string, PdfValue>;
      /** A key stands twice: which of the two counts, each reader decides for itself. */
      readonly ambiguous: boolean;
    }
  | { readonly kind: "array"; readonly items: readonly PdfValue[] }
  | { readonly kind: "reference" | "string" | "word" | "end" };

/** What no reader is to be trusted with: brackets that do not match, nesting without end, more work than the file is worth. */
export class PdfUnreadable extends Error {}

/** How many bytes may be read in all; files that make a reader read the same bytes for ever run out of it. */
export type PdfBudget = { bytes: number };

const deepest = 60;

const whitespace = bytesOf("\0\t\n\f\r ");
const delimiters = bytesOf("()<>[]{}/%");
const [openParen, closeParen, less, greater] = [0x28, 0x29, 0x3c, 0x3e];
const [openBracket, closeBracket, slash, percent, backslash, hash] = [
  0x5b, 0x5d, 0x2f, 0x25, 0x5c, 0x23,
];
const [lineFeed, carriageReturn] = [0x0a, 0x0d];

/** One value after another from a place in the bytes. */
export class PdfReader {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #budget: PdfBudget;
  readonly #onName: (name: string) => void;

  constructor(
    bytes: Uint8Array,
    position: number,
    budget: PdfBudget,
    onName: (name: string) => void,
  ) {
    this.#bytes = bytes;
    this.position = position;
    this.#budget = budget;
    this.#onName = onName;
  }

  /** The value that begins here; `end` after the last. @throws PdfUnreadable */
  value(depth = 0): PdfValue {
    if (depth > deepest) throw new PdfUnreadable("nested too deeply");
    this.skipSpace();
    const start = this.position;
    const made = this.#read(depth);
    if (made.kind !== "dictionary" && made.kind !== "array") this.#charge(start);
    return made;
  }

  skipSpace(): void {
    const start = this.position;
    for (;;) {
      const byte = this.#bytes[this.position];
      if (byte === percent) while (!this.#atLineEnd()) this.position += 1;
      else if (byte !== undefined && whitespace.has(byte)) this.position += 1;
      else break;
    }
    this.#charge(start);
  }

  #charge(start: number): void {
    this.#budget.bytes -= this.position - start;
    if (this.#budget.bytes < 0) throw new PdfUnreadable("more work than the file is worth");
  }

  #read(depth: number): PdfValue {
    const byte = this.#bytes[this.position];
    const next = this.#bytes[this.position + 1];
    if (byte === undefined) return { kind: "end" };
    if (byte === slash) return { kind: "name", name: this.#name() };
    if (byte === openParen) return this.#string();
    if (byte === less && next === less) return this.#dictionary(depth);
    if (byte === less) return this.#hexString();
    if (byte === openBracket) return this.#array(depth);
    if (byte === closeBracket || byte === closeParen || byte === greater) {
      throw new PdfUnreadable("brackets that do not match");
    }
    return this.#word();
  }

  #name(): string {
    let text = "";
    this.position += 1;
    for (;;) {
      const byte = this.#bytes[this.position];
      if (byte === undefined || whitespace.has(byte) || delimiters.has(byte)) break;
      const escaped =
        byte === hash
          ? /^[0-9a-f]{2}$/i.exec(latin1(this.#bytes, this.position + 1, this.position + 3))
          : null;
      text += escaped
        ? String.fromCharCode(Number.parseInt(escaped[0], 16))
        : String.fromCharCode(byte);
      this.position += escaped ? 3 : 1;
    }
    this.#onName(text);
    return text;
  }

  #string(): PdfValue {
    let open = 0;
    for (; this.position < this.#bytes.length; this.position += 1) {
      const byte = this.#bytes[this.position];
      if (byte === backslash) this.position += 1;
      else if (byte === openParen) open += 1;
      else if (byte === closeParen) open -= 1;
      if (open === 0 && byte === closeParen) {
        this.position += 1;
        return { kind: "string" };
      }
    }
    throw new PdfUnreadable("a string without its end");
  }

  #hexString(): PdfValue {
    const end = this.#bytes.indexOf(greater, this.position);
    if (end === -1) throw new PdfUnreadable("a string without its end");
    this.position = end + 1;
    return { kind: "string" };
  }

  #array(depth: number): PdfValue {
    const items: PdfValue[] = [];
    this.position += 1;
    for (;;) {
      this.skipSpace();
      if (this.#bytes[this.position] === closeBracket) {
        this.position += 1;
        return { kind: "array", items };
      }
      const item = this.value(depth + 1);
      if (item.kind === "end") throw new PdfUnreadable("an array without its end");
      items.push(item);
    }
  }

  #dictionary(depth: number): PdfValue {
    const entries = new Map<string, PdfValue>();
    let ambiguous = false;
    this.position += 2;
    for (;;) {
      this.skipSpace();
      const byte = this.#bytes[this.position];
      if (byte === greater && this.#bytes[this.position + 1] === greater) {
        this.position += 2;
        return { kind: "dictionary", entries, ambiguous };
      }
      const key = this.value(depth + 1);
      if (key.kind !== "name")
        throw new PdfUnreadable("a dictionary with something else for a key");
      ambiguous ||= entries.has(key.name);
      entries.set(key.name, this.#entry(depth));
    }
  }

  // A value, or the three words of a reference: `12 0 R`.
  #entry(depth: number): PdfValue {
    const value = this.value(depth + 1);
    if (value.kind === "end") throw new PdfUnreadable("a dictionary without its end");
    if (value.kind !== "number") return value;
    const after = this.position;
    this.skipSpace();
    const reference = /^\d+/.exec(latin1(this.#bytes, this.position, this.position + 10));
    if (reference) {
      this.position += reference[0].length;
      this.skipSpace();
      if (this.#bytes[this.position] === 0x52) {
        this.position += 1;
        return { kind: "reference" };
      }
    }
    this.position = after;
    return value;
  }

  #word(): PdfValue {
    const start = this.position;
    this.position += 1;
    for (;;) {
      const byte = this.#bytes[this.position];
      if (byte === undefined || whitespace.has(byte) || delimiters.has(byte)) break;
      this.position += 1;
    }
    const text = latin1(this.#bytes, start, Math.min(this.position, start + 40));
    return /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)
      ? { kind: "number", value: Number(text) }
      : { kind: "word" };
  }

  #atLineEnd(): boolean {
    const byte = this.#bytes[this.position];
    return byte === undefined || byte === lineFeed || byte === carriageReturn;
  }
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    "latin1",
    start,
    end,
  );
}

function bytesOf(text: string): ReadonlySet<number> {
  return new Set(Buffer.from(text, "latin1"));
}
