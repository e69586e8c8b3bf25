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
};

/** A table with a named head for every column; the first cell of a row names the row. Wide ones scroll by themselves. */
export function Table({ caption, showCaption, columns, rows, dense }: TableProps) {
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
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={classNames(
                  "px-3 py-2.5 font-semibold",
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
            <tr key={row.key}>
              {columns.map((column, index) => {
                const Cell = index === 0 ? "th" : "td";
                return (
                  <Cell
                    key={column.key}
                    {...(index === 0 && { scope: "row" as const })}
                    className={classNames(
                      "px-3 align-top font-normal",
                      dense ? "py-1.5" : "py-3",
                      column.number ? "tabular text-end" : "text-start",
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

/** What scrolls must be reachable by keyboard (WCAG 2.1.1); browsers differ in doing it by themselves. */
const reachable = { tabIndex: 0 } as const;
