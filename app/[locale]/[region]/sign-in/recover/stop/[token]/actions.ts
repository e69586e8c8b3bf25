"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { stopByToken } from "#lib/sign-in/phone-change-stop.ts";

/** «Остановить смену номера»; the page tells what stands afterwards. */
export async function stopChange(
  localeArgument: Locale,
  regionSlug: string,
  token: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now, requestId } = place;
  const secret = String(token);
  await stopByToken({ regionId: portal.id, token: secret, locale, requestId }, now);
  redirect(`${root}/sign-in/recover/stop/${encodeURIComponent(secret)}`);
}
