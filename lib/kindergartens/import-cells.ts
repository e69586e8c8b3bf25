import { fold } from "#lib/i18n/search-fold.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { District } from "#lib/regions/views.ts";

// What the cells of an import mean. A cell is text; a workbook gives days and times as numbers.

export const importColumns = [
  "name_kk",
  "name_ru",
  "bin",
  "district",
  "address_kk",
  "address_ru",
  "latitude",
  "longitude",
  "phone",
  "email",
  "site",
  "ownership",
  "languages",
  "queue_types",
  "days",
  "from",
  "to",
  "opened_on",
  "groups",
] as const;
export type ImportColumn = (typeof importColumns)[number];

export const requiredColumns = [
  "name_kk",
  "name_ru",
  "address_kk",
  "address_ru",
  "ownership",
  "languages",
] as const satisfies readonly ImportColumn[];

// What is only ever read. A number may begin with a sign, and a telephone with a plus.
const wordColumns: readonly ImportColumn[] = ["name_kk", "name_ru", "address_kk", "address_ru"];

/** A text that a spreadsheet would run when this register is exported one day. */
export function isFormula(column: ImportColumn, cell: string): boolean {
  return wordColumns.includes(column) && /^[=+\-@\t\r|]/.test(cell);
}

export function listIn(cell: string): string[] {
  return cell
    .split(/[,;/]/)
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== "");
}

/** «51,2378» as well as «51.2378». @returns NaN for what is no number */
export function numberIn(cell: string): number {
  return /^[-+]?\d{1,3}(?:[.,]\d{1,15})?$/.test(cell) ? Number(cell.replace(",", ".")) : Number.NaN;
}

/** «2026-09-01», «01.09.2026», or the number of a day in a workbook. @returns `YYYY-MM-DD`, or what was typed */
export function dayIn(cell: string): string {
  const [, day = "", month = "", year] = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(cell) ?? [];
  if (year !== undefined) return `${year}-${month}-${day}`;
  if (!/^\d{5}$/.test(cell)) return cell;
  // Day 1 is 1 January 1900, and 1900 has a 29 February that never was.
  return new Date(Date.UTC(1899, 11, 30) + Number(cell) * 86_400_000).toISOString().slice(0, 10);
}

/** «7:30», «07:30:00», or the part of a day in a workbook. @returns `HH:MM`, or what was typed */
export function timeIn(cell: string): string {
  const [, hours = "", minutes] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(cell) ?? [];
  if (minutes !== undefined) return `${hours.padStart(2, "0")}:${minutes}`;
  const part = /^(?:0(?:\.\d+)?|1)$/.test(cell) ? Number(cell) : Number.NaN;
  if (Number.isNaN(part)) return cell;
  const total = Math.round(part * 1440);
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${pad(Math.floor(total / 60))}:${pad(total % 60)}`;
}

/** KATO, or the district's name in Kazakh or Russian. */
export function districtIn(cell: string, districts: readonly District[]): string | null {
  const wanted = fold(cell);
  const found = districts.find(
    ({ kato, names }) =>
      kato === cell || [names.kk, names.ru].some((name) => fold(name) === wanted),
  );
  return found?.kato ?? null;
}

export type ImportedGroup = {
  readonly cohortFrom: number;
  readonly cohortTo: number;
  readonly language: string;
  readonly capacity: number;
  readonly queueType: string;
};

/** «2023 kk 20; 2021-2022 ru 25 special»: birth years, language, places, and the queue where it is not the general one. */
export function groupsIn(cell: string): Result<ImportedGroup[], "groups"> {
  const groups: ImportedGroup[] = [];
  for (const part of cell.split(";")) {
    if (part.trim() === "") continue;
    const found = /^(\d{4})(?:\s*[-–]\s*(\d{4}))?\s+([a-z]+)\s+(\d{1,3})(?:\s+([a-z-]+))?$/.exec(
      part.trim().toLowerCase(),
    );
    if (found === null) return fail("groups");
    const [, first = "", last = first, language = "", capacity = "", queueType = "general"] = found;
    groups.push({
      cohortFrom: Number(first),
      cohortTo: Number(last),
      language,
      capacity: Number(capacity),
      queueType,
    });
  }
  return ok(groups);
}
