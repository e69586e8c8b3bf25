import type { ReactNode } from "react";

import { Alert } from "#app/_ui/alert.tsx";
import type { Locale } from "#lib/i18n/locales.ts";

export type PartProps = { readonly locale: Locale };

/** Keeps the language through a form. */
export function Lang({ locale }: PartProps) {
  return <input type="hidden" name="lang" value={locale} />;
}

type SectionProps = {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  /** What was saved a moment ago, in words. */
  readonly saved?: string | undefined;
  readonly children: ReactNode;
};

/** One knob of the demo, with its own address so that a saved form comes back to it. */
export function Section({ id, title, hint, saved, children }: SectionProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="mt-12 scroll-mt-4">
      <h2 id={`${id}-title`} className="text-xl sm:text-2xl">
        {title}
      </h2>
      {hint !== undefined && <p className="mt-1 max-w-text text-ink-soft">{hint}</p>}
      {saved !== undefined && (
        <Alert tone="done" className="mt-4">
          <p>{saved}</p>
        </Alert>
      )}
      <div className="mt-4">{children}</div>
    </section>
  );
}
