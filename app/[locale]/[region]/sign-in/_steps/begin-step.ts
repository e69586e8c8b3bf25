import { beginAction, type RequestFacts } from "#app/_request/action.ts";
import { entryOf } from "#app/_request/finish-sign-in.ts";
import type { PortalPage } from "#app/_request/region.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import type { Visitor } from "#lib/sign-in/by-code.ts";
import type { Entry } from "#lib/sign-in/enter.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { visitorOf } from "./visitor.ts";

export type Step = RequestFacts &
  PortalPage & {
    readonly t: Translator;
    /** Where the person was going, checked; null for the cabinet. */
    readonly on: string | null;
  };

/** The beginning of every action of the ways in. All three come from the browser and are looked up or checked here. */
export async function beginStep(
  locale: unknown,
  regionSlug: unknown,
  returnTo: unknown,
): Promise<Step> {
  const place = await beginAction(locale, regionSlug);
  return {
    ...place,
    t: translator(place.locale),
    on: safeReturnPath(returnTo, place.portal.slug),
  };
}

/** Who is about to come in, and what is written down of it: one and the same device for both. */
export async function comingIn(
  step: Step,
): Promise<{ readonly entry: Entry; readonly visitor: Visitor }> {
  const entry = await entryOf(step);
  return { entry, visitor: { ...(await visitorOf(step)), deviceSecret: entry.deviceSecret } };
}
