"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { moveToDistrict } from "#lib/applications/move.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Перейти в этот район». */
export async function move(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  districtArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const [number, districtKato] = [codeArgument(numberArgument), codeArgument(districtArgument)];
  const here = `${root}${deedPath(number, "district")}`;
  const order = { regionId: portal.id, number, districtKato, requestId };
  const done = await moveToDistrict(actor, order, now);
  if (done.ok) redirect(`${root}${applicationPath(number)}?done=moved`);
  if (done.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}
