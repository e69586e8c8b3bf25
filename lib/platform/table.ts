/** A row that is not empty, by its line in the file (from 1), with its cells as text, trimmed. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };
type Place = { readonly line: number; readonly column: number };
export type Table = {
  readonly rows: readonly TableRow[];
  /** Cells that hold a formula, and the first of cells that are joined; columns from 0. */
  readonly formulas: readonly Place[];
  readonly merged: readonly Place[];
};
