"use server";

import { redirect } from "next/navigation";

import { ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { sendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import { codeRefusal, mend, textOf } from "../../_steps/answers.ts";
import { beginStep } from "../../_steps/begin-step.ts";
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
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { locale, portal, root, now, address, t, on } = place;
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
