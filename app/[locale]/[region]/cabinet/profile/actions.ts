"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import { forgetTyping, keepTyping } from "#app/_request/kept-typing.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { sendContactCode, updateProfile } from "#lib/sign-in/contacts.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { visitorOf } from "../../sign-in/_steps/visitor.ts";
import { confirmPath } from "./confirm/address.ts";
import type { ProfileState } from "./profile-form.tsx";
import { profileTyping } from "./profile-texts.ts";

/**
 * «Сохранить»: leads on to the code of a contact that none has confirmed yet; at the first entry to where the person was
 * going, for the contacts can be confirmed later.
 */
export async function saveProfile(
  localeArgument: Locale,
  regionSlug: string,
  first: boolean,
  returnTo: string | null,
  before: ProfileState,
  form: FormData,
): Promise<ProfileState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const values = {
    email: textOf(form, "email"),
    phone: textOf(form, "phone"),
    secondPhone: textOf(form, "secondPhone"),
    locale: textOf(form, "locale"),
    // A page of an earlier release has no such field.
    channels: textOf(form, "channels") || "all",
  };
  const saved = await updateProfile(actor, values, now, portal.id);
  if (saved.ok) {
    await forgetTyping(actor, profileTyping, now, `${root}/cabinet/profile`);
    if (first) redirect(safeReturnPath(returnTo, portal.slug) ?? `${root}/cabinet`);
    const [next] = saved.value.unconfirmed;
    if (next === undefined) redirect(`${root}/cabinet/profile?saved=1`);
    // Whatever the answer is, the next page says it: the code is on its way, or from when another one may be.
    await sendContactCode(actor, await visitorOf(place), next, now);
    redirect(`${root}${confirmPath(next)}&saved=1`);
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
