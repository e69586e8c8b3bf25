"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { collectPapers } from "#lib/applications/hand-in.ts";
import { claimPrivilege } from "#lib/applications/privilege-claim.ts";
import { giveUpPrivilege } from "#lib/applications/privilege-give-up.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";

/** «Снять льготу». */
export async function drop(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  categoryArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const [number, category] = [codeArgument(numberArgument), codeArgument(categoryArgument)];
  const order = { regionId: portal.id, number, category, requestId };
  const done = await giveUpPrivilege(actor, order, now);
  if (done.ok) redirect(`${root}${applicationPath(number)}?done=privilege-dropped`);
  const here = `${root}${deedPath(number, "privilege/drop")}?category=${encodeURIComponent(category)}`;
  if (done.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}

/** «Приложить документы»: begins to collect them. */
export async function collect(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  categoryArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const [number, category] = [codeArgument(numberArgument), codeArgument(categoryArgument)];
  const here = `${root}${deedPath(number, "privilege/add")}?category=${encodeURIComponent(category)}`;
  const begun = await collectPapers(actor, { regionId: portal.id, number, purpose: "claim" }, now);
  if (begun.ok) redirect(`${here}&papers=${begun.value.collection}`);
  if (begun.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}

/** «Заявить льготу», with the papers that were brought; what is missing is told on the same page. */
export async function claim(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  categoryArgument: string,
  collectionArgument: string | null,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const [number, category] = [codeArgument(numberArgument), codeArgument(categoryArgument)];
  const collection = collectionArgument === null ? null : codeArgument(collectionArgument);
  const order = { regionId: portal.id, number, category, collection, requestId };
  const done = await claimPrivilege(actor, order, now);
  // Whoever presses twice finds it done.
  if (done.ok || done.code === "already-claimed") {
    redirect(`${root}${applicationPath(number)}?done=privilege-claimed`);
  }
  const query = new URLSearchParams({ category });
  if (collection !== null) query.set("papers", collection);
  query.set("problem", done.code);
  if (done.code === "papers-missing") query.set("missing", done.detail.join(","));
  const here = `${root}${deedPath(number, "privilege/add")}?${query}`;
  if (done.code === "signed-out") redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}
