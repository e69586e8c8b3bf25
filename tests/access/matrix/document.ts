import type { ActionName } from "#lib/access/actions.ts";
import { type StaffRole, staffRoles } from "#lib/access/actor.ts";
import { doors } from "./doors.ts";
import { type Expectation, expected } from "./expected.ts";
import { openFolders, publicDoors } from "./public-doors.ts";

/** Where the table for people stands. */
export const documentPath = "docs/access-matrix.md";

const closed = "—";

const introduction = `# Who may do what

Made by \`node bin/run.mjs tests/access/matrix/write-document.ts\` from the table of expectations (\`tests/access/matrix/expected.ts\`) and the doors that are knocked on (\`doors.ts\`); a test fails while this page is not current. The rules themselves are \`lib/access/actions.ts\`, written apart from the table, so that each holds the other.

A cell says the weakest sign-in that will do, ${closed} that there is none:

- **anyone**: without signing in.
- **light**: a password, a code, or the way by answers.
- **settled**: light, but not while a phone that came by answers can still be stopped (72 hours).
- **two-factor**: staff with password and code; not during those 72 hours either, for the password is the parent's.
- **strong**: e-signature or eGov Mobile. Strong opens everything that a weaker sign-in opens.

Whether it is yours is asked before how you signed in: who has no business there learns «no such thing» (404), never «sign in better». Visitors are asked to sign in (401), a sign-in that is too light leads to the strong ways and back to the same step with everything that was typed (403 from \`/api\`).

«The child's other representative» is one whom the register of births names and «Привязка» confirmed: sees the application, its papers and notices, and signs nothing of it; its drafts and the signed package stay with whoever signed, and a guardian's application with the guardian.

Staff are parents too: for their own children they stand in the owner's column, and their role opens nothing there. «Other region» is for staff a region that they hold no role in; a family's thing exists under its own region's address only.

`;

const columns: readonly {
  readonly title: string;
  readonly cell: (row: Expectation, action: ActionName) => string;
}[] = [
  { title: "visitor", cell: ({ open }) => (open === "all" ? "anyone" : closed) },
  {
    title: "owner",
    cell: ({ open, needs }) =>
      open === "all" ? "anyone" : open === "owner" || open === "each-person" ? needs : closed,
  },
  {
    title: "another parent",
    cell: ({ open, needs }) =>
      open === "all" ? "anyone" : open === "each-person" ? needs : closed,
  },
  ...staffRoles.map((role) => ({
    title: role.replaceAll("_", " "),
    cell: (row: Expectation) => cellOfStaff(row, role),
  })),
  { title: "other region", cell: cellElsewhere },
];

function cellOfStaff({ open, needs }: Expectation, role: StaffRole): string {
  if (open === "all") return "anyone";
  if (open === "each-person" || open === "each-desk") return needs;
  return open !== "owner" && open.includes(role) ? needs : closed;
}

function cellElsewhere({ open, needs }: Expectation): string {
  if (open === "all") return "anyone";
  if (open === "each-person") return needs;
  return open === "each-desk" ? `platform admin: ${needs}` : closed;
}

/** The whole page, as it must stand in the repository. */
export function accessDocument(): string {
  const head = ["action", ...columns.map(({ title }) => title), "audit", "why"];
  const rows = (Object.entries(expected) as [ActionName, Expectation][]).map(([action, row]) => [
    `\`${action}\``,
    ...columns.map(({ cell }) => cell(row, action)),
    row.audit ? "yes" : "",
    row.why,
  ]);
  const bound = (Object.keys(expected) as ActionName[]).map((action) => [
    `\`${action}\``,
    doors[action].map(({ name }) => `\`${name}\``).join(", "),
  ]);
  const reasons = Object.entries({ ...openFolders, ...publicDoors }).map(([file, reason]) => [
    `\`${file}\``,
    reason,
  ]);
  return [
    introduction,
    table(head, rows),
    "\n## Which commands and views ask for it\n\nEach is knocked on by every kind of visitor, by every sign-in, in both regions, on PostgreSQL (`tests/access/matrix/doors.test.ts`).\n\n",
    table(["action", "asked by"], bound),
    "\n## What asks nobody\n\nEvery other server action, route and personal page of `app` leads to the guard (`unguarded.test.ts` follows the calls through the sources).\n\n",
    table(["file", "why not"], reasons),
  ].join("");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[at] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |\n`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("");
}
