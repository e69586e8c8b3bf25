import { fail, ok, type Result } from "./result.ts";
import type { TableRow } from "./table.ts";

const separators = [";", ",", "\t"] as const;

/** The rows of a CSV text (RFC 4180) whose separator is the one that its first line has most of. */
export function readCsv(
  text: string,
  limits: { readonly rows: number; readonly columns: number },
): Result<TableRow[], "too-large" | "quotes", { readonly line: number }> {
  const separator = separatorOf(text);
  const rows: TableRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let begun = 1;
  let at = 0;
  const endRow = () => {
    if (cells.some((each) => each !== "")) rows.push({ line: begun, cells });
    cells = [];
  };
  while (at <= text.length) {
    const cell = cellAt(text, at, separator);
    if (cell === null) return fail("quotes", { line });
    cells.push(cell.text.trim());
    line += cell.lines;
    at = cell.end;
    const ends = at >= text.length;
    if (!ends && text[at] === separator) {
      at += 1;
      if (cells.length >= limits.columns) return fail("too-large", { line: begun });
      continue;
    }
    endRow();
    if (rows.length > limits.rows) return fail("too-large", { line: begun });
    if (ends) break;
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line += 1;
    begun = line;
  }
  return ok(rows);
}

type Cell = { readonly text: string; readonly end: number; readonly lines: number };

function cellAt(text: string, at: number, separator: string): Cell | null {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && text[end] !== separator && !isLineEnd(text[end])) {
      // A mark in the middle is a file whose cells are not what they seem.
      if (text[end] === '"') return null;
      end += 1;
    }
    return { text: text.slice(at, end), end, lines: 0 };
  }
  let inside = "";
  for (let end = at + 1; ;) {
    const close = text.indexOf('"', end);
    if (close === -1) return null;
    inside += text.slice(end, close);
    if (text[close + 1] === '"') {
      inside += '"';
      end = close + 2;
      continue;
    }
    const after = text[close + 1];
    if (after !== undefined && after !== separator && !isLineEnd(after)) return null;
    return { text: inside, end: close + 1, lines: (inside.match(/\n/g) ?? []).length };
  }
}

const isLineEnd = (letter: string | undefined) => letter === "\n" || letter === "\r";

function separatorOf(text: string): string {
  const [first = ""] = text.split(/[\r\n]/, 1);
  const counted = separators.map((each) => [first.split(each).length, each] as const);
  return counted.toSorted((a, b) => b[0] - a[0])[0]?.[1] ?? ",";
}
