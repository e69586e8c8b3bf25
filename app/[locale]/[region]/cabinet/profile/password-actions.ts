"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { signInPath } from "#app/_request/actor.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { changePassword, type PasswordChangeProblem } from "#lib/sign-in/change-password.ts";
import { mend, textOf, triesRefusal } from "../../sign-in/_steps/answers.ts";
import { problemText } from "../../sign-in/_steps/problem-text.ts";
import type { StepError, StepState } from "../../sign-in/_steps/step-form.tsx";
import { visitorOf } from "../../sign-in/_steps/visitor.ts";

/** «Сменить пароль». What was typed comes back, but for the field that did not fit. */
export async function savePassword(
  localeArgument: Locale,
  regionSlug: string,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, actor, now } = place;
  const t = translator(locale);
  const here = `${root}/cabinet/profile?tab=password`;
  const typed = {
    old: textOf(form, "old"),
    password: textOf(form, "password"),
    repeat: textOf(form, "repeat"),
  };
  const changed = await changePassword(actor, await visitorOf(place), typed, now);
  if (changed.ok) redirect(`${here}&changed=1`);
  switch (changed.code) {
    case "mend": {
      const wrong = changed.detail.map(({ field }) => field);
      const kept = Object.entries(typed).filter(([name]) => !wrong.some((each) => each === name));
      const errors = changed.detail.map((problem) => wordsOf(t, problem));
      return mend(before, Object.fromEntries(kept), ...errors);
    }
    case "too-many":
      return mend(before, typed, { text: triesRefusal(t, changed.detail.until, now) });
    case "busy":
      return mend(before, typed, { text: t("error.busy", { n: 1 }) });
    default:
      // Passwords are kept nowhere over a sign-in, not even sealed.
      return redirect(signInPath({ locale, regionSlug: portal.slug }, here));
  }
}

function wordsOf(t: Translator, problem: PasswordChangeProblem): StepError {
  if (problem.field !== "old") return problemText(t, problem);
  const text = problem.code === "wrong" ? t("profile.password.wrong") : t("error.required");
  return { field: "old", text };
}
