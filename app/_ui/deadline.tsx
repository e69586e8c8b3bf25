import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import { together } from "./whole.tsx";

type DeadlineProps = {
  /** «Срок: 25 ноября 2026 г.», ready from the formats. */
  readonly date: string;
  /** Machine-readable, ISO 8601. */
  readonly dateTime: string;
  /** «Остался 1 день», «Сегодня последний день». */
  readonly left: string;
  /** What happens if it is missed. */
  readonly otherwise: string;
  readonly overdue?: boolean;
  /** The one button. */
  readonly children?: ReactNode;
};

/** A deadline: the date in words, the days left, what happens if it is missed, one button. */
export function Deadline({ date, dateTime, left, otherwise, overdue, children }: DeadlineProps) {
  return (
    <section
      className={classNames(
        "max-w-text rounded-card border-2 p-4 sm:p-5",
        overdue ? "border-stop bg-stop-soft" : "border-wait bg-wait-soft",
      )}
    >
      <p className="flex items-start gap-3">
        <Icon
          name={overdue ? "stop" : "clock"}
          className={classNames("mt-1", overdue ? "text-stop" : "text-wait")}
        />
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
          <time dateTime={dateTime} className="text-lg font-semibold">
            {together(date)}
          </time>
          <span
            className={classNames("font-semibold", overdue ? "text-stop-ink" : "text-wait-ink")}
          >
            {left}
          </span>
        </span>
      </p>
      <p className="mt-2">{otherwise}</p>
      {children !== undefined && <div className="mt-4">{children}</div>}
    </section>
  );
}
