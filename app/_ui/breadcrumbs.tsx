import { Link } from "./link.tsx";

export type Crumb = { readonly label: string; readonly href: string };

type BreadcrumbsProps = {
  /** What the row is, for a screen reader. */
  readonly label: string;
  /** The way here, without the page itself. */
  readonly crumbs: readonly Crumb[];
  /** The page itself, the last and unlinked word. */
  readonly here: string;
};

/** «Главная / Личный кабинет / Вход в Личный кабинет», as in the manuals. */
export function Breadcrumbs({ label, crumbs, here }: BreadcrumbsProps) {
  return (
    <nav aria-label={label} className="text-sm text-ink-soft print:hidden">
      <ol className="flex flex-wrap items-center gap-x-2">
        {crumbs.map((crumb) => (
          <li key={crumb.href} className="flex items-center gap-x-2">
            <Link href={crumb.href} className="inline-flex min-h-11 min-w-11 items-center">
              {crumb.label}
            </Link>
            <span aria-hidden="true">/</span>
          </li>
        ))}
        <li aria-current="page" className="inline-flex min-h-11 items-center">
          {here}
        </li>
      </ol>
    </nav>
  );
}
