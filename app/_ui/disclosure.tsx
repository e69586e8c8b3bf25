import type { ReactNode } from "react";

import { Icon } from "./icon.tsx";

type DisclosureProps = {
  readonly title: string;
  readonly id?: string;
  readonly open?: boolean;
  /** A group in which only one is open at a time. */
  readonly group?: string;
  readonly children: ReactNode;
};

/** A question and, when opened, its answer. Native `<details>`: works without JavaScript, found by the page search. */
export function Disclosure({ title, id, open, group, children }: DisclosureProps) {
  return (
    <details id={id} open={open} name={group} className="group border-b border-line">
      <summary className="flex min-h-12 list-none items-center justify-between gap-4 py-3 font-semibold text-link hover:underline hover:underline-offset-4">
        {title}
        <Icon
          name="down"
          className="text-sky transition-transform duration-150 group-open:rotate-180 print:hidden"
        />
      </summary>
      <div className="prose pb-5">{children}</div>
    </details>
  );
}
