"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { sendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { codeRefusal, mend, textOf } from "../../_steps/answers.ts";
import { keepIin, keptIin } from "../../_steps/kept-iin.ts";
import type { StepState } from "../../_steps/step-form.tsx";
import { stepPath } from "../../_steps/visitor.ts";

/** «Продолжить» after the new number: a code goes to it. */
export async function givePhone(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now, address } = place;
  const on = safeReturnPath(returnTo, portal.slug);
  const iin = await keptIin(portal.id);
  if (iin === null) redirect(stepPath(root, "recover", on));
  const phone = textOf(form, "phone").slice(0, 40);
  const browserSecret = await ensureBrowserSecret();
  const order = { regionId: portal.id, iin, browserSecret, phone, address, locale };
  const sent = await sendPhoneCode(order, now);
  if (sent.ok) {
    await keepIin(portal.id, iin);
    redirect(stepPath(root, "recover/confirm", on));
  }
  const t = translator(locale);
  switch (sent.code) {
    case "unproven":
      redirect(stepPath(root, "recover", on));
      break;
    case "phone-not-mobile": {
      const text = phone.trim() === "" ? t("error.required") : t("error.phone-not-mobile");
      return mend(before, { phone }, { field: "phone", text });
    }
    default:
      return mend(before, { phone }, { text: codeRefusal(t, sent.code, sent.detail.until, now) });
  }
}
