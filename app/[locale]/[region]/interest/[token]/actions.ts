"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { codeArgument } from "#app/_request/bound-arguments.ts";
import { confirmByLink } from "#lib/applications/confirm-interest.ts";
import type { Locale } from "#lib/i18n/locales.ts";

/** «Да, нужно»; the page tells what stands afterwards. */
export async function keepPlace(
  localeArgument: Locale,
  regionSlug: string,
  tokenArgument: string,
): Promise<void> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now, requestId } = place;
  const token = codeArgument(tokenArgument);
  await confirmByLink({ regionId: portal.id, token, locale, requestId }, now);
  redirect(`${root}/interest/${token}`);
}
