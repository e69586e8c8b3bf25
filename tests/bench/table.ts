import type { Row } from "./rows.ts";

const heads = ["name", "value", "baseline", "ratio", "spread", "target", ""];

/** The rows as people read them. */
export function table(rows: readonly Row[]): string {
  const lines = [heads, ...rows.map(cells)];
  const widths = heads.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = lines.map((line) =>
    line
      .map((cell, i) =>
        i === 0 || i > 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  const missed = rows.filter((row) => !row.met && !row.void && !row.control);
  const voided = rows.filter((row) => row.void && row.control);
  return [
    "",
    ...text,
    "",
    `${rows.length - rows.filter((row) => !row.met).length} of ${rows.length} as they should be; missed: ${missed.map(({ name }) => name).join("; ") || "none"}`,
    ...voided.map(({ name }) => `VOID: «${name}» did not fail, so its neighbours prove nothing.`),
    "",
  ].join("\n");
}

function cells(row: Row): string[] {
  const { lowest, highest } = row.spread;
  return [
    row.name,
    `${short(row.value)} ${row.unit}`,
    row.baseline === null ? "–" : short(row.baseline),
    row.ratio === null ? "–" : `${short(row.ratio)}×`,
    lowest === highest ? "–" : `${short(lowest)}…${short(highest)}`,
    row.target,
    row.void ? "void" : row.met ? "✓" : "✗",
  ];
}

function short(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
