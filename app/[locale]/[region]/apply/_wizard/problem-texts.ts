import type { Problem, ProblemCode } from "#lib/applications/problems.ts";
import { formatDateShort } from "#lib/i18n/formats.ts";
import type { MessageKey, Translator } from "#lib/i18n/translate.ts";

const said: Readonly<Record<ProblemCode, MessageKey>> = {
  required: "error.required",
  "email-shape": "error.email-shape",
  "phone-not-mobile": "error.phone-not-mobile",
  "phones-equal": "error.phones-equal",
  "iin-length": "error.iin-length",
  "iin-check-digit": "error.iin-check-digit",
  consent: "error.consent",
  "own-iin": "error.own-iin",
  "child-unknown": "error.child-unknown",
  "no-kin": "error.no-kin",
  "too-old": "error.too-old",
  duplicate: "error.duplicate",
  "duplicate-unnamed": "error.duplicate-unnamed",
  "name-letters": "error.name-letters",
  "too-long": "error.too-long",
  date: "error.date",
  "date-future": "error.date-future",
  "birth-date-differs": "apply.problem.birth-date-differs",
  district: "error.district",
  category: "apply.problem.category",
  "paper-missing": "apply.problem.paper-missing",
};

export const problemCodes = Object.keys(said).filter((code) => code in said) as ProblemCode[];

/** One sentence for the person: what to mend and how. It can be understood away from its field, in the summary. */
export function problemText(t: Translator, problem: Problem): string {
  const { code, field, params = {} } = problem;
  if (code === "required") {
    const own = `apply.problem.required.${field}`;
    return t.has(own) ? t(own) : t(said.required);
  }
  if (code === "paper-missing") {
    const paper = `document.type.${field.replace(/^paper\./u, "")}`;
    return t(said[code], { paper: t.has(paper) ? t(paper) : t("document.type.other") });
  }
  if (code === "duplicate") {
    // A date in words ends with «г.», which would stand before the sentence's own full stop.
    return t(said[code], { ...params, date: formatDateShort(String(params["date"])) });
  }
  return t(said[code], params);
}

/** The id of the control that a problem belongs to: a paper's is that of its upload field. */
export function controlOf(field: Problem["field"]): string {
  return field.startsWith("paper.") ? `file-${field.slice("paper.".length)}` : field;
}

export type FieldError = { readonly field: string; readonly text: string };

/** All problems as the summary lists them; `field` is the id of the control. */
export function fieldErrors(t: Translator, problems: readonly Problem[]): FieldError[] {
  return problems.map((problem) => ({
    field: controlOf(problem.field),
    text: problemText(t, problem),
  }));
}

/** The sentence at one field, or nothing. */
export function errorAt(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.text;
}
