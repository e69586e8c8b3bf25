import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { whole } from "./whole.tsx";

type CardProps = {
  readonly href: string;
  readonly title: string;
  readonly picture?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
};

/** A thing that opens; what does not open is not a card. The whole card is one link, named by its title. */
export function Card({ href, title, picture, children, className }: CardProps) {
  return (
    <a
      href={href}
      className={classNames(
        "group flex min-h-12 flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-4 text-ink no-underline",
        "transition-colors duration-150 ease-calm hover:border-action hover:bg-sky-soft sm:p-5",
        className,
      )}
    >
      {picture}
      <span className="min-w-0 grow basis-40 wrap-anywhere">
        <span className="block font-semibold group-hover:underline group-hover:underline-offset-4">
          {whole(title)}
        </span>
        {children !== undefined && (
          <span className="mt-0.5 block text-sm text-ink-soft">{children}</span>
        )}
      </span>
      <Icon name="arrow" className="ms-auto text-sky print:hidden" />
    </a>
  );
}
