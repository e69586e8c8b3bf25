import type { ComponentProps } from "react";

import { classNames } from "./class-names.ts";
import { controlClass, describedBy, Field } from "./field.tsx";
import type { FieldTexts } from "./field.tsx";
import { Icon } from "./icon.tsx";

export type Option = {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
};

type Own = FieldTexts & {
  readonly name: string;
  readonly id?: string;
  readonly options: readonly Option[];
  /** The first, empty line: «Выберите …». Left out, the first option is chosen. */
  readonly prompt?: string | undefined;
};

/** A native drop-down: the phone shows its own list. After a server answer give it a new `key`, or it keeps the old choice. */
export function Select({
  label,
  hint,
  example,
  error,
  optional,
  unfailing,
  id,
  name,
  options,
  prompt,
  className,
  ...rest
}: Own & Omit<ComponentProps<"select">, "id" | "name">) {
  const own = id ?? name;
  const texts = { label, hint, example, error, optional, unfailing };
  return (
    <Field id={own} {...texts} className={className}>
      <span className="relative block">
        <select
          required={optional === undefined}
          {...rest}
          id={own}
          name={name}
          className={classNames(controlClass, "appearance-none pe-11 whitespace-normal")}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(own, texts)}
        >
          {prompt !== undefined && <option value="">{prompt}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon
          name="down"
          className="pointer-events-none absolute end-3.5 top-1/2 -translate-y-1/2 text-ink-soft"
        />
      </span>
    </Field>
  );
}
