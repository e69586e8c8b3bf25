import { inflateSync } from "node:zlib";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import { pdfPageLimit } from "./file-limits.ts";
import { type PdfBudget, PdfReader, PdfUnreadable, type PdfValue } from "./pdf-syntax.ts";

export type PdfRefusal =
  | "file-damaged"
  | "file-type"
  | "file-pdf-active"
  | "file-pdf-locked"
  | "file-pdf-long";

// What the objects of one file may unpack to. A paper's objects are some kilobytes; its pictures are not unpacked.
const unpackedLimit = 32_000_000;

/**
 * The names of ISO 32000 without which nothing runs, opens, sends or carries another file: scripts, launched programs,
 * files within the file, forms of XFA, films, ways into other files (which also hand over the reader's Windows
 * password: GoToR, GoToE).
 */
const active: ReadonlySet<string> = new Set([
  "JavaScript",
  "JS",
  "Launch",
  "EmbeddedFile",
  "EmbeddedFiles",
  "EF",
  "FileAttachment",
  "Collection",
  "XFA",
  "NeedsRendering",
  "RichMedia",
  "Rendition",
  "Movie",
  "Sound",
  "GoToR",
  "GoToE",
  "SubmitForm",
  "ImportData",
]);

/**
 * Whether a PDF is nothing but pages. Readers find objects by tables, by guessing where a table lies, or by searching
 * the whole file, and each mends broken files in its own way; so nothing here follows a table. Whatever any reader can
 * take for an object begins behind the word `obj` or `trailer` or lies in an object stream: all of them are read,
 * also those within streams, strings, comments and behind the end. What cannot be read for sure is refused.
 *
 * `file-pdf-active`: scripts, attachments, programs, XFA; `file-pdf-locked`: encrypted; `file-pdf-long`: over 100
 * pages; `file-type`: an archive as well; `file-damaged`: broken, without pages, or made to exhaust its reader.
 */
export function inspectPdf(bytes: Uint8Array): Result<{ readonly pages: number }, PdfRefusal> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isArchiveToo(file)) return fail("file-type");
  const end = file.lastIndexOf("%%EOF");
  // Bytes behind the end are how a PDF is something else besides; a few empty ones are a habit of scanners.
  if (end === -1 || /[^\0\t\n\f\r ]/.test(file.toString("latin1", end + 5))) {
    return fail("file-damaged");
  }
  const search = new Search(file);
  try {
    search.run();
  } catch (error) {
    if (!(error instanceof PdfUnreadable)) throw error;
    // Encrypted and active files say so even where the rest of them cannot be read.
    return fail(search.worst() ?? "file-damaged");
  }
  const worst = search.worst();
  if (worst !== null) return fail(worst);
  const pages = search.pages();
  if (pages === 0) return fail("file-damaged");
  return pages > pdfPageLimit ? fail("file-pdf-long") : ok({ pages });
}

class Search {
  readonly #file: Buffer;
  readonly #names = new Set<string>();
  readonly #pages = new Set<string>();
  readonly #budget: PdfBudget;
  #unpacked = 0;
  #counted = 0;

  constructor(file: Buffer) {
    this.#file = file;
    this.#budget = { bytes: file.length * 3 + 1_000_000 };
  }

