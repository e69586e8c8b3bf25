import { addDays, type LocalDate } from "#lib/calendar/local-date.ts";
import { fold } from "#lib/i18n/search-fold.ts";
import type { Table, TableRow } from "#lib/platform/table.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { District } from "#lib/regions/views.ts";
import {
  type ImportColumn,
  importColumns,
  type ImportedGroup,
  isFormula,
  requiredColumns,
} from "./import-cells.ts";
import { factsFrom } from "./import-facts.ts";
import { type GroupFacts, groupFacts, type KindergartenFacts } from "./input.ts";
import { judgeFacts, judgeGroup } from "./rules.ts";
import type { GroupRow, KindergartenRow } from "./write.ts";

/** What is wrong in the file: the line (from 1), the column's name and the code of the reason. */
export type ImportProblem = {
  readonly line: number;
  readonly column: string;
  readonly code: string;
};

export type PlannedKindergarten = {
  readonly line: number;
  /** Null: it is new. */
  readonly row: KindergartenRow | null;
  readonly facts: KindergartenFacts;
  readonly groups: readonly { readonly row: GroupRow | null; readonly facts: GroupFacts }[];
};

export type ImportInto = {
  readonly districts: readonly District[];
  readonly kindergartens: readonly KindergartenRow[];
  readonly groups: readonly GroupRow[];
  readonly today: LocalDate;
  /** Children leave on 1 September of the year in which they reach this age (policy). */
  readonly ageLimitYears: number;
};

/**
 * What a file would change in the register: all of it, or every reason why nothing is. A kindergarten is known again by
 * its BIN, else by its Kazakh name and, where several have it, the address. A column that is not in the file changes
 * nothing; a kindergarten or group that is not in it stays as it is. Pure.
 */
export function planImport(
  table: Table,
  into: ImportInto,
): Result<PlannedKindergarten[], "rows", readonly ImportProblem[]> {
  const [head, ...rows] = table.rows;
  const columns = columnsOf(head);
  if (!columns.ok) return fail("rows", columns.detail);
  const nameOf = (column: number) => head?.cells[column]?.toLowerCase() ?? `#${column + 1}`;
  const problems: ImportProblem[] = [
    ...table.formulas.map((at) => ({ line: at.line, column: nameOf(at.column), code: "formula" })),
    ...table.merged.map((at) => ({ line: at.line, column: nameOf(at.column), code: "merged" })),
  ];
  if (rows.length === 0)
    problems.push({ line: (head?.line ?? 0) + 1, column: "", code: "no-rows" });
  const planned: PlannedKindergarten[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const read = readRow(row, columns.value, into);
    if (!read.ok) {
      problems.push(...read.detail);
      continue;
    }
    const { facts } = read.value;
    for (const [column, key] of keysOf(facts, read.value.row)) {
      const before = seen.get(key);
      if (before !== undefined)
        problems.push({ line: row.line, column, code: `duplicate-of-${before}` });
      else seen.set(key, row.line);
    }
    planned.push(read.value);
  }
  return problems.length > 0 ? fail("rows", inOrder(problems)) : ok(planned);
}

type Columns = ReadonlyMap<ImportColumn, number>;

function columnsOf(head: TableRow | undefined): Result<Columns, "rows", ImportProblem[]> {
  const line = head?.line ?? 1;
  const problems: ImportProblem[] = [];
  const columns = new Map<ImportColumn, number>();
  for (const [at, cell] of (head?.cells ?? []).entries()) {
    const name = cell.toLowerCase();
    if (name === "") continue;
    const known = importColumns.find((each) => each === name);
    if (known === undefined)
      problems.push({ line, column: cell.slice(0, 40), code: "unknown-column" });
    else if (columns.has(known)) problems.push({ line, column: known, code: "repeated-column" });
    else columns.set(known, at);
  }
  for (const column of requiredColumns) {
    if (!columns.has(column)) problems.push({ line, column, code: "missing-column" });
  }
  return problems.length > 0 ? fail("rows", problems) : ok(columns);
}

