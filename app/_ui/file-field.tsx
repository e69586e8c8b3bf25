import type { ComponentProps, ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { describedBy, ErrorLine, HintLine } from "./field.tsx";
import type { FieldTexts } from "./field.tsx";
import { Icon } from "./icon.tsx";

type FileFieldProps = FieldTexts & {
  readonly name: string;
  readonly id?: string;
  /** The words on the target: «Прикрепить документ». */
  readonly action: string;
  /** What is attached already, one `AttachedFile` each. */
  readonly children?: ReactNode;
};

/**
 * The shell of an upload: label, limits, a large target over a native file input, what is attached. It sends nothing by
 * itself; the uploading island puts `onChange` on it and shows `AttachedFile`s, the script-less form just posts.
 */
export function FileField({
  label,
  hint,
  example,
  error,
  optional,
  id,
  name,
  action,
  children,
  className,
  ...rest
}: FileFieldProps & Omit<ComponentProps<"input">, "id" | "name" | "type">) {
  const own = id ?? name;
  return (
    <fieldset className={classNames("max-w-form", className)}>
      <legend className="font-semibold">
        {label}
        {optional !== undefined && <span className="font-normal text-ink-soft"> ({optional})</span>}
      </legend>
      <HintLine id={own} hint={hint} example={example} />
      {children !== undefined && <ul className="mt-2 grid gap-2">{children}</ul>}
      <label
        htmlFor={own}
        className="relative mt-2 flex min-h-14 items-center justify-center gap-2 rounded-card border-2 border-dashed border-edge bg-surface px-4 py-3 text-center font-semibold text-link focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-focus hover:border-action hover:bg-sky-soft print:hidden"
      >
        <Icon name="paperclip" />
        <span>{action}</span>
        <input
          {...rest}
          type="file"
          id={own}
          name={name}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(own, { hint, example, error })}
        />
      </label>
      <ErrorLine id={own} error={error} />
    </fieldset>
  );
}

type AttachedFileProps = {
  readonly name: string;
  /** Size and state in words: «240 КБ», «Проверяем файл». */
  readonly note: string;
  readonly preview?: string | undefined;
  readonly tone?: "done" | "wait" | "plain";
  /** Buttons: view, up, down, delete. */
  readonly children?: ReactNode;
};

/** One attached file with its small picture and its buttons. */
export function AttachedFile({ name, note, preview, tone = "plain", children }: AttachedFileProps) {
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-card border border-line bg-surface p-2.5">
      <span className="grid size-14 shrink-0 place-items-center overflow-hidden rounded-tag bg-sunken text-ink-soft">
        {preview === undefined ? (
          <Icon name="document" />
        ) : (
          // an SVG image, because next/image would keep a copy of a private file on the server
          <svg viewBox="0 0 56 56" className="size-full" aria-hidden="true">
            <image href={preview} width="56" height="56" preserveAspectRatio="xMidYMid slice" />
          </svg>
        )}
      </span>
      <span className="min-w-0 grow basis-40">
        <span className="block font-medium wrap-anywhere">{name}</span>
        <span className={classNames("block text-sm", noteTones[tone])}>{note}</span>
      </span>
      <span className="flex flex-wrap gap-1 print:hidden">{children}</span>
    </li>
  );
}

const noteTones = { done: "text-done-ink", wait: "text-wait-ink", plain: "text-ink-soft" } as const;
