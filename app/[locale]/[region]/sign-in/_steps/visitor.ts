import type { RequestFacts } from "#app/_request/action.ts";
import { ensureBrowserSecret, readDeviceSecret } from "#app/_request/browser-cookie.ts";
import type { PortalPage } from "#app/_request/region.ts";
import type { Visitor } from "#lib/sign-in/by-code.ts";

/** The browser that takes a step of a way in. Only in an action: it may get its secret here. */
export async function visitorOf(place: RequestFacts & PortalPage): Promise<Visitor> {
  return {
    regionId: place.portal.id,
    browserSecret: await ensureBrowserSecret(),
    deviceSecret: await readDeviceSecret(),
    address: place.address,
    locale: place.locale,
  };
}

/** A page of the ways in, with the way back to what the person was doing. */
export function stepPath(root: string, page: string, returnTo: string | null): string {
  const query = returnTo === null ? "" : `?return=${encodeURIComponent(returnTo)}`;
  return `${root}/sign-in${page === "" ? "" : `/${page}`}${query}`;
}
