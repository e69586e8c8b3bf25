"use server";

import { redirect } from "next/navigation";
import type { z } from "zod";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { codeArgument, shapedArgument } from "#app/_request/bound-arguments.ts";
import { changeWishes, wishesInput } from "#lib/applications/wishes.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { applicationPath } from "../../_journal/application-tabs.ts";
import { deedPath } from "../../_journal/deeds.ts";
import { wishSearchOf } from "../../_wishes/wish-query.ts";

type WishesChosen = z.infer<typeof wishesInput>;

/** «Сохранить список». Whatever is refused, the list goes back to the page in its address. */
export async function saveWishes(
  localeArgument: Locale,
  regionSlug: string,
  numberArgument: string,
  chosen: WishesChosen,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now, requestId } = place;
  const number = codeArgument(numberArgument);
  const order = { regionId: portal.id, number, requestId };
  const { slugs, version, idempotencyKey } = shapedArgument(wishesInput, chosen);
  const done = await changeWishes(actor, { ...order, slugs, version, idempotencyKey }, now);
  if (done.ok) redirect(`${root}${applicationPath(number)}?done=wishes`);
  const here = `${root}${deedPath(number, "wishes")}`;
  if (done.code === "malformed") redirect(here);
  const address = { version, list: slugs };
  if (done.code === "signed-out") {
    const back = `${here}${wishSearchOf(address)}`;
    redirect(signInPath({ locale, regionSlug: portal.slug }, back));
  }
  const refused = { code: done.code, slug: done.detail ?? null };
  redirect(`${here}${wishSearchOf({ ...address, refused })}`);
}
