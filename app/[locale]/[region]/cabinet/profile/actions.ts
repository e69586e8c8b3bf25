"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { updateProfile } from "#lib/people/profile.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import type { ProfileState } from "./profile-form.tsx";
import { profileTyping } from "./profile-texts.ts";

/** «Сохранить»; at the first entry it leads on to where the person was going. */
export async function saveProfile(
  localeArgument: Locale,
  regionSlug: string,
  first: boolean,
  returnTo: string | null,
  before: ProfileState,
  form: FormData,
): Promise<ProfileState> {
  const { locale, portal, root, actor, now } = await beginAction(localeArgument, regionSlug);
  const values = {
    email: textOf(form, "email"),
    phone: textOf(form, "phone"),
    secondPhone: textOf(form, "secondPhone"),
    locale: textOf(form, "locale"),
  };
  const saved = await updateProfile(actor, values, now);
  if (saved.ok) {
    await forgetTyping(actor, profileTyping, now, `${root}/cabinet/profile`);
    const on = first ? (safeReturnPath(returnTo, portal.slug) ?? `${root}/cabinet`) : null;
    redirect(on ?? `${root}/cabinet/profile?saved=1`);
  }
  if (saved.code === "signed-out") {
    await keepTyping(actor, profileTyping, values, now);
    redirect(signInPath({ locale, regionSlug: portal.slug }, `${root}/cabinet/profile`));
  }
  const answer = { values, round: (Number(before?.round) || 0) + 1 };
  return saved.code === "invalid"
    ? { ...answer, status: "invalid", problems: saved.detail }
    : { ...answer, status: "refused", problems: [] };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
