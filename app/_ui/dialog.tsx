"use client";

import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";

import { Icon } from "./icon.tsx";

type DialogProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** The word of the closing cross. */
  readonly closeLabel: string;
  readonly children: ReactNode;
};

/** The native modal: the browser keeps the focus inside, Escape closes. Never one over another. */
export function Dialog({ open, onClose, title, closeLabel, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = box.current;
    if (dialog === null || dialog.open === open) return;
    if (open) dialog.showModal();
    else dialog.close();
  }, [open]);
  return (
    <dialog
      ref={box}
      onClose={onClose}
      aria-labelledby={titleId}
      className="m-auto w-[min(36rem,calc(100vw-2rem))] rounded-picture border border-line bg-surface p-5 text-ink backdrop:bg-ink/60 sm:p-6"
    >
      <div className="flex items-start justify-between gap-4">
        <h2 id={titleId} className="text-xl">
          {title}
        </h2>
        <button
          type="button"
          onClick={onClose}
          aria-label={closeLabel}
          className="-me-2 -mt-2 grid size-11 shrink-0 place-items-center rounded-card hover:bg-sky-soft"
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="mt-3 grid gap-4">{children}</div>
    </dialog>
  );
}
