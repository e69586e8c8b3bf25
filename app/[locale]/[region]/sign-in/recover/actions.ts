"use server";

import { redirect } from "next/navigation";

import { beginAction } from "#app/_request/action.ts";
import { ensureBrowserSecret } from "#app/_request/browser-cookie.ts";
import type { Locale } from "#lib/i18n/locales.ts";
import { type Translator, translator } from "#lib/i18n/translate.ts";
import { newId } from "#lib/platform/ids.ts";
import { registries } from "#lib/registries/current.ts";
import { answerRecovery, type ClaimAnswer } from "#lib/sign-in/recovery-answer.ts";
import type { RecoveryField, RecoveryProblem } from "#lib/sign-in/recovery-input.ts";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";
import { mend, readIin, textOf } from "../_steps/answers.ts";
import { keepIin } from "../_steps/kept-iin.ts";
import type { StepState } from "../_steps/step-form.tsx";
import { stepPath } from "../_steps/visitor.ts";
import { claimantOf } from "./_parts/claimant.ts";
import type { QuestionsState } from "./_parts/questions-form.tsx";

const longest = 40;

/** «Продолжить» after the IIN, for whoever comes here directly: nothing is sent, nothing looked up. */
export async function beginRecovery(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: StepState,
  form: FormData,
): Promise<StepState> {
  const { locale, portal, root } = await beginAction(localeArgument, regionSlug);
  const values = { iin: textOf(form, "iin").slice(0, longest) };
  const read = readIin(translator(locale), values.iin);
  if ("problem" in read) return mend(before, values, { field: "iin", text: read.problem });
  await ensureBrowserSecret();
  await keepIin(portal.id, read.iin);
  redirect(stepPath(root, "recover", safeReturnPath(returnTo, portal.slug)));
}

/** «Далее» after the six questions. */
export async function answerQuestions(
  localeArgument: Locale,
  regionSlug: string,
  returnTo: string | null,
  before: QuestionsState,
  form: FormData,
): Promise<QuestionsState> {
  const place = await beginAction(localeArgument, regionSlug);
  const { locale, portal, root, now, address, requestId } = place;
  const on = safeReturnPath(returnTo, portal.slug);
  const iin = await claimantOf(portal.id, textOf(form, "claimant"), now);
  if (iin === null) redirect(stepPath(root, "recover", on));
  const key = textOf(form, "key");
  const typed = typedIn(form);
  const answered = await answerRecovery(
    {
      regionId: portal.id,
      iin,
      browserSecret: await ensureBrowserSecret(),
      address,
      key: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key) ? key : newId(),
      typed,
      locale,
      requestId,
    },
    registries(),
    now,
  );
  if (answered.ok) redirect(stepPath(root, "recover/phone", on));
  if (isClosed(answered)) redirect(stepPath(root, "recover", on));
  const t = translator(locale);
  const problems = answered.code === "invalid" ? answered.detail : [];
  return {
    values: typed,
    errors: problems.map((problem) => ({ field: problem.field, text: problemWords(t, problem) })),
    told: problems.length > 0 ? null : toldWords(t, answered),
    key: newId(),
    round: (Number(before?.round) || 0) + 1,
  };
}

function typedIn(form: FormData): Record<RecoveryField, string> {
  const text = (name: RecoveryField) => textOf(form, name).slice(0, longest);
  return {
    childIin: text("childIin"),
    certificate: text("certificate"),
    parent1: text("parent1"),
    parent2: text("parent2"),
    where: text("where"),
    year: text("year"),
  };
}

type Refused = Exclude<ClaimAnswer, { readonly ok: true }>;

function isClosed(answer: Refused): boolean {
  return answer.code === "blocked" || (answer.code === "wrong" && answer.detail.left === 0);
}

function problemWords(t: Translator, { code, n }: RecoveryProblem): string {
  return code === "iin-length" ? t("error.iin-length", { n }) : t(`error.${code}`);
}

function toldWords(t: Translator, answer: Refused): string | null {
  switch (answer.code) {
    case "wrong":
      return t("recover.wrong", { n: answer.detail.left });
    case "no-answer":
      return t("recover.noAnswer");
    case "busy":
      return t("recover.busy");
    case "stale":
      return t("error.stale");
    case "too-many":
      return t("error.busy", { n: Math.max(1, Math.ceil(answer.detail.seconds / 60)) });
    case "blocked":
    case "invalid":
      return null;
  }
}
