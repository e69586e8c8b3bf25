import { redirect } from "next/navigation";
import type { Entry, Opened } from "#lib/sign-in/enter.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import type { RequestFacts } from "./action.ts";
import { dropBrowserSecret, ensureDeviceSecret } from "./browser-cookie.ts";
import type { PortalPage } from "./region.ts";
import { readSessionId, writeSessionCookie } from "./session-cookie.ts";
import { dropStep } from "./step-cookie.ts";

/** What `enter` is told about the browser that enters; makes its lasting secret if need be. Only in an action or a route. */
export async function entryOf(
  place: Pick<RequestFacts, "device" | "address" | "requestId"> & Pick<PortalPage, "locale">,
): Promise<Entry & { readonly deviceSecret: string }> {
  const [previousSessionId, deviceSecret] = await Promise.all([
    readSessionId(),
    ensureDeviceSecret(),
  ]);
  const { device, address, requestId, locale } = place;
  return { device, address, requestId, locale, previousSessionId, deviceSecret };
}

/**
 * The end of every way in: hands the browser its session, forgets what was prepared before it, and leads to where the
 * person was going; at the first entry by way of the profile.
 */
export async function finishSignIn(
  opened: Opened,
  { root, portal }: Pick<PortalPage, "root" | "portal">,
  returnTo: string | null,
): Promise<never> {
  await writeSessionCookie(opened.sessionId);
  await dropBrowserSecret();
  await dropStep();
  const next = safeReturnPath(returnTo, portal.slug) ?? `${root}/cabinet`;
  if (!opened.firstEntry) redirect(next);
  redirect(`${root}/cabinet/profile?first=1&return=${encodeURIComponent(next)}`);
}
