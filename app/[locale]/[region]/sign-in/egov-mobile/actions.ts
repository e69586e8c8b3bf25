"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { dropTicket, readBrowserSecret, readTicket } from "#app/_request/browser-cookie.ts";
import { entryOf, finishSignIn } from "#app/_request/finish-sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { registries } from "#lib/registries/current.ts";
import { redeemTicket } from "#lib/sign-in/redeem-ticket.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { mobilePath } from "./address.ts";

/** «Войти», after the owner's data. */
export async function enterByPhone(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { portal, root, now } = place;
  const [token, browserSecret] = await Promise.all([readTicket(), readBrowserSecret()]);
  const tooLate = mobilePath(root, safeReturnPath(returnTo, portal.slug), "late");
  if (token === null || browserSecret === null) redirect(tooLate);
  const entered = await redeemTicket(
    { token, browserSecret, regionId: portal.id },
    await entryOf(place),
    registries(),
    now,
  );
  await dropTicket();
  if (!entered.ok) redirect(tooLate);
  await finishSignIn(entered.value, place, entered.value.returnTo);
}

/** Forgets the proven signature, so that another can be given. */
export async function chooseAnotherPhone(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const { portal, root } = await beginAction(localeArgument, regionSlug);
  await dropTicket();
  redirect(mobilePath(root, safeReturnPath(returnTo, portal.slug)));
}
