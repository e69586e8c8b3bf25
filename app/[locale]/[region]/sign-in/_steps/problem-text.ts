import type { Translator } from "#lib/i18n/translate.ts";
import type { FormProblem } from "#lib/sign-in/by-code.ts";
import { longestPassword, shortestPassword } from "#lib/sign-in/password-rules.ts";
import type { StepError } from "./step-form.tsx";

/** What is wrong with a code or a new password, in words, beside its field. */
export function problemText(t: Translator, problem: FormProblem): StepError {
  const { field } = problem;
  switch (problem.code) {
    case "missing":
      return { field, text: t("error.required") };
    case "wrong":
      return { field, text: t("code.wrong", { n: problem.left }) };
    case "short":
      return { field, text: t("password.short", { n: shortestPassword }) };
    case "long":
      return { field, text: t("error.too-long", { n: longestPassword }) };
    case "stolen":
      return { field, text: t("password.stolen") };
    case "own":
      return { field, text: t("password.own") };
    case "differ":
      return { field, text: t("password.repeat.differ") };
  }
}
