import { notFound, redirect } from "next/navigation";

import { requirePerson, signInPath } from "#app/_request/actor.ts";
import { loadPortal, type PortalPage } from "#app/_request/region.ts";
import { currentInstant } from "#db/demo-clock.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import { type ApplicationView, applicationView } from "#lib/applications/journal.ts";
import { deedPath } from "../_journal/deeds.ts";

export type DeedParams = Promise<{
  readonly locale: string;
  readonly region: string;
  readonly number: string;
}>;

export type DeedPlace = {
  readonly place: PortalPage;
  readonly actor: PersonActor;
  readonly application: ApplicationView;
  /** The page's own address after the portal's root. */
  readonly path: string;
  readonly now: Date;
};

/**
 * What every page of a deed begins with: the application as the person who asks may see it, or «not found».
 * @param question what of the address's query is worth keeping through a sign-in, with its `?`
 */
export async function loadDeed(
  params: DeedParams,
  deed: string,
  question = "",
): Promise<DeedPlace> {
  const { number, ...address } = await params;
  const place = await loadPortal(address);
  const { locale, portal, root } = place;
  const path = `${deedPath(number, deed)}${question}`;
  const portalPath = { locale, regionSlug: portal.slug };
  const actor = await requirePerson(portalPath, `${root}${path}`);
  const now = await currentInstant();
  const found = await applicationView(actor, { regionId: portal.id, number }, now);
  if (!found.ok) {
    if (found.code === "not-yours") notFound();
    redirect(signInPath(portalPath, `${root}${path}`));
  }
  return { place, actor, application: found.value, path, now };
}
