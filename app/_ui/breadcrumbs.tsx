import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
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

/**
 * «Главная / Личный кабинет / Вход в Личный кабинет», as in the manuals. A phone shows one step back: the whole row
 * would push the page's own heading off its screen.
 */
export function Breadcrumbs({ label, crumbs, here }: BreadcrumbsProps) {
  return (
    <nav aria-label={label} className="text-sm text-ink-soft print:hidden">
      <ol className="flex flex-wrap items-center gap-x-2">
        {crumbs.map((crumb, index) => (
          <li
            key={crumb.href}
            className={classNames(
              "items-center gap-x-2",
              index === crumbs.length - 1 ? "flex" : "hidden sm:flex",
            )}
          >
            <Link
              href={crumb.href}
              className="inline-flex min-h-11 min-w-11 items-center gap-1.5 py-1"
            >
              <Icon name="back" className="sm:hidden" />
              {crumb.label}
            </Link>
            <span aria-hidden="true" className="hidden sm:inline">
              /
            </span>
          </li>
        ))}
        <li aria-current="page" className="hidden min-h-11 items-center sm:inline-flex">
          {here}
        </li>
      </ol>
    </nav>
  );
}
