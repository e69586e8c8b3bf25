import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";

/** What every field of a form tells about itself; texts come ready in the reader's language. */
export type FieldTexts = {
  readonly label: string;
  readonly hint?: string | undefined;
  /** A sample of what to type with its word, «Например: 870612 490009», in a line under the hint. */
  readonly example?: string | undefined;
  readonly error?: string | undefined;
  /** No line for an error: for a search, and for choices that cannot be wrong. */
  readonly unfailing?: boolean | undefined;
  /** Words such as «необязательно» after the label. Fields are required unless they say so. */
  readonly optional?: string | undefined;
};

/** Ids of the hint and the error for `aria-describedby`; the error comes first because it is what matters now. */
export function describedBy(
  id: string,
  { hint, example, error }: Omit<FieldTexts, "label">,
): string | undefined {
  const ids = [error && errorId(id), (hint ?? example) && `${id}-hint`].filter(Boolean);
  return ids.length > 0 ? ids.join(" ") : undefined;
}

const errorId = (id: string): string => `${id}-error`;

/** The look of everything one types into; `aria-invalid` on the element turns on the error's border. */
export const controlClass =
  "block w-full min-h-12 rounded-card border border-edge bg-surface px-3.5 py-2.5 text-base text-ink " +
  "placeholder:text-ink-soft [&[readonly]]:border-line [&[readonly]]:bg-sunken disabled:bg-sunken " +
  "aria-invalid:border-2 aria-invalid:border-wait aria-invalid:px-[13px]";

/** The line of the error. It keeps its height while empty, so that the button below does not jump away from a click. */
export function ErrorLine({
  id,
  error,
}: {
  readonly id: string;
  readonly error?: string | undefined;
}) {
  return (
    <p
      id={errorId(id)}
      className="reserve-line mt-1 mb-2 flex items-start gap-1.5 text-sm font-medium text-wait-ink"
    >
      {error !== undefined && error !== "" && (
        <>
          <Icon name="warn" className="mt-px text-wait" />
          <span>{error}</span>
        </>
      )}
    </p>
  );
}

export function HintLine({
  id,
  hint,
  example,
}: { readonly id: string } & Pick<FieldTexts, "hint" | "example">) {
  if (hint === undefined && example === undefined) return null;
  return (
    <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-soft">
      {hint}
      {example !== undefined && <span className="tabular block">{example}</span>}
    </p>
  );
}

type FieldProps = FieldTexts & {
  readonly id: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
};

/**
 * Label above, hint under the label, the control, and a line for the error that is always there. For a group of
 * controls use a `<fieldset>` component (RadioGroup); for one's own control pass `id` and `describedBy()` to it.
 */
export function Field({
  id,
  label,
  hint,
  example,
  error,
  optional,
  unfailing,
  children,
  className,
}: FieldProps) {
  return (
    <div className={classNames("max-w-form", className)}>
      <label htmlFor={id} className="block font-semibold">
        {label}
        {optional !== undefined && <span className="font-normal text-ink-soft"> ({optional})</span>}
      </label>
      <HintLine id={id} hint={hint} example={example} />
      <div className="mt-1.5">{children}</div>
      {!unfailing && <ErrorLine id={id} error={error} />}
    </div>
  );
}
