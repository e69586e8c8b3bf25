import type { ComponentProps } from "react";

import { classNames } from "./class-names.ts";

type LinkProps = ComponentProps<"a"> & {
  readonly href: string;
  /** `text` inside sentences (underlined), `plain` where the place itself says that it is a link. */
  readonly look?: "text" | "plain";
};

/**
 * The portal's only link: always a plain `<a>` and a full load. Static and dynamic pages carry different security
 * policies, and a document keeps the one it was loaded with, so client-side navigation between them would break the
 * connection to NCALayer; it would also make every page fetch what the reader may never open.
 */
export function Link({ look = "text", className, children, ...rest }: LinkProps) {
  return (
    <a {...rest} className={classNames(look === "text" && "link", className)}>
      {children}
    </a>
  );
}
