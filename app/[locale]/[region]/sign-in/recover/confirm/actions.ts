"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import { entryOf, finishSignIn } from "#app/_request/finish-sign-in.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { registries } from "#lib/registries/current.ts";
import { longestPassword, shortestPassword } from "#lib/sign-in/password-rules.ts";
import { finishRecovery, resendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { codeRefusal, mend, textOf } from "../../_steps/answers.ts";
import { keepIin, keptIin } from "../../_steps/kept-iin.ts";
import type { StepError, StepState } from "../../_steps/step-form.tsx";
import { stepPath } from "../../_steps/visitor.ts";

/** «Обновить»: the code from the new number and a password; then the person is in. */
export async function finish(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now } = place;
  const t = translator(locale);
  const on = safeReturnPath(returnTo, portal.slug);
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
      return mend(before, { code }, passwordError(t, entered.detail));
  }
}

/** «Отправить код еще раз». */
export async function sendAgain(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
): Promise<StepState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now, address } = place;
  const on = safeReturnPath(returnTo, portal.slug);
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
      const text = codeRefusal(translator(locale), sent.code, sent.detail.until, now);
      return mend(before, {}, { text });
    }
  }
}

function emptyFields(values: Readonly<Record<string, string>>): string[] {
  return Object.keys(values).filter((field) => (values[field] ?? "").trim() === "");
}

function passwordError(
  t: Translator,
  problem: "short" | "long" | "stolen" | "own" | "differ",
): StepError {
  switch (problem) {
    case "short":
      return { field: "password", text: t("password.short", { n: shortestPassword }) };
    case "long":
      return { field: "password", text: t("error.too-long", { n: longestPassword }) };
    case "stolen":
      return { field: "password", text: t("password.stolen") };
    case "own":
      return { field: "password", text: t("password.own") };
    case "differ":
      return { field: "repeat", text: t("password.repeat.differ") };
  }
}
