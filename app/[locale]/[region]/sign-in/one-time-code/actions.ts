"use server";

import { redirect } from "next/navigation";

import { finishSignIn } from "#app/_request/finish-sign-in.ts";
import { dropStep } from "#app/_request/step-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";
import { registries } from "#lib/registries/current.ts";
import { askOneTimeCode, enterByOneTimeCode } from "#lib/sign-in/one-time-code.ts";
import { codeRefusal, mend, readIin, textOf } from "../_steps/answers.ts";
import { beginStep, comingIn } from "../_steps/begin-step.ts";
import type { StepError, StepState } from "../_steps/step-form.tsx";
import { stepPath, visitorOf } from "../_steps/visitor.ts";
import { keepPair, keptPair } from "./kept-pair.ts";

/** «Войти», the first press of manual 004: phone and IIN. */
export async function askByPair(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const values = {
    phone: textOf(form, "phone").slice(0, 40),
    iin: textOf(form, "iin").slice(0, 40),
  };
  const phone = parseMobilePhone(values.phone);
  const read = readIin(t, values.iin);
  if (!phone.ok || "problem" in read) {
    const errors: StepError[] = [];
    if (!phone.ok) errors.push({ field: "phone", text: t("error.phone-not-mobile") });
    if ("problem" in read) errors.push({ field: "iin", text: read.problem });
    return mend(before, values, ...errors);
  }
  const pair = { iin: read.iin, phone: phone.value };
  const asked = await askOneTimeCode(await visitorOf(place), pair, registries(), now);
  if (!asked.ok && asked.code !== "too-soon") {
    return mend(before, values, refusalOf(t, asked.code, asked.detail.until, now));
  }
  await keepPair(portal.id, pair);
  redirect(stepPath(root, "one-time-code", on));
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
  const here = stepPath(root, "one-time-code", on);
  const pair = await keptPair(portal.id);
  if (pair === null) redirect(here);
  const asked = await askOneTimeCode(await visitorOf(place), pair, registries(), now);
  if (asked.ok) redirect(here);
  return mend(before, {}, refusalOf(t, asked.code, asked.detail.until, now));
}

/** «Войти», the second press: the code. */
export async function finishByPair(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, returnTo);
  const { portal, root, now, t, on } = place;
  const pair = await keptPair(portal.id);
  if (pair === null) redirect(stepPath(root, "one-time-code", on));
  const code = textOf(form, "code");
  if (!/\d/u.test(code)) return mend(before, {}, { field: "code", text: t("error.required") });
  const { entry, visitor } = await comingIn(place);
  const entered = await enterByOneTimeCode(visitor, pair, code, registries(), entry, now);
  if (entered.ok) return finishSignIn(entered.value, place, on);
  switch (entered.code) {
    case "wrong":
      return mend(before, {}, { field: "code", text: t("code.wrong", { n: entered.detail.left }) });
    case "gone":
      return mend(before, {}, { text: t("code.expired") });
    case "down":
      return mend(before, {}, { text: t("otc.down") });
  }
}

/** Back to the fields of phone and IIN. */
export async function chooseAnotherPair(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
): Promise<void> {
  const { root, on } = await beginStep(localeArgument, regionSlug, returnTo);
  await dropStep();
  redirect(stepPath(root, "one-time-code", on));
}

type Refused = Extract<Awaited<ReturnType<typeof askOneTimeCode>>, { ok: false }>["code"];

function refusalOf(t: Translator, code: Refused, until: Date | null, now: Date): StepError {
  if (code === "unbound") return { field: "phone", text: t("otc.unbound") };
  return { text: code === "down" ? t("otc.down") : codeRefusal(t, code, until, now) };
}
