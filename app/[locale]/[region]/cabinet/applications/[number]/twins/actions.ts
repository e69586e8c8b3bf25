"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { joinTwins, partTwins } from "#lib/applications/twins-deeds.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Получать места вместе» or «отдельно». */
export async function setTwins(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  together: boolean,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const number = codeArgument(numberArgument);
  const here = `${root}${deedPath(number, "twins")}`;
  const order = { regionId: portal.id, number, requestId };
  const done =
    together === true ? await joinTwins(actor, order, now) : await partTwins(actor, order, now);
  if (done.ok) {
    const what = together === true ? "twins-joined" : "twins-parted";
    redirect(`${root}${applicationPath(number)}?done=${what}`);
  }
  if (done.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}
