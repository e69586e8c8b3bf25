"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { ConfirmedField } from "#lib/people/contact-rules.ts";
import { confirmContact, sendContactCode } from "#lib/sign-in/contacts.ts";
import { codeRefusal, mend, textOf } from "../../../sign-in/_steps/answers.ts";
import type { StepState } from "../../../sign-in/_steps/step-form.tsx";
import { visitorOf } from "../../../sign-in/_steps/visitor.ts";
import { confirmedFieldOf, confirmPath } from "./address.ts";

/** «Подтвердить»: the code that came to the contact. */
export async function confirm(
  localeArgument: Locale,
  regionSlug: string,
  fieldArgument: ConfirmedField,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const t = translator(locale);
  const here = `${root}${confirmPath(confirmedFieldOf(fieldArgument) ?? "phone")}`;
  const code = textOf(form, "code").slice(0, 20);
  const done = await confirmContact(actor, await visitorOf(place), code, now);
  if (done.ok) redirect(`${root}/cabinet/profile?confirmed=1`);
  switch (done.code) {
    case "missing":
      return mend(before, { code }, { field: "code", text: t("error.required") });
    case "wrong":
      return mend(before, {}, { field: "code", text: t("code.wrong", { n: done.detail.left }) });
    case "gone":
      return mend(before, {}, { text: t("code.expired") });
    default:
      return redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  }
}

/** «Отправить код», and again. */
export async function sendCode(
  localeArgument: Locale,
  regionSlug: string,
  fieldArgument: ConfirmedField,
  before: StepState,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const t = translator(locale);
  const field = confirmedFieldOf(fieldArgument) ?? "phone";
  const here = `${root}${confirmPath(field)}`;
  const sent = await sendContactCode(actor, await visitorOf(place), field, now);
  if (sent.ok) redirect(here);
  switch (sent.code) {
    case "too-soon":
    case "too-many":
    case "budget":
      return mend(before, {}, { text: codeRefusal(t, sent.code, sent.detail.until, now) });
    case "nothing":
      return redirect(`${root}/cabinet/profile`);
    default:
      return redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  }
}
