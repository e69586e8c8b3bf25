import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";

type PageMainProps = {
  readonly crumbs: ReactNode;
  readonly title: string;
  readonly lead: ReactNode;
  readonly aside: ReactNode;
  /** As wide as a text is read well. */
  readonly narrow: boolean;
  readonly children: ReactNode;
};

/** `<main>` with the breadcrumbs and the one h1. */
export function PageMain(props: PageMainProps) {
  const { crumbs, title, lead, aside, narrow, children } = props;
  return (
    <main id="main" tabIndex={-1} className="mx-auto w-full max-w-page grow px-4 pt-3 sm:px-6">
      {crumbs}
      <div
        className={classNames(
          aside !== undefined && "lg:grid lg:grid-cols-[16rem_minmax(0,1fr)] lg:gap-12",
        )}
      >
        {aside !== undefined && <aside className="mt-4 lg:mt-8">{aside}</aside>}
        <div className={classNames("mt-4 lg:mt-6", narrow && "max-w-text")}>
          <h1 className="max-w-[24ch] text-[min(1.625rem,8.5vw)] leading-[1.25] sm:max-w-none sm:text-3xl">
            {withWholeNumbers(title)}
          </h1>
          {lead !== undefined && <p className="mt-3 max-w-text text-lg text-ink-soft">{lead}</p>}
          <div className="mt-6">{children}</div>
        </div>
      </div>
    </main>
  );
}

/** «№ 26-11-001284» goes to the next line whole; in a plain text it would break at its hyphens. */
function withWholeNumbers(title: string): ReactNode {
  return title.split(/((?:№\s)?\d+(?:-\d+)+[:.,]?)/u).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <span key={part} className="inline-block">
        {part}
      </span>
    ),
  );
}
