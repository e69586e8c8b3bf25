import { readFile, stat } from "node:fs/promises";
import { currentInstant } from "#db/demo-clock.ts";
import { importKindergartens } from "#lib/kindergartens/import.ts";
import { listPortals, portalBySlug } from "#lib/regions/views.ts";
import { exit, read, refused, say, textOf, withPortal, wrong } from "./command-line.ts";

const usage = "Usage: kezek import kindergartens FILE [--region SLUG] [--dry-run] [--json]";

/** What each code means to the operator, who has the file in front of them. */
const reasons: Readonly<Record<string, string>> = {
  empty: "empty",
  "too-large": "too large: at most 10 MB, 20,000 rows, 100 columns, 2,000 letters in a cell",
  encoding: "not UTF-8: save it as «CSV UTF-8» or as XLSX",
  "old-excel": "an old Excel file: save it as XLSX",
  "not-a-table": "not a CSV or XLSX file that can be read",
  quotes: "a quotation mark that does not end, or stands in the middle of a cell",
  "no-rows": "there are no rows under the heading",
  "unknown-column": "no such column",
  "repeated-column": "the column is there twice",
  "missing-column": "the column is missing",
  formula: "a formula, or a text that a spreadsheet would run",
  merged: "joined cells",
  ambiguous: "several on record have this name: give the BIN",
  "too-long": "too long",
  district: "not a district of this region, or none is needed",
  ownership: "must be state, private-ordered or private",
  language: "must be kk, ru or other, and one that the kindergarten teaches in",
  "language-in-use": "a group that works still is in another language",
  "queue-type":
    "must be general, special-correctional, special or sanatorium, and one that is served",
  "queue-type-in-use": "a group that works still is of another queue",
  groups: "must look like «2023 kk 20; 2021-2022 ru 25 special», each group once",
  "kindergarten-closed": "the kindergarten is closed",
  bin: "must be twelve digits",
  phone: "not a telephone of Kazakhstan",
  email: "not an e-mail address",
  site: "not a web address: it begins with https://",
  point: "not degrees; both latitude and longitude or none",
  days: "must be mon-fri, mon-sat or daily",
  time: "must look like 07:30",
  hours: "ends before it begins",
  day: "must look like 2026-09-01",
};

/** `kezek import kindergartens`: a file into a region's register, whole or not at all. */
export async function importKindergartensFile(argv: string[]): Promise<number> {
  const typed = read(argv, {
    region: { type: "string" },
    "dry-run": { type: "boolean" },
    json: { type: "boolean" },
  });
  const [file, ...more] = typed?.positionals ?? [];
  if (typed === null || file === undefined || more.length > 0) return wrong(usage);
  const json = typed.values["json"] === true;
  const dryRun = typed.values["dry-run"] === true;
  const slug = textOf(typed.values["region"]);
  const bytes = await bytesOf(file);
  if (bytes === null) return refused("no-file", `Cannot read ${file}`, json);
  return await withPortal(json, async () => {
    const portals = await listPortals();
    const only = portals.length === 1 ? (portals[0] ?? null) : null;
    const portal = slug === "" ? only : await portalBySlug(slug);
    if (portal === null) {
      const words = slug === "" ? "Name the region: --region SLUG" : `There is no region «${slug}»`;
      return refused("no-region", words, json);
    }
    const answer = await importKindergartens(
      { regionId: portal.id, bytes, dryRun },
      await currentInstant(),
    );
    if (!answer.ok) {
      const problems = answer.detail.map((each) => ({ ...each, reason: reasonOf(each.code) }));
      if (json) say({ ok: false, code: answer.code, problems }, "", true);
      else {
        const lines = problems.map(
          ({ line, column, reason }) => `line ${line}${column && `, ${column}`}: ${reason}`,
        );
        process.stderr.write(`${lines.join("\n")}\nNothing was changed.\n`);
      }
      return exit.refused;
    }
    const { added, changed, same, groupsAdded, groupsChanged } = answer.value;
    const words = [
      `Kindergartens added: ${added}, changed: ${changed}, as before: ${same}`,
      `Groups added: ${groupsAdded}, changed: ${groupsChanged}`,
      ...(dryRun ? ["Nothing was changed: this was a rehearsal"] : []),
    ];
    say({ ok: true, region: portal.slug, dryRun, ...answer.value }, words.join("\n"), json);
    return exit.done;
  });
}

function reasonOf(code: string): string {
  const [, line] = /^duplicate-of-(\d+)$/.exec(code) ?? [];
  return line === undefined ? (reasons[code] ?? code) : `the same as line ${line}`;
}

const mostBytes = 10_000_001;

/** Null for what is no file. One that is too large is refused by its size, and need not be read whole for that. */
async function bytesOf(file: string): Promise<Uint8Array | null> {
  try {
    const { size } = await stat(file);
    return size > mostBytes ? new Uint8Array(mostBytes) : await readFile(file);
  } catch {
    return null;
  }
}
