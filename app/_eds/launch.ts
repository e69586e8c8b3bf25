import { launchLink } from "#lib/eds/mgov.ts";
import { env } from "#lib/platform/env.ts";

/** Where the link for the same telephone leads: to eGov Mobile; in the demo and in tests to the demo's telephone. */
export function phoneLink(address: string): { readonly href: string; readonly demo: boolean } {
  if (env().APP_ENV === "production") return { href: launchLink(address), demo: false };
  return { href: `/demo/phone?link=${encodeURIComponent(address)}`, demo: true };
}
