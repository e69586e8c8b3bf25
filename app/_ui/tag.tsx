import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon.tsx";

/** plain: a quiet fact · sky: running as it should · wait: your turn · stop: stopped, overdue · done: finished well. */
export type TagTone = "plain" | "sky" | "wait" | "stop" | "done";

const tones: Readonly<Record<TagTone, string>> = {
  plain: "border-line bg-sunken text-ink",
  sky: "border-sky bg-sky-soft text-sky-ink",
  wait: "border-wait bg-wait-soft text-wait-ink",
  stop: "border-stop bg-stop-soft text-stop-ink",
  done: "border-done bg-done-soft text-done-ink",
};

const marks: Readonly<Partial<Record<TagTone, IconName>>> = {
  wait: "clock",
  stop: "stop",
  done: "check",
};

/** A status in one or two words. The colour never speaks alone: a mark stands beside it. */
export function Tag({
  tone = "plain",
  children,
}: {
  readonly tone?: TagTone;
  readonly children: ReactNode;
}) {
  const mark = marks[tone];
  return (
    <span
      className={classNames(
        "inline-flex items-center gap-1.5 rounded-tag border px-2 py-0.5 text-sm font-semibold",
        tones[tone],
      )}
    >
      {mark !== undefined && <Icon name={mark} className="size-[1.1em]" />}
      {children}
    </span>
  );
}