  run(): void {
    for (const place of placesOf(this.#file, "obj")) {
      const before = this.#file[place - 1] ?? 0;
      // «7 0 obj»: a number goes before it, perhaps with a comment between.
      if (!/[\0\t\n\f\r 0-9.+-]/.test(String.fromCharCode(before))) continue;
      this.#object(place + 3, numberBefore(this.#file, place));
    }
    for (const place of placesOf(this.#file, "trailer")) {
      this.#read(this.#file, place + 7).value();
    }
  }

  worst(): "file-pdf-active" | "file-pdf-locked" | null {
    if (this.#names.has("Encrypt")) return "file-pdf-locked";
    for (const name of this.#names) if (active.has(name)) return "file-pdf-active";
    return null;
  }

  pages(): number {
    return Math.max(this.#pages.size, this.#counted);
  }

  #object(place: number, id: string): void {
    const heard = new Set<string>();
    const reader = this.#read(this.#file, place, heard);
    const value = reader.value();
    this.#note(value, id);
    reader.skipSpace();
    const start = reader.position + 6;
    if (this.#file.toString("latin1", reader.position, start) !== "stream") return;
    if (!heard.has("First") && !heard.has("ObjStm")) return;
    if (value.kind !== "dictionary" || value.ambiguous) {
      throw new PdfUnreadable("an object stream that can be read in two ways");
    }
    this.#objectStream(value.entries, start);
  }

  // §7.5.7: pairs of number and offset, then from /First on the objects.
  #objectStream(entries: ReadonlyMap<string, PdfValue>, start: number): void {
    const count = wholeNumber(entries.get("N"));
    const first = wholeNumber(entries.get("First"));
    const plain = this.#unpack(entries, start);
    const head = plain.toString("latin1", 0, first).match(/\d+/g) ?? [];
    if (head.length < count * 2) throw new PdfUnreadable("an object stream without its table");
    // Readers take the objects by the table or one after the other.
    for (let i = 0; i < count; i += 1) {
      const offset = first + Number(head[i * 2 + 1]);
      this.#note(this.#read(plain, offset).value(), String(head[i * 2]));
    }
    const all = this.#read(plain, first);
    while (all.value().kind !== "end");
  }

  #unpack(entries: ReadonlyMap<string, PdfValue>, start: number): Buffer {
    const file = this.#file;
    const skip = file[start] === 0x0d ? (file[start + 1] === 0x0a ? 2 : 1) : 1;
    const end = file.indexOf("endstream", start);
    const packed = file.subarray(start + skip, end === -1 ? file.length : end);
    const filter = onlyFilter(entries);
    const left = unpackedLimit - this.#unpacked;
    const plain = filter === null ? packed : inflate(packed, left);
    this.#unpacked += plain.length;
    if (this.#unpacked > unpackedLimit) throw new PdfUnreadable("unpacks to too much");
    this.#budget.bytes += plain.length * 3;
    return plain;
  }

  #read(bytes: Buffer, place: number, heard?: Set<string>): PdfReader {
    return new PdfReader(bytes, place, this.#budget, (name) => {
      this.#names.add(name);
      heard?.add(name);
    });
  }

  #note(value: PdfValue, id: string): void {
    if (value.kind !== "dictionary") return;
    const type = value.entries.get("Type");
    if (type?.kind !== "name") return;
    if (type.name === "Page") this.#pages.add(id);
    const count = value.entries.get("Count");
    if (type.name === "Pages" && count?.kind === "number") {
      this.#counted = Math.max(this.#counted, count.value);
    }
  }
}

function* placesOf(file: Buffer, word: string): Generator<number> {
  for (let at = file.indexOf(word); at !== -1; at = file.indexOf(word, at + word.length)) yield at;
}

// An object that was replaced later has the same number; without one, its place stands for it.
function numberBefore(file: Buffer, place: number): string {
  const before = file.toString("latin1", Math.max(0, place - 30), place);
  return /(\d+)\s+\d+\s*$/.exec(before)?.[1] ?? `at ${place}`;
}

function wholeNumber(value: PdfValue | undefined): number {
  if (value?.kind !== "number" || !Number.isInteger(value.value) || value.value < 0) {
    throw new PdfUnreadable("an object stream without its numbers");
  }
  return value.value;
}

// Object streams come deflated or plain. What else the standard would allow nobody writes but to hide something.
function onlyFilter(entries: ReadonlyMap<string, PdfValue>): "FlateDecode" | null {
  if (entries.has("DecodeParms") || entries.has("DP") || entries.has("F")) {
    throw new PdfUnreadable("an object stream packed in an unusual way");
  }
  const given = entries.get("Filter") ?? entries.get("FL");
  const filters = given === undefined ? [] : given.kind === "array" ? given.items : [given];
  const [filter, ...more] = filters;
  if (filter === undefined) return null;
  if (more.length > 0 || filter.kind !== "name" || filter.name !== "FlateDecode") {
    throw new PdfUnreadable("an object stream packed in an unusual way");
  }
  return "FlateDecode";
}

function inflate(packed: Buffer, limit: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(1, limit) });
  } catch {
    throw new PdfUnreadable("does not unpack");
  }
}

// A ZIP is read from its end: a directory there makes the file an archive, or a program, to whoever opens it as one.
function isArchiveToo(file: Buffer): boolean {
  return file.includes("PK\x05\x06", Math.max(0, file.length - 65_557), "latin1");
}
