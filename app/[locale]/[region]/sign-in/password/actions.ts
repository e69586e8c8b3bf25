"use server";

import { redirect } from "next/navigation";

import { finishSignIn } from "#app/_request/finish-sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { askCode } from "#lib/sign-in/by-code.ts";
import { enterByPassword } from "#lib/sign-in/by-password.ts";
import { codeRefusal, mend, readIin, textOf, triesRefusal } from "../_steps/answers.ts";
import { beginStep, comingIn } from "../_steps/begin-step.ts";
import { keepIin } from "../_steps/kept-iin.ts";
import type { StepState } from "../_steps/step-form.tsx";
import { stepPath, visitorOf } from "../_steps/visitor.ts";

/** «Войти» by IIN and password; or «Забыли пароль?», which goes the way of the first entry. */
export async function finishByPassword(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const values = { iin: textOf(form, "iin").slice(0, 40) };
  const read = readIin(t, values.iin);
  if ("problem" in read) return mend(before, values, { field: "iin", text: read.problem });
  if (form.has("forgot")) {
    const asked = await askCode(await visitorOf(place), read.iin, false, now);
    if (!asked.ok && asked.code !== "too-soon") {
      return mend(before, values, { text: codeRefusal(t, asked.code, asked.detail.until, now) });
    }
    await keepIin(portal.id, read.iin);
    const without = asked.ok && asked.value.step === "update-number";
    redirect(stepPath(root, without ? "recover" : "code", on));
  }
  const password = textOf(form, "password");
  if (password === "") {
    return mend(before, values, { field: "password", text: t("error.required") });
  }
  const { entry, visitor } = await comingIn(place);
  const entered = await enterByPassword(visitor, read.iin, password, entry, now);
  if (entered.ok) return finishSignIn(entered.value, place, on);
  switch (entered.code) {
    case "wrong":
      return mend(before, values, { field: "password", text: t("password.wrong") });
    case "too-many":
      return mend(before, values, { text: triesRefusal(t, entered.detail.until, now) });
    case "busy":
      return mend(before, values, { text: t("error.busy", { n: 1 }) });
  }
}
