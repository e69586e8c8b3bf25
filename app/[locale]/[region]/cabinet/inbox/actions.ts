"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { readEverything } from "#lib/notifications/inbox.ts";
import { unsubscribe } from "#lib/notifications/push-subscriptions.ts";

/** «Отметить все прочитанными». */
export async function readAll(localeArgument: Locale, regionSlug: string): Promise<void> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const here = `${root}/cabinet/inbox`;
  const done = await readEverything(actor, now);
  if (!done.ok) redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(here);
}

/** «Выключить» beside a browser of the list; one that is gone is off already. */
export async function turnOff(
  localeArgument: Locale,
  regionSlug: string,
  id: string,
): Promise<void> {
  const { locale, portal, root, actor } = await beginAction(localeArgument, regionSlug);
  const here = `${root}/cabinet/inbox`;
  const done = await unsubscribe(actor, { id: String(id) });
  if (!done.ok) redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(`${here}?push=off`);
}
