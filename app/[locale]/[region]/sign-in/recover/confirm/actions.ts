"use server";

import { redirect } from "next/navigation";

import { ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import { entryOf, finishSignIn } from "#app/_request/finish-sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { registries } from "#lib/registries/current.ts";
import type { NewPasswordProblem } from "#lib/sign-in/passwords.ts";
import { finishRecovery, resendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import { codeRefusal, mend, textOf } from "../../_steps/answers.ts";
import { beginStep } from "../../_steps/begin-step.ts";
import { keepIin, keptIin } from "../../_steps/kept-iin.ts";
import { problemText } from "../../_steps/problem-text.ts";
import type { StepState } from "../../_steps/step-form.tsx";
import { stepPath } from "../../_steps/visitor.ts";

/** «Обновить»: the code from the new number and a password; then the person is in. */
export async function finish(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const iin = await keptIin(portal.id);
  if (iin === null) redirect(stepPath(root, "recover", on));
  const code = textOf(form, "code").slice(0, 20);
  const typed = { password: textOf(form, "password"), repeated: textOf(form, "repeat") };
  const missing = emptyFields({ code, password: typed.password, repeat: typed.repeated });
  if (missing.length > 0) {
    const errors = missing.map((field) => ({ field, text: t("error.required") }));
    return mend(before, { code, password: typed.password, repeat: typed.repeated }, ...errors);
  }
  const order = { regionId: portal.id, iin, browserSecret: await ensureBrowserSecret() };
  const entry = await entryOf(place);
  const entered = await finishRecovery({ ...order, ...typed, code }, entry, registries(), now);
  if (entered.ok) return finishSignIn(entered.value, place, on);
  const password = { password: typed.password, repeat: typed.repeated };
  switch (entered.code) {
    case "unproven":
      redirect(stepPath(root, "recover", on));
      break;
    case "gone":
      return mend(before, password, { text: t("code.expired") });
    case "busy":
      return mend(before, { code, ...password }, { text: t("error.busy", { n: 1 }) });
    case "wrong": {
      const text = t("code.wrong", { n: entered.detail.left });
      return mend(before, password, { field: "code", text });
    }
    case "password":
      return mend(before, { code }, problemText(t, problemOf(entered.detail)));
  }
}

/** «Отправить код еще раз». */
export async function sendAgain(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { locale, portal, root, now, address, t, on } = place;
  const iin = await keptIin(portal.id);
  if (iin === null) redirect(stepPath(root, "recover", on));
  const browserSecret = await ensureBrowserSecret();
  const sent = await resendPhoneCode(
    { regionId: portal.id, iin, browserSecret, address, locale },
    now,
  );
  if (sent.ok) {
    await keepIin(portal.id, iin);
    redirect(stepPath(root, "recover/confirm", on));
  }
  switch (sent.code) {
    case "unproven":
    case "phone-not-mobile":
      redirect(stepPath(root, "recover", on));
      break;
    default: {
      const text = codeRefusal(t, sent.code, sent.detail.until, now);
      return mend(before, {}, { text });
    }
  }
}

function emptyFields(values: Readonly<Record<string, string>>): string[] {
  return Object.keys(values).filter((field) => (values[field] ?? "").trim() === "");
}

function problemOf(code: NewPasswordProblem["code"]): NewPasswordProblem {
  return { field: code === "differ" ? "repeat" : "password", code };
}
