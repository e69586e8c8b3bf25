"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument, instantArgument } from "#app/_request/bound-arguments.ts";
import { confirmInterest } from "#lib/applications/confirm-interest.ts";
import { restoreInterest } from "#lib/applications/restore-interest.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Подтвердить». The page tells what stands afterwards. @param due the deadline that the page showed, ISO 8601 */
export async function confirm(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  due: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const number = codeArgument(numberArgument);
  const here = `${root}${deedPath(number, "interest")}`;
  const dueAt = instantArgument(due);
  const order = { regionId: portal.id, number, dueAt, requestId };
  const done = await confirmInterest(actor, order, now);
  if (!done.ok && done.code === "signed-out") {
    redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  }
  redirect(here);
}

/** «Восстановить». */
export async function restore(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const number = codeArgument(numberArgument);
  const here = `${root}${deedPath(number, "interest")}`;
  const done = await restoreInterest(actor, { regionId: portal.id, number, requestId }, now);
  if (!done.ok && done.code === "signed-out") {
    redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  }
  redirect(done.ok ? `${here}?restored=1` : here);
}
