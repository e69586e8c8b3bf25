"use server";

import { redirect } from "next/navigation";

import { signInPath } from "#app/_request/actor.ts";
import { beginAction } from "#app/_request/action.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { confirmPhoneChange, stopAsOwner } from "#lib/sign-in/phone-change-stop.ts";

/** «Это мой номер» or «Это не я», of somebody signed in with an electronic signature. */
export async function settleHold(
  localeArgument: Locale,
  regionSlug: string,
  form: FormData,
): Promise<void> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const mine = form.get("mine") === "yes";
  const done = mine ? await confirmPhoneChange(actor, now) : await stopAsOwner(actor, now);
  if (!done.ok) redirect(signInPath({ locale, regionSlug: portal.slug }, `${root}/cabinet`));
  redirect(`${root}/cabinet?hold=${mine ? "confirmed" : "stopped"}`);
}
