import type { ReactNode } from "react";

import { OrnamentRosette } from "./ornament.tsx";
import { ToyQueue } from "./pictures/toys.tsx";

type EmptyStateProps = {
  /** What will be here. */
  readonly title: string;
  /** What to do now. */
  readonly text?: string | undefined;
  readonly children?: ReactNode;
};

/** An empty list: says what will stand here and what to do now, with the toys waiting on the pale ornament. */
export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <section className="relative overflow-hidden rounded-picture border border-line bg-surface px-5 py-10 sm:px-8">
      <OrnamentRosette className="pointer-events-none absolute -end-16 -top-16 size-72 opacity-30" />
      <div className="relative max-w-text">
        <ToyQueue ahead={1} className="mb-5 h-20 max-w-full" />
        <h2 className="text-xl">{title}</h2>
        {text !== undefined && <p className="mt-2">{text}</p>}
        {children !== undefined && <div className="mt-5 flex flex-wrap gap-3">{children}</div>}
      </div>
    </section>
  );
}
