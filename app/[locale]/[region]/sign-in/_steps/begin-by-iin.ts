"use server";

import { redirect } from "next/navigation";

import type { Locale } from "#lib/i18n/locales.ts";
import { askCode } from "#lib/sign-in/by-code.ts";
import { codeRefusal, mend, readIin, textOf } from "./answers.ts";
import { beginStep } from "./begin-step.ts";
import { keepIin } from "./kept-iin.ts";
import type { StepState } from "./step-form.tsx";
import { stepPath, visitorOf } from "./visitor.ts";

/** «Продолжить» after the IIN (manual 000): to the code, to the password, or to «Обновить номер». */
export async function beginByIin(
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
  const asked = await askCode(await visitorOf(place), read.iin, true, now);
  // A code is on its way already, asked for in this browser a moment ago: it is the next step all the same.
  if (!asked.ok && asked.code !== "too-soon") {
    return mend(before, values, { text: codeRefusal(t, asked.code, asked.detail.until, now) });
  }
  await keepIin(portal.id, read.iin);
  const step = asked.ok ? asked.value.step : "code";
  redirect(stepPath(root, step === "update-number" ? "recover" : step, on));
}
