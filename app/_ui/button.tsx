import type { ComponentProps, ReactNode } from "react";

import { classNames } from "./class-names.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon.tsx";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

type Common = {
  /** One `primary` a page; `danger` only for what cannot be undone. */
  readonly look?: ButtonLook;
  readonly icon?: IconName;
  /** After the words instead of before them: arrows that point on. */
  readonly iconAfter?: boolean;
  /** Full width on a phone, as wide as its words from `sm`. */
  readonly wide?: boolean;
  readonly children: ReactNode;
};

const looks: Readonly<Record<ButtonLook, string>> = {
  primary: "border-transparent bg-action text-on-action hover:bg-action-over",
  secondary: "border-edge bg-surface text-ink hover:border-action hover:bg-sky-soft",
  quiet:
    "border-transparent bg-transparent text-link underline underline-offset-4 hover:bg-sky-soft",
  danger: "border-stop bg-surface text-stop-ink hover:bg-stop-soft",
};

function buttonClass({
  look = "primary",
  wide,
}: {
  look?: ButtonLook | undefined;
  wide?: boolean | undefined;
}) {
  return classNames(
    "inline-flex min-h-12 items-center justify-center gap-2 rounded-card border-2 px-5 py-2.5 text-center print:hidden",
    "text-base font-semibold no-underline transition-colors duration-150 ease-calm",
    "disabled:opacity-60 aria-disabled:opacity-60",
    wide && "w-full sm:w-auto",
    looks[look],
  );
}

function inside({ icon, iconAfter, children }: Common) {
  return (
    <>
      {icon !== undefined && !iconAfter && <Icon name={icon} />}
      <span>{children}</span>
      {icon !== undefined && iconAfter && <Icon name={icon} />}
    </>
  );
}

/** A thing to press: sends the form it stands in unless `type="button"`. At least 48 px high. */
export function Button({
  look,
  icon,
  iconAfter,
  wide,
  children,
  className,
  ...rest
}: Common & ComponentProps<"button">) {
  return (
    <button type="submit" {...rest} className={classNames(buttonClass({ look, wide }), className)}>
      {inside({ ...(icon && { icon }), ...(iconAfter && { iconAfter }), children })}
    </button>
  );
}

/** The same look for going somewhere. */
export function LinkButton({
  look,
  icon,
  iconAfter,
  wide,
  children,
  className,
  ...rest
}: Common & ComponentProps<"a"> & { readonly href: string }) {
  return (
    <a {...rest} className={classNames(buttonClass({ look, wide }), className)}>
      {inside({ ...(icon && { icon }), ...(iconAfter && { iconAfter }), children })}
    </a>
  );
}
