"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { collectPapers, handInPapers } from "#lib/applications/hand-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Приложить документы»: begins to collect them. */
export async function collect(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const number = codeArgument(numberArgument);
  const here = `${root}${deedPath(number, "papers")}`;
  const where = { regionId: portal.id, number, purpose: "papers" } as const;
  const begun = await collectPapers(actor, where, now);
  if (begun.ok) redirect(`${here}?papers=${begun.value.collection}`);
  if (begun.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}

/** «Отправить документы». Whoever presses twice finds them with the application. */
export async function send(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  collectionArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const [number, collection] = [codeArgument(numberArgument), codeArgument(collectionArgument)];
  const order = { regionId: portal.id, number, collection, requestId };
  const done = await handInPapers(actor, order, now);
  if (done.ok) redirect(`${root}${applicationPath(number)}?done=papers`);
  const here = `${root}${deedPath(number, "papers")}`;
  if (done.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  if (done.code === "no-collection") redirect(`${root}${applicationPath(number, "documents")}`);
  redirect(`${here}?papers=${encodeURIComponent(collection)}&problem=${done.code}`);
}
