import { readCsv } from "./read-csv.ts";
import { readXlsx } from "./read-xlsx.ts";
import { fail, ok, type Result } from "./result.ts";
import type { Table } from "./table.ts";

/**
 * encoding: text that is not UTF-8 (in other encodings Kazakh letters are lost before anybody reads it) · old-excel: XLS ·
 * quotes: a quotation mark that never ends, or stands in the middle of a cell
 */
export type TableProblem =
  | "empty"
  | "too-large"
  | "encoding"
  | "old-excel"
  | "not-a-table"
  | "quotes";

const mostBytes = 10_000_000;
const limits = { rows: 20_000, columns: 100, letters: 2_000 };

/** The rows of a table that somebody sent as CSV (comma, semicolon or tab) or XLSX. */
export function readTable(
  bytes: Uint8Array,
): Result<Table, TableProblem, { readonly line: number }> {
  const refuse = (code: TableProblem, line = 1) => fail(code, { line });
  if (bytes.length === 0) return refuse("empty");
  if (bytes.length > mostBytes) return refuse("too-large");
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return refuse("old-excel");
  if (startsWith(bytes, [0x50, 0x4b])) {
    const read = readXlsx(bytes, limits);
    return read.ok ? whole(read.value) : refuse(read.code);
  }
  const text = textOf(bytes);
  if (text === null) return refuse("encoding");
  if (text.includes("\0")) return refuse("not-a-table");
  const read = readCsv(text, limits);
  return read.ok
    ? whole({ rows: read.value, formulas: [], merged: [] })
    : refuse(read.code, read.detail.line);
}

function whole(table: Table): Result<Table, TableProblem, { readonly line: number }> {
  if (table.rows.length === 0) return fail("empty", { line: 1 });
  const long = table.rows.find(({ cells }) => cells.some((each) => each.length > limits.letters));
  return long === undefined ? ok(table) : fail("too-large", { line: long.line });
}

/** UTF-8 or, where its mark says so, UTF-16, as «Unicode text» of Excel is; null for everything else. */
function textOf(bytes: Uint8Array): string | null {
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? "utf-16le"
    : startsWith(bytes, [0xfe, 0xff])
      ? "utf-16be"
      : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function startsWith(bytes: Uint8Array, first: readonly number[]): boolean {
  return first.every((byte, i) => bytes[i] === byte);
}