function readRow(
  { line, cells }: TableRow,
  columns: Columns,
  into: ImportInto,
): Result<PlannedKindergarten, "row", readonly ImportProblem[]> {
  const problem = (column: string, code: string) => fail("row", [{ line, column, code }]);
  const cellOf = (column: ImportColumn): string | null => {
    const at = columns.get(column);
    return at === undefined ? null : (cells[at] ?? "");
  };
  const injected = importColumns.find((column) => isFormula(column, cellOf(column) ?? ""));
  if (injected !== undefined) return problem(injected, "formula");
  const known = knownAgain(cellOf, into.kindergartens);
  if (known === "ambiguous") return problem("name_kk", "ambiguous");
  const read = factsFrom(cellOf, known, into.districts);
  if (!read.ok)
    return fail(
      "row",
      read.detail.map((each) => ({ line, ...each })),
    );
  const { facts, groups } = read.value;
  const own = into.groups.filter(({ kindergartenId }) => kindergartenId === known?.id);
  const katos = into.districts.map(({ kato }) => kato);
  const judged = judgeFacts(facts, katos, own, into.today);
  if (!judged.ok) {
    return problem(judged.code === "district" ? "district" : "languages", judged.code);
  }
  const planned = groupsFrom(groups, own, into);
  if (planned === null) return problem("groups", "groups");
  const of = { ...facts, closedOn: known?.closedOn ?? null };
  for (const each of planned) {
    const fits = judgeGroup(each.facts, of);
    if (!fits.ok) return problem("groups", fits.code);
  }
  return ok({ line, row: known, facts, groups: planned });
}

/** The row of the register that a line is about; null: a new one. */
function knownAgain(
  cellOf: (column: ImportColumn) => string | null,
  register: readonly KindergartenRow[],
): KindergartenRow | null | "ambiguous" {
  const bin = cellOf("bin");
  const byBin = bin ? register.find((each) => each.bin === bin) : undefined;
  if (byBin !== undefined) return byBin;
  const name = fold(cellOf("name_kk") ?? "");
  const address = fold(cellOf("address_kk") ?? "");
  // One with another BIN is another organisation, whatever it is called.
  const named = register.filter(
    (each) => fold(each.names.kk) === name && (!bin || each.bin === null),
  );
  const [first] = named;
  if (named.length <= 1) return first ?? null;
  const there = named.filter((each) => fold(each.address.kk) === address);
  return there.length === 1 ? (there[0] ?? null) : "ambiguous";
}

/** By what two lines of one file are the same: the row they change, the BIN, the name at the address. */
function keysOf(
  { bin, names, address }: KindergartenFacts,
  row: KindergartenRow | null,
): [column: string, key: string][] {
  if (row !== null) return [["name_kk", `row ${row.id}`]];
  const named: [string, string] = ["name_kk", `name ${fold(names.kk)} | ${fold(address.kk)}`];
  return bin === null ? [named] : [named, ["bin", `bin ${bin}`]];
}

/** Null where one of them cannot be, or two are the same. */
function groupsFrom(
  groups: readonly ImportedGroup[],
  own: readonly GroupRow[],
  { today, ageLimitYears }: ImportInto,
): PlannedKindergarten["groups"] | null {
  const working = own.filter(({ openTo }) => openTo === null || today < openTo);
  const seen = new Set<string>();
  const planned: { row: GroupRow | null; facts: GroupFacts }[] = [];
  for (const each of groups) {
    const key = keyOfGroup(each);
    const row = working.find((group) => keyOfGroup(group) === key) ?? null;
    const leave = `${each.cohortFrom + ageLimitYears}-09-01`;
    const facts = groupFacts.safeParse({
      ...each,
      names: row?.names ?? null,
      openFrom: row?.openFrom ?? today,
      openTo: row === null ? (leave > today ? leave : addDays(today, 1)) : row.openTo,
    });
    if (!facts.success || seen.has(key)) return null;
    seen.add(key);
    planned.push({ row, facts: facts.data });
  }
  return planned;
}

function keyOfGroup(
  group: Pick<ImportedGroup, "cohortFrom" | "cohortTo" | "language" | "queueType">,
) {
  return [group.cohortFrom, group.cohortTo, group.language, group.queueType].join(" ");
}

function inOrder(problems: readonly ImportProblem[]): ImportProblem[] {
  return problems.toSorted((a, b) => a.line - b.line);
}
