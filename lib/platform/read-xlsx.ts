import { fail, ok, type Result } from "./result.ts";
import type { Table, TableRow } from "./table.ts";
import { xmlTokens } from "./xml-tokens.ts";
import { openZip } from "./zip-reader.ts";

export type XlsxProblem = "not-a-table" | "too-large";

const mostUnpacked = 60_000_000;

/**
 * The first sheet of a workbook (ECMA-376), cell by cell as it is stored: numbers, days and times as the numbers that
 * they are. What a formula gives is not taken: a cell with one is told in `formulas`, cells that are joined in `merged`.
 */
export function readXlsx(
  bytes: Uint8Array,
  limits: { readonly rows: number; readonly columns: number },
): Result<Table, XlsxProblem> {
  const zip = openZip(bytes, mostUnpacked);
  if (zip === null) return fail("not-a-table");
  const part = (name: string) => {
    const found = zip.read(name);
    return found === null ? null : new TextDecoder("utf-8", { fatal: true }).decode(found);
  };
  try {
    const workbook = part("xl/workbook.xml");
    const links = part("xl/_rels/workbook.xml.rels");
    const sheetPart = workbook && links && firstSheet(workbook, links);
    const sheet = sheetPart ? part(sheetPart) : null;
    if (sheet === null) return fail("not-a-table");
    return sheetOf(sheet, sharedStrings(part("xl/sharedStrings.xml") ?? ""), limits);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return fail("not-a-table");
    throw error;
  }
}

function firstSheet(workbook: string, links: string): string | null {
  let id: string | undefined;
  for (const token of xmlTokens(workbook)) {
    if (token.kind === "open" && token.name === "sheet") id ??= token.attributes.get("id");
  }
  for (const token of xmlTokens(links)) {
    if (token.kind !== "open" || token.name !== "Relationship") continue;
    const { attributes } = token;
    const target = attributes.get("Target") ?? "";
    if (attributes.get("Id") !== id || attributes.get("TargetMode") === "External") continue;
    return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  }
  return null;
}

/** Texts that cells share, each of one or several runs; how it is read aloud (rPh) is no part of it. */
function sharedStrings(xml: string): string[] {
  const texts: string[] = [];
  let inText = false;
  let aside = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind === "text") {
      if (inText && !aside) texts.push((texts.pop() ?? "") + token.text);
      continue;
    }
    const opens = token.kind === "open";
    if (token.name === "si" && opens) texts.push("");
    else if (token.name === "t") inText = opens;
    else if (token.name === "rPh") aside = opens;
  }
  return texts;
}

type Cell = { column: number; type: string; text: string };

function sheetOf(
  xml: string,
  shared: readonly string[],
  limits: { readonly rows: number; readonly columns: number },
): Result<Table, XlsxProblem> {
  const rows: TableRow[] = [];
  const formulas: { line: number; column: number }[] = [];
  const merged: { line: number; column: number }[] = [];
  let line = 0;
  let cells: string[] = [];
  let cell: Cell | null = null;
  let inValue = false;
  let aside = false;
  for (const token of xmlTokens(xml)) {
    if (token.kind === "text") {
      if (cell !== null && inValue && !aside) cell.text += token.text;
      continue;
    }
    const opens = token.kind === "open";
    if (token.name === "v" || token.name === "t") inValue = opens;
    else if (token.name === "rPh") aside = opens;
    else if (token.name === "f") {
      if (opens && cell !== null) formulas.push({ line, column: cell.column });
    } else if (token.name === "row") {
      if (token.kind === "open") {
        const next = Number(token.attributes.get("r") ?? line + 1);
        if (!Number.isSafeInteger(next) || next <= line) return fail("not-a-table");
        [line, cells] = [next, []];
      } else if (cells.some((each) => each !== "")) {
        rows.push({ line, cells: Array.from(cells, (each) => each ?? "") });
        if (rows.length > limits.rows) return fail("too-large");
      }
    } else if (token.name === "c") {
      if (token.kind === "open") {
        const place = placeOf(token.attributes.get("r") ?? "");
        const column = place?.column ?? cells.length;
        if (column >= limits.columns) return fail("too-large");
        cell = { column, type: token.attributes.get("t") ?? "n", text: "" };
      } else if (cell !== null) {
        cells[cell.column] = valueOf(cell, shared).trim();
        cell = null;
      }
    } else if (token.kind === "open" && token.name === "mergeCell") {
      const place = placeOf(token.attributes.get("ref")?.split(":")[0] ?? "");
      if (place !== null) merged.push(place);
    }
  }
  return ok({ rows, formulas, merged });
}

function valueOf({ type, text }: Cell, shared: readonly string[]): string {
  if (type === "s") return shared[Number(text)] ?? "";
  // What a formula could not give (#REF!) is nothing.
  return type === "e" ? "" : text;
}

/** «B12»: from A1 on; the column from 0. */
function placeOf(text: string): { line: number; column: number } | null {
  const [, letters = "", digits = ""] = /^([A-Z]{1,3})(\d{1,7})$/.exec(text) ?? [];
  if (letters === "") return null;
  const column = [...letters].reduce((sum, each) => sum * 26 + each.charCodeAt(0) - 64, 0) - 1;
  return { line: Number(digits), column };
}
