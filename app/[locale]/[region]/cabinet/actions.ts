"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { dropTyping } from "#app/_request/kept-typing.ts";
import { clearSessionCookie } from "#app/_request/session-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { signOut, signOutEverywhere } from "#lib/sign-in/sessions.ts";

/** «Выйти». */
export async function leave(locale: Locale, regionSlug: string): Promise<void> {
  const { actor, now, root } = await beginAction(locale, regionSlug);
  await signOut(actor, now);
  await clearSessionCookie();
  await dropTyping();
  redirect(`${root}/sign-in?out=here`);
}

/** «Выйти на всех устройствах». */
export async function leaveEverywhere(locale: Locale, regionSlug: string): Promise<void> {
  const { actor, now, root } = await beginAction(locale, regionSlug);
  const done = await signOutEverywhere(actor, now);
  await clearSessionCookie();
  await dropTyping();
  redirect(done.ok ? `${root}/sign-in?out=everywhere` : `${root}/sign-in`);
}
