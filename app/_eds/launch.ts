import { launchLink } from "#lib/eds/mgov.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { env } from "#lib/platform/env.ts";

/** Where the link for the same telephone leads: to eGov Mobile; in the demo and in tests to the demo's telephone. */
export function phoneLink(
  address: string,
  lang: Locale,
): { readonly href: string; readonly demo: boolean } {
  if (env().APP_ENV === "production") return { href: launchLink(address), demo: false };
  return { href: `/demo/phone?${new URLSearchParams({ lang, link: address })}`, demo: true };
}
