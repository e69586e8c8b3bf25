import { Icon } from "./icon.tsx";

type PaginationProps = {
  readonly label: string;
  readonly previous?: { readonly href: string; readonly label: string } | undefined;
  readonly next?: { readonly href: string; readonly label: string } | undefined;
  /** «41–60 из 600». */
  readonly place?: string | undefined;
};

/** Two links by cursor, not a row of page numbers: rows move while one reads. */
export function Pagination({ label, previous, next, place }: PaginationProps) {
  const linkClass =
    "inline-flex min-h-12 items-center gap-2 rounded-card border border-edge bg-surface px-4 font-semibold text-ink no-underline hover:border-action hover:bg-sky-soft";
  return (
    <nav
      aria-label={label}
      className="flex flex-wrap items-center justify-between gap-3 print:hidden"
    >
      {previous === undefined ? (
        <span />
      ) : (
        <a href={previous.href} rel="prev" className={linkClass}>
          <Icon name="back" />
          {previous.label}
        </a>
      )}
      {place !== undefined && <span className="tabular text-sm text-ink-soft">{place}</span>}
      {next === undefined ? (
        <span />
      ) : (
        <a href={next.href} rel="next" className={linkClass}>
          {next.label}
          <Icon name="arrow" />
        </a>
      )}
    </nav>
  );
}
