import type { ComponentProps, ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { describedBy, ErrorLine, HintLine } from "./field.tsx";
import type { FieldTexts } from "./field.tsx";

const boxClass = "tick mt-px";
const rowClass = "flex min-h-12 items-start gap-3 py-2.5";

type CheckboxProps = Omit<FieldTexts, "optional" | "example"> & {
  readonly name: string;
  readonly id?: string;
};

/** One thing to tick. The whole line is the target. */
export function Checkbox({
  label,
  hint,
  error,
  id,
  name,
  className,
  ...rest
}: CheckboxProps & Omit<ComponentProps<"input">, "id" | "name" | "type">) {
  const own = id ?? name;
  return (
    <div className={classNames("max-w-form", className)}>
      <label htmlFor={own} className={rowClass}>
        <input
          {...rest}
          type="checkbox"
          id={own}
          name={name}
          className={boxClass}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(own, { hint, error })}
        />
        <span>
          <span className="font-medium">{label}</span>
        </span>
      </label>
      <div className={classNames("ps-9", hint !== undefined && "-mt-2.5")}>
        <HintLine id={own} hint={hint} />
        <ErrorLine id={own} error={error} />
      </div>
    </div>
  );
}

export type RadioOption = {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
};

type RadioGroupProps = FieldTexts & {
  readonly name: string;
  readonly id?: string;
  readonly options: readonly RadioOption[];
  readonly defaultValue?: string | undefined;
  readonly required?: boolean;
  readonly onChange?: ComponentProps<"input">["onChange"];
  readonly onBlur?: ComponentProps<"input">["onBlur"];
  /** Something shown under the options, inside the group. */
  readonly children?: ReactNode;
};

/** A question with a few answers. The error summary's link `#id` leads to the first answer. */
export function RadioGroup({
  label,
  hint,
  example,
  error,
  optional,
  id,
  name,
  options,
  defaultValue,
  required = optional === undefined,
  onChange,
  onBlur,
  children,
}: RadioGroupProps) {
  const own = id ?? name;
  return (
    <fieldset
      role="radiogroup"
      className="max-w-form"
      aria-invalid={error ? true : undefined}
      aria-describedby={describedBy(own, { hint, example, error })}
    >
      <legend className="font-semibold">
        {label}
        {optional !== undefined && <span className="font-normal text-ink-soft"> ({optional})</span>}
      </legend>
      <HintLine id={own} hint={hint} example={example} />
      <div className="mt-1.5">
        {options.map((option, index) => {
          const optionId = index === 0 ? own : `${own}-${option.value}`;
          return (
            <div key={option.value}>
              <label htmlFor={optionId} className={rowClass}>
                <input
                  type="radio"
                  id={optionId}
                  name={name}
                  value={option.value}
                  defaultChecked={option.value === defaultValue}
                  disabled={option.disabled}
                  required={required}
                  onChange={onChange}
                  onBlur={onBlur}
                  className={boxClass}
                  aria-describedby={option.hint === undefined ? undefined : `${optionId}-about`}
                />
                <span>
                  <span className="block font-medium">{option.label}</span>
                  {option.hint !== undefined && (
                    <span id={`${optionId}-about`} className="block text-sm text-ink-soft">
                      {option.hint}
                    </span>
                  )}
                </span>
              </label>
            </div>
          );
        })}
        {children}
      </div>
      <ErrorLine id={own} error={error} />
    </fieldset>
  );
}
