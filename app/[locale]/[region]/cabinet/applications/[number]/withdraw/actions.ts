"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { withdrawApplication } from "#lib/applications/withdraw.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Отозвать заявление». What is closed meanwhile says so on the same page. */
export async function withdraw(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const number = codeArgument(numberArgument);
  const here = `${root}${deedPath(number, "withdraw")}`;
  const done = await withdrawApplication(actor, { regionId: portal.id, number, requestId }, now);
  if (done.ok) redirect(`${root}${applicationPath(number)}?done=withdrawn`);
  if (done.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}
