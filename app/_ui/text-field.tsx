import type { ComponentProps } from "react";

import { classNames } from "./class-names.ts";
import { controlClass, describedBy, Field } from "./field.tsx";
import type { FieldTexts } from "./field.tsx";

const widths = { full: "", short: "max-w-56", tiny: "max-w-36" } as const;

type Own = FieldTexts & {
  readonly name: string;
  readonly id?: string;
  /** As wide as the answer is long. */
  readonly width?: keyof typeof widths;
};

/** One line of text. Native attributes (`inputMode`, `autoComplete`, `type="email"`, `defaultValue`) pass through. */
export function TextField({
  label,
  hint,
  example,
  error,
  optional,
  unfailing,
  id,
  name,
  width = "full",
  className,
  ...rest
}: Own & Omit<ComponentProps<"input">, "id" | "name" | "width">) {
  const own = id ?? name;
  const texts = { label, hint, example, error, optional, unfailing };
  return (
    <Field id={own} {...texts} className={className}>
      <input
        type="text"
        required={optional === undefined}
        {...rest}
        id={own}
        name={name}
        className={classNames(controlClass, widths[width])}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(own, texts)}
      />
    </Field>
  );
}

/** Several lines of text. */
export function Textarea({
  label,
  hint,
  example,
  error,
  optional,
  unfailing,
  id,
  name,
  className,
  rows = 4,
  ...rest
}: Omit<Own, "width"> & Omit<ComponentProps<"textarea">, "id" | "name">) {
  const own = id ?? name;
  const texts = { label, hint, example, error, optional, unfailing };
  return (
    <Field id={own} {...texts} className={className}>
      <textarea
        required={optional === undefined}
        {...rest}
        rows={rows}
        id={own}
        name={name}
        className={controlClass}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(own, texts)}
      />
    </Field>
  );
}
