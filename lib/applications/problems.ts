import { ageInYears, isLocalDate, localDateOf } from "#lib/calendar/local-date.ts";
import { parseEmail } from "#lib/identity/email.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { parseMobilePhone } from "#lib/identity/phone.ts";
import type { ChildLookup } from "./child.ts";
import { isTicked, type DraftField, type DraftValues } from "./draft.ts";

/** Something to mend, at its field. The page puts the code into words. */
export type Problem = {
  readonly field: DraftField | `paper.${string}`;
  readonly code: ProblemCode;
  readonly params?: Readonly<Record<string, string | number>>;
};

export type ProblemCode =
  | "required"
  | "email-shape"
  | "phone-not-mobile"
  | "phones-equal"
  | "iin-length"
  | "iin-check-digit"
  | "consent"
  | "own-iin"
  | "child-unknown"
  | "no-kin"
  | "too-old"
  | "duplicate"
  | "duplicate-unnamed"
  | "name-letters"
  | "too-long"
  | "date"
  | "date-future"
  | "birth-date-differs"
  | "district"
  | "category"
  | "paper-missing";

export function applicantProblems(values: DraftValues): Problem[] {
  const problems: Problem[] = [];
  const email = values.email?.trim() ?? "";
  const phone = values.phone?.trim() ?? "";
  const second = values.secondPhone?.trim() ?? "";
  if (email === "") problems.push({ field: "email", code: "required" });
  else if (!parseEmail(email).ok) problems.push({ field: "email", code: "email-shape" });
  const first = parseMobilePhone(phone);
  if (phone === "") problems.push({ field: "phone", code: "required" });
  else if (!first.ok) problems.push({ field: "phone", code: "phone-not-mobile" });
  if (second !== "") {
    const other = parseMobilePhone(second);
    if (!other.ok) problems.push({ field: "secondPhone", code: "phone-not-mobile" });
    else if (first.ok && first.value === other.value) {
      problems.push({ field: "secondPhone", code: "phones-equal" });
    }
  }
  if (!isTicked(values, "consent")) problems.push({ field: "consent", code: "consent" });
  return problems;
}

export type ChildStepContext = {
  readonly applicantIin: string;
  /** What the registers and our own records say of the IIN that was typed; null while it cannot be read. */
  readonly lookup: ChildLookup | null;
  /** KATO of the districts to choose from; empty where the region is one. */
  readonly districts: readonly string[];
  /** Codes of the privilege categories in force. */
  readonly categories: readonly string[];
  /** The queue takes children younger than this, full years. */
  readonly ageLimitYears: number;
  readonly now: Date;
};

/** All there is to mend on the child's page, told early, before anything is composed or signed. */
export function childProblems(values: DraftValues, context: ChildStepContext): Problem[] {
  return [
    ...iinProblems(values, context),
    ...declaredProblems(values, context),
    ...choiceProblems(values, context),
  ];
}

function iinProblems(values: DraftValues, context: ChildStepContext): Problem[] {
  const typed = values.childIin?.trim() ?? "";
  if (typed === "") return [{ field: "childIin", code: "required" }];
  const iin = parseTypedIin(typed);
  if (!iin.ok) {
    return iin.code === "iin-length"
      ? [{ field: "childIin", code: iin.code, params: { n: iin.detail.n } }]
      : [{ field: "childIin", code: "iin-check-digit" }];
  }
  if (iin.value === context.applicantIin) return [{ field: "childIin", code: "own-iin" }];
  const { lookup } = context;
  if (lookup === null) return [];
  if (lookup.state === "unknown") return [{ field: "childIin", code: "child-unknown" }];
  if (lookup.kinship === "none" && !isTicked(values, "guardian")) {
    return [{ field: "childIin", code: "no-kin" }];
  }
  if (lookup.duplicate !== null) {
    // Only a parent is told which application it is: to anyone else it would say whose child waits where.
    return lookup.kinship === "parent"
      ? [{ field: "childIin", code: "duplicate", params: { ...lookup.duplicate } }]
      : [{ field: "childIin", code: "duplicate-unnamed" }];
  }
  const today = localDateOf(context.now);
  const birthDate = lookup.birthDate ?? readDate(values.childBirthDate);
  if (birthDate !== null && ageInYears(birthDate, today) >= context.ageLimitYears) {
    return [{ field: "childIin", code: "too-old", params: { n: context.ageLimitYears } }];
  }
  return [];
}

// Letters of any script with what stands between them. A mark that turns the direction of the text would turn the
// officer's page around; markup, digits and pictures are in no birth certificate.
const nameShape = /^\p{L}[\p{L}\p{M}\p{Pd} .'`´\u02BC\u2018\u2019\u00A0]*$/u;
const longestName = 100;

function declaredProblems(values: DraftValues, context: ChildStepContext): Problem[] {
  if (!mustDeclare(context.lookup)) return [];
  const problems: Problem[] = [];
  for (const field of ["childSurname", "childGivenName", "childPatronymic"] as const) {
    const name = values[field]?.trim() ?? "";
    if (name === "") {
      if (field !== "childPatronymic") problems.push({ field, code: "required" });
    } else if (!nameShape.test(name)) problems.push({ field, code: "name-letters" });
    else if (name.length > longestName) {
      problems.push({ field, code: "too-long", params: { n: longestName } });
    }
  }
  const typed = values.childBirthDate?.trim() ?? "";
  const date = readDate(typed);
  if (typed === "") problems.push({ field: "childBirthDate", code: "required" });
  else if (date === null) problems.push({ field: "childBirthDate", code: "date" });
  else if (date > localDateOf(context.now)) {
    problems.push({ field: "childBirthDate", code: "date-future" });
  } else if (context.lookup?.state === "known" && (context.lookup.birthDate ?? date) !== date) {
    problems.push({ field: "childBirthDate", code: "birth-date-differs" });
  }
  return problems;
}

function choiceProblems(values: DraftValues, context: ChildStepContext): Problem[] {
  const problems: Problem[] = [];
  if (context.districts.length > 0 && !context.districts.includes(values.districtKato ?? "")) {
    problems.push({ field: "districtKato", code: "district" });
  }
  if (isTicked(values, "privileged")) {
    if (!context.categories.includes(values.privilegeCategory ?? "")) {
      problems.push({ field: "privilegeCategory", code: "category" });
    }
  }
  return problems;
}

/**
 * Whether the parent has to type the child's name and birth date: the registers did not prove the kinship, because
 * they were silent or because a guardian asks. A register's answer is shown to a proven parent only, or anyone could
 * learn a child's name from an IIN.
 */
export function mustDeclare(lookup: ChildLookup | null): boolean {
  if (lookup === null || lookup.state === "unknown") return false;
  return lookup.kinship !== "parent" || lookup.facts === null;
}

/** Which required papers have no page yet. */
export function paperProblems(
  required: readonly string[],
  attached: ReadonlyMap<string, number>,
): Problem[] {
  return required
    .filter((paper) => (attached.get(paper) ?? 0) === 0)
    .map((paper) => ({ field: `paper.${paper}` as const, code: "paper-missing" as const }));
}

/** `YYYY-MM-DD` of a date field, or `ДД.ММ.ГГГГ` typed where the browser has none; null for anything else. */
export function readDate(typed: string | undefined): string | null {
  const text = typed?.trim() ?? "";
  const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text);
  const date = dotted
    ? `${dotted[3]}-${(dotted[2] ?? "").padStart(2, "0")}-${(dotted[1] ?? "").padStart(2, "0")}`
    : text;
  return isLocalDate(date) ? date : null;
}
