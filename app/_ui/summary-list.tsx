import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { whole } from "./whole.tsx";

type Row = {
  readonly term: string;
  readonly value: ReactNode;
  /** «Изменить» and where to. `about` is read out after it, so that ten equal links differ. */
  readonly change?: { readonly href: string; readonly label: string } | undefined;
};

type SummaryListProps = { readonly rows: readonly Row[]; readonly className?: string };

/** Facts by name: the review page, the tabs of an application. With «Изменить» links where a row may change. */
export function SummaryList({ rows, className }: SummaryListProps) {
  const columns = rows.some((row) => row.change !== undefined)
    ? "sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_6.5rem]"
    : "sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]";
  return (
    <dl className={classNames("divide-y divide-line border-y border-line", className)}>
      {rows.map((row) => (
        <div
          key={row.term}
          className={classNames("grid grid-cols-[minmax(0,1fr)] gap-x-6 py-3", columns)}
        >
          <dt className="text-sm text-ink-soft sm:text-base">{whole(row.term)}</dt>
          <dd className="font-medium wrap-anywhere">
            {typeof row.value === "string" ? whole(row.value) : row.value}
          </dd>
          {row.change !== undefined && (
            <dd className="print:hidden sm:text-end">
              <a
                href={row.change.href}
                className="inline-flex min-h-11 items-center text-link underline underline-offset-4 sm:min-h-0"
              >
                {row.change.label}
                <span className="sr-only">: {row.term}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
