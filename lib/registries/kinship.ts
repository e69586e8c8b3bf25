import type { BirthAnswer } from "./ports.ts";

/**
 * What the civil register says about an adult and a child.
 * - `named`: the record names the adult as a parent.
 * - `not-named`: it names others. The adult may be a guardian: the decision on guardianship is attached and an officer
 *   looks at it.
 * - `no-record`: no birth is recorded under this IIN: a mistyped number, or a child born abroad, whose papers an
 *   officer looks at.
 * - `pending`: the register did not answer; asked again by a job.
 */
export type Kinship = "named" | "not-named" | "no-record" | "pending";

export function kinshipOf(adultIin: string, answer: BirthAnswer): Kinship {
  switch (answer.status) {
    case "found":
      return answer.record.parents.includes(adultIin) ? "named" : "not-named";
    case "not-found":
      return "no-record";
    case "no-answer":
      return "pending";
  }
}

/** Whether the applicant must attach the decision on guardianship (or its like) for the application to be accepted. */
export function needsGuardianshipDecision(kinship: Kinship): boolean {
  return kinship === "not-named" || kinship === "no-record";
}

/**
 * Whether the child's name, birth date and address may be shown to this adult. Only to whom the register names, else
 * anyone could look up any family by trying numbers.
 */
export function mayShowChild(kinship: Kinship): boolean {
  return kinship === "named";
}
