"use server";

import { redirect } from "next/navigation";

import type { Locale } from "#lib/i18n/locales.ts";
import { acceptInvitation } from "#lib/sign-in/staff-invitation.ts";
import { mend, textOf } from "../../../_steps/answers.ts";
import { beginStep } from "../../../_steps/begin-step.ts";
import { problemText } from "../../../_steps/problem-text.ts";
import type { StepState } from "../../../_steps/step-form.tsx";

/** «Сохранить»: the password of an invitation; then login, password and code, as every day. */
export async function accept(
  localeArgument: Locale,
  regionSlug: string,
  token: string,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const place = await beginStep(localeArgument, regionSlug, null);
  const { locale, portal, root, now, t, requestId } = place;
  const typed = { password: textOf(form, "password"), repeat: textOf(form, "repeat") };
  const order = { token: String(token), typed, regionId: portal.id, locale, requestId };
  const done = await acceptInvitation(order, now);
  if (done.ok) redirect(`${root}/sign-in/staff?set=1`);
  if (done.code === "gone") return mend(before, {}, { text: t("signin.invitation.gone") });
  if (done.code === "busy") return mend(before, typed, { text: t("error.busy", { n: 1 }) });
  return mend(before, {}, ...(done.detail ?? []).map((problem) => problemText(t, problem)));
}
