import { z } from "zod";
import { parseBirthCertificate } from "#lib/identity/birth-certificate.ts";
import { parseTypedIin } from "#lib/identity/iin.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";

/** The questions 1 to 6 of manual 000 in their order, as a form sends them. */
const recoveryFields = ["childIin", "certificate", "parent1", "parent2", "where", "year"] as const;
export type RecoveryField = (typeof recoveryFields)[number];
export type TypedAnswers = Readonly<Record<RecoveryField, string>>;

/** Question 5: attends a kindergarten, or stands in the queue. */
const whereabouts = ["attends", "queue"] as const;
export type Whereabouts = (typeof whereabouts)[number];

export type RecoveryAnswers = {
  readonly childIin: string;
  /** As typed; compared by `sameBirthCertificate`'s parts. */
  readonly certificate: string;
  /** The second is null where the certificate names none. */
  readonly parents: readonly [first: string, second: string | null];
  readonly where: Whereabouts;
  readonly year: number;
};

/** Codes of `error.*`; they speak of the shape of what was typed, never of whether it is true. */
export type RecoveryProblem = {
  readonly field: RecoveryField;
  readonly code:
    | "required"
    | "iin-length"
    | "iin-check-digit"
    | "certificate-shape"
    | "not-in-list";
  /** How many digits were typed, for `iin-length`. */
  readonly n: number;
};

/** Children come to kindergarten until they are six, and stand in the queue from their birth. */
const yearsBack = 8;

/** The years of question 6, the newest first. @param year of the present day in Kazakhstan */
export function recoveryYears(year: number): readonly number[] {
  return Array.from({ length: yearsBack + 1 }, (_, back) => year - back);
}

const text = z.string().max(100);
const shape = z.strictObject({
  childIin: text,
  certificate: text,
  parent1: text,
  parent2: text,
  where: text,
  year: text,
});

/** Reads the answers of a form. A shape that cannot be right costs no attempt: it says nothing about the truth. */
export function readAnswers(
  typed: TypedAnswers,
  year: number,
): Result<RecoveryAnswers, "invalid", readonly RecoveryProblem[]> {
  const parsed = shape.safeParse(typed);
  if (!parsed.success) return fail("invalid", [{ field: "childIin", code: "required", n: 0 }]);
  const { childIin, certificate, parent1, parent2, where, year: since } = parsed.data;
  const problems: RecoveryProblem[] = [];
  const add = (field: RecoveryField, code: RecoveryProblem["code"], n = 0): null => {
    problems.push({ field, code, n });
    return null;
  };
  const iin = (field: "childIin" | "parent1" | "parent2", value: string): string | null => {
    if (value.trim() === "") return add(field, "required");
    const read = parseTypedIin(value);
    if (read.ok) return read.value;
    return add(field, read.code, read.code === "iin-length" ? read.detail.n : 0);
  };
  const child = iin("childIin", childIin);
  if (certificate.trim() === "") add("certificate", "required");
  else if (!parseBirthCertificate(certificate).ok) add("certificate", "certificate-shape");
  const first = iin("parent1", parent1);
  const second = parent2.trim() === "" ? null : iin("parent2", parent2);
  const place = whereabouts.find((each) => each === where);
  if (place === undefined) add("where", where === "" ? "required" : "not-in-list");
  const chosen = recoveryYears(year).find((each) => String(each) === since);
  if (chosen === undefined) add("year", since === "" ? "required" : "not-in-list");
  if (problems.length > 0 || child === null || first === null) return fail("invalid", problems);
  if (place === undefined || chosen === undefined) return fail("invalid", problems);
  return ok({ childIin: child, certificate, parents: [first, second], where: place, year: chosen });
}
