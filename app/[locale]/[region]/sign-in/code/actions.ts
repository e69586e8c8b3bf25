"use server";

import { redirect } from "next/navigation";

import { finishSignIn } from "#app/_request/finish-sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { askCode, enterByCode } from "#lib/sign-in/by-code.ts";
import { codeRefusal, mend, textOf } from "../_steps/answers.ts";
import { beginStep, comingIn } from "../_steps/begin-step.ts";
import { keptIin } from "../_steps/kept-iin.ts";
import { problemText } from "../_steps/problem-text.ts";
import type { StepState } from "../_steps/step-form.tsx";
import { stepPath, visitorOf } from "../_steps/visitor.ts";

/** «Обновить»: code and new password together; then the person is in. */
export async function finishByCode(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const iin = await keptIin(portal.id);
  if (iin === null) redirect(stepPath(root, "", on));
  const typed = {
    code: textOf(form, "code"),
    password: textOf(form, "password"),
    repeat: textOf(form, "repeat"),
  };
  const { entry, visitor } = await comingIn(place);
  const entered = await enterByCode(visitor, iin, typed, entry, now);
  if (entered.ok) return finishSignIn(entered.value, place, on);
  if (entered.code === "busy") return mend(before, typed, { text: t("error.busy", { n: 1 }) });
  if (entered.code === "gone") return mend(before, {}, { text: t("code.expired") });
  // A password that was fine is not typed twice more because of a digit of the code; one that was not, is.
  const codeOnly = entered.detail.every((problem) => problem.field === "code");
  const values = codeOnly
    ? { password: typed.password, repeat: typed.repeat }
    : { code: typed.code.slice(0, 20) };
  return mend(before, values, ...entered.detail.map((problem) => problemText(t, problem)));
}

/** «Отправить код еще раз». */
export async function sendAgain(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const iin = await keptIin(portal.id);
  if (iin === null) redirect(stepPath(root, "", on));
  const asked = await askCode(await visitorOf(place), iin, false, now);
  if (!asked.ok) {
    const text = codeRefusal(t, asked.code, asked.detail.until, now);
    return mend(before, {}, { text });
  }
  redirect(stepPath(root, asked.value.step === "update-number" ? "recover" : "code", on));
}
