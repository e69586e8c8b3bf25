"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { revokeSession } from "#lib/sign-in/sessions.ts";

/** «Закрыть вход». Another person's session and one that is gone get the same answer. */
export async function endSession(
  localeArgument: Locale,
  regionSlug: string,
  sessionId: string,
): Promise<void> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const here = `${root}/cabinet/sessions`;
  const ended = await revokeSession(actor, String(sessionId), now);
  if (!ended.ok && ended.code === "signed-out") {
    redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  }
  redirect(`${here}?${ended.ok ? "ended" : "gone"}=1`);
}
