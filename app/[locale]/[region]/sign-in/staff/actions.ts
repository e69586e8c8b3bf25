"use server";

import { redirect } from "next/navigation";

import { finishSignIn } from "#app/_request/finish-sign-in.ts";
import { dropStep } from "#app/_request/step-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { askStaffCode, enterAsStaff, loginOf } from "#lib/sign-in/staff.ts";
import { codeRefusal, mend, textOf, triesRefusal } from "../_steps/answers.ts";
import { beginStep, comingIn } from "../_steps/begin-step.ts";
import type { StepError, StepState } from "../_steps/step-form.tsx";
import { stepPath, visitorOf } from "../_steps/visitor.ts";
import { keepLogin, keptLogin } from "./kept-login.ts";

/** «Продолжить»: login and password; the code goes to the login. */
export async function askAsStaff(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const login = textOf(form, "login").slice(0, 254);
  const password = textOf(form, "password");
  const missing: StepError[] = [
    ...(login.trim() === "" ? [{ field: "login", text: t("error.required") }] : []),
    ...(password === "" ? [{ field: "password", text: t("error.required") }] : []),
  ];
  if (missing.length > 0) return mend(before, { login }, ...missing);
  const visitor = await visitorOf(place);
  const asked = await askStaffCode(visitor, { login, password }, place, now);
  if (!asked.ok && asked.code !== "too-soon") {
    const { until } = asked.detail;
    if (asked.code === "wrong") {
      return mend(before, { login }, { field: "password", text: t("signin.staff.wrong") });
    }
    if (asked.code === "busy") return mend(before, { login }, { text: t("error.busy", { n: 1 }) });
    const text =
      asked.code === "too-many"
        ? triesRefusal(t, until, now)
        : codeRefusal(t, asked.code, until, now);
    return mend(before, { login }, { text });
  }
  await keepLogin(portal.id, loginOf(login));
  redirect(stepPath(root, "staff", on));
}

/** «Войти»: the code out of the letter. */
export async function finishAsStaff(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const login = await keptLogin(portal.id);
  if (login === null) redirect(stepPath(root, "staff", on));
  const code = textOf(form, "code");
  if (!/\d/u.test(code)) return mend(before, {}, { field: "code", text: t("error.required") });
  const { entry, visitor } = await comingIn(place);
  const entered = await enterAsStaff(visitor, login, code, entry, now);
  if (entered.ok) return finishSignIn(entered.value, place, on ?? `${root}/staff`);
  return entered.code === "wrong"
    ? mend(before, {}, { field: "code", text: t("code.wrong", { n: entered.detail.left }) })
    : mend(before, {}, { text: t("code.expired") });
}

/** Back to login and password: another login, or a code that never came. */
export async function beginAnew(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const { root, on } = await beginStep(localeArgument, regionSlug, returnTo);
  await dropStep();
  redirect(stepPath(root, "staff", on));
}
