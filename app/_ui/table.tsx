import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";

type Column = { readonly key: string; readonly title: string; readonly number?: boolean };

type TableProps = {
  /** What the table shows; read first by a screen reader, visible when `showCaption`. */
  readonly caption: string;
  readonly showCaption?: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly {
    readonly key: string;
    readonly cells: Readonly<Record<string, ReactNode>>;
  }[];
  /** `dense` for staff: 16/24, tight rows, a head that stays. */
  readonly dense?: boolean;
  /** Five columns on a phone: the name of a row and its first figure in one line, the three others in the next. */
  readonly folded?: boolean;
};

/** A table with a named head for every column; the first cell of a row names the row. Wide ones scroll by themselves. */
export function Table({ caption, showCaption, columns, rows, dense, folded }: TableProps) {
  const line = folded ? "max-sm:flex max-sm:flex-wrap max-sm:items-end max-sm:py-3" : "";
  const place = (index: number) => {
    if (!folded) return "px-2 sm:px-3";
    return classNames("px-3", folds[index]);
  };
  return (
    <section
      {...reachable}
      aria-label={caption}
      className="overflow-x-auto rounded-card border border-line bg-surface"
    >
      <table
        className={classNames(
          "w-full border-collapse text-start",
          dense ? "text-dense" : "text-base",
        )}
      >
        <caption className={showCaption ? "p-3 text-start font-semibold" : "sr-only"}>
          {caption}
        </caption>
        <thead className={classNames("bg-sunken text-sm text-ink-soft", dense && "sticky top-0")}>
          <tr className={line}>
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                className={classNames(
                  "py-2.5 font-semibold",
                  place(index),
                  column.number ? "text-end" : "text-start",
                )}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.key} className={line}>
              {columns.map((column, index) => {
                const Cell = index === 0 ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    {...(index === 0 && { scope: "row" as const })}
                    className={classNames(
                      "align-top font-normal",
                      dense ? "py-1.5" : "py-3",
                      place(index),
                      column.number ? "tabular text-end whitespace-nowrap" : "text-start",
                    )}
                  >
                    {row.cells[column.key]}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The places of a folded row. The middle one of the second line holds the longest word, «Первоочередно». */
const folds = [
  "max-sm:w-1/2 max-sm:py-0 max-sm:font-semibold",
  "max-sm:w-1/2 max-sm:py-0 max-sm:font-semibold",
  "max-sm:w-[28%] max-sm:pt-1 max-sm:pe-0 max-sm:pb-0 max-sm:empty:hidden",
  "max-sm:w-2/5 max-sm:px-1 max-sm:pt-1 max-sm:pb-0 max-sm:empty:hidden",
  "max-sm:w-[32%] max-sm:ps-0 max-sm:pt-1 max-sm:pb-0 max-sm:empty:hidden",
] as const;

/** What scrolls must be reachable by keyboard (WCAG 2.1.1); browsers differ in doing it by themselves. */
const reachable = { tabIndex: 0 } as const;
