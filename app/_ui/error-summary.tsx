"use client";

import { useEffect, useRef } from "react";

import { Icon } from "./icon.tsx";

type ErrorSummaryProps = {
  /** «Проверьте 2 поля». */
  readonly title: string;
  /** In the order of the form; `field` is the id of the control, absent when the trouble is with no single field. */
  readonly errors: readonly { readonly field?: string | undefined; readonly text: string }[];
};

/** The list of what to mend at the top of a form. Takes the focus when it appears; each line leads to its field. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      data-answer=""
      aria-labelledby="error-summary-title"
      className="mb-6 max-w-form rounded-card border-2 border-wait bg-wait-soft p-4 text-wait-ink sm:p-5"
    >
      <h2 id="error-summary-title" className="flex items-start gap-2 text-lg">
        <Icon name="warn" className="mt-0.5 text-wait" />
        {title}
      </h2>
      <ul className="mt-2 grid gap-1">
        {errors.map((error) => (
          <li key={`${error.field ?? ""} ${error.text}`}>
            {error.field === undefined ? (
              error.text
            ) : (
              <a
                href={`#${error.field}`}
                className="inline-block py-1 underline underline-offset-4"
              >
                {error.text}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
