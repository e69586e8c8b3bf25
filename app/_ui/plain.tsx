import { createElement, type ReactNode } from "react";

import { hostOf, plainMarkup } from "./plain-markup.ts";

/**
 * Around a part of a page that nothing in the browser ever changes: it is written as HTML at once, without React making
 * it twice. Looks the same in every respect; what cannot be written so stays as it is. Components inside must not wait
 * for anything.
 */
export function Plain({ children }: { readonly children: ReactNode }): ReactNode {
  const host = hostOf(children);
  if (host === undefined) return children;
  const { children: content, ...props } = host.props;
  const html = plainMarkup(content as ReactNode);
  if (html === undefined) return createElement(host.type, host.props);
  return createElement(host.type, { ...props, dangerouslySetInnerHTML: { __html: html } });
}
