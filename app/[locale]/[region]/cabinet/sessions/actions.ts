"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { forgetDevice } from "#lib/sign-in/device-views.ts";
import { endOthers, revokeSession } from "#lib/sign-in/sessions.ts";

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

/** «Закрыть все другие входы». */
export async function endOtherSessions(localeArgument: Locale, regionSlug: string): Promise<void> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const here = `${root}/cabinet/sessions`;
  const ended = await endOthers(actor, now);
  if (!ended.ok) redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(`${here}?others=1`);
}

/** «Забыть» a known device; one that is gone is forgotten already. */
export async function forget(
  localeArgument: Locale,
  regionSlug: string,
  deviceId: string,
): Promise<void> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const here = `${root}/cabinet/sessions`;
  const done = await forgetDevice(actor, String(deviceId), now);
  if (!done.ok) redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  redirect(`${here}?forgotten=1#devices`);
}
