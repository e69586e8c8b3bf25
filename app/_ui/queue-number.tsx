import type { ReactNode } from "react";

import { ToyQueue } from "./pictures/toys.tsx";
import { together } from "./whole.tsx";

type QueueNumberProps = {
  /** «Номер в очереди». */
  readonly label: string;
  /** The number as the reader's language writes it: «214», «1 204». */
  readonly number: string;
  /** How many stand before this child: the toys show up to four of them. */
  readonly ahead: number;
  /** «на 25 ноября 2026 г.». */
  readonly date: string;
  /** Under the number: the class, «не дальше чем …», one plain sentence why it moved. */
  readonly children?: ReactNode;
};

/** The number in the queue, the hero of the cabinet: large, with its date, and the toys that stand for the queue. */
export function QueueNumber({ label, number, ahead, date, children }: QueueNumberProps) {
  return (
    <section className="overflow-hidden rounded-picture border border-line bg-surface wrap-anywhere">
      <div className="grid gap-4 p-5 sm:p-6">
        <p className="flex flex-col">
          <span className="font-semibold text-ink-soft">{label}</span>
          <strong className="tabular text-number font-bold text-ink">{number}</strong>
          <span className="mt-1 text-sm text-ink-soft">{together(date)}</span>
        </p>
        {children !== undefined && <div className="grid max-w-text gap-2">{children}</div>}
      </div>
      <div className="bg-felt-air px-5 pt-4">
        <ToyQueue ahead={ahead} className="mx-auto block h-24 max-w-full" />
      </div>
    </section>
  );
}
