"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { dropTyping } from "#app/_request/kept-typing.ts";
import { clearSessionCookie } from "#app/_request/session-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { signOut, signOutEverywhere } from "#lib/sign-in/sessions.ts";

/**
 * «Выйти». @param then a page that somebody else wants to sign in for; what else stands here, such as the form itself,
 * means none
 */
export async function leave(locale: Locale, regionSlug: string, then?: unknown): Promise<void> {
  const { actor, now, portal, root } = await beginAction(locale, regionSlug);
  await signOut(actor, now);
  await clearSessionCookie();
  await dropTyping();
  const page = safeReturnPath(then, portal.slug);
  const on = page === null ? "" : `&return=${encodeURIComponent(page)}`;
  redirect(`${root}/sign-in?out=here${on}`);
}

/** «Выйти на всех устройствах». */
export async function leaveEverywhere(locale: Locale, regionSlug: string): Promise<void> {
  const { actor, now, root } = await beginAction(locale, regionSlug);
  const done = await signOutEverywhere(actor, now);
  await clearSessionCookie();
  await dropTyping();
  redirect(done.ok ? `${root}/sign-in?out=everywhere` : `${root}/sign-in`);
}
