import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon.tsx";

/** info: to know · wait: to do · stop: stopped or overdue · done: done. The colours mean nothing else anywhere. */
export type Tone = "info" | "wait" | "stop" | "done";

const tones: Readonly<
  Record<Tone, { readonly box: string; readonly icon: IconName; readonly mark: string }>
> = {
  info: { box: "border-sky bg-sky-soft", icon: "info", mark: "text-sky" },
  wait: { box: "border-wait bg-wait-soft", icon: "warn", mark: "text-wait" },
  stop: { box: "border-stop bg-stop-soft", icon: "stop", mark: "text-stop" },
  done: { box: "border-done bg-done-soft", icon: "check", mark: "text-done" },
};

type AlertProps = {
  readonly tone?: Tone;
  readonly title?: string | undefined;
  /** For a text that appears after the page did: interrupts a screen reader. */
  readonly role?: "alert";
  /** The same, waiting until the reader pauses. */
  readonly polite?: boolean;
  readonly children?: ReactNode;
  readonly className?: string;
};

/** A notice in the flow of the page: fact first, then what to do. */
export function Alert({ tone = "info", title, role, polite, children, className }: AlertProps) {
  const { box, icon, mark } = tones[tone];
  return (
    <div
      role={polite ? "status" : role}
      className={classNames("max-w-text rounded-card border-s-4 p-4 sm:p-5", box, className)}
    >
      <div className="flex items-start gap-3">
        <Icon name={icon} className={classNames("mt-0.5 size-[1.375em]", mark)} />
        <div className="min-w-0 grow wrap-anywhere">
          {title !== undefined && <p className="font-semibold">{title}</p>}
          {children !== undefined && <div className="grid gap-2">{children}</div>}
        </div>
      </div>
    </div>
  );
}
