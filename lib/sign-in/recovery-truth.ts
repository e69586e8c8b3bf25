import { createHash, timingSafeEqual } from "node:crypto";
import { parseBirthCertificate } from "#lib/identity/birth-certificate.ts";
import type { RecoveryAnswers, Whereabouts } from "./recovery-input.ts";

/** What stands in the civil register and in our own records about the child that was named. */
export type RecoveryTruth = {
  /** The number of the certificate as the register has it; null where it knows no such child. */
  readonly certificate: string | null;
  readonly parents: readonly [first: string | null, second: string | null];
  /** Where the child stands with us: a line for each application, and for each enrolment. */
  readonly standing: readonly Standing[];
};

export type Standing = {
  readonly where: Whereabouts;
  readonly year: number;
  /** IIN of the applicant, null on a paper application without one. */
  readonly applicant: string | null;
};

/** More lines than this nobody has; all of them are compared, there or not. */
const lines = 8;

/**
 * Whether every answer is right and the claimant may answer for the child: a parent by the register, or the applicant.
 * All or nothing. Every comparison is made whatever came out of those before it, over digests of one length, so that
 * the time says nothing about which answer was wrong. The parents may be named in either order: whoever knows both
 * numbers knows them. Pure.
 */
export function answersAreRight(
  claimant: string,
  answers: RecoveryAnswers,
  truth: RecoveryTruth,
): boolean {
  const [first, second] = truth.parents;
  const [typedFirst, typedSecond] = answers.parents;
  const typed = certificateParts(answers.certificate);
  const kept = certificateParts(truth.certificate ?? "");
  const known = bit(truth.certificate !== null);
  const series =
    same(typed.series, kept.series) | bit(typed.series === "") | bit(kept.series === "");
  const number = same(typed.number, kept.number);
  const straight = same(typedFirst, first ?? "") & same(typedSecond ?? "", second ?? "");
  const crossed = same(typedFirst, second ?? "") & same(typedSecond ?? "", first ?? "");
  const isParent = same(claimant, first ?? "") | same(claimant, second ?? "");
  let stands = 0;
  for (let line = 0; line < lines; line += 1) {
    const { where, year, applicant } = truth.standing[line] ?? nowhere;
    const here = same(`${answers.where} ${answers.year}`, `${where} ${year}`);
    stands |= here & (isParent | same(claimant, applicant ?? ""));
  }
  return (known & series & number & (straight | crossed) & stands) === 1;
}

const nowhere = { where: "nowhere", year: 0, applicant: null };

function certificateParts(written: string): { readonly series: string; readonly number: string } {
  const parsed = parseBirthCertificate(written);
  return parsed.ok
    ? { series: parsed.value.series ?? "", number: parsed.value.number }
    : { series: "", number: "" };
}

function same(one: string, other: string): number {
  const digest = (words: string): Buffer => createHash("sha256").update(words).digest();
  return bit(timingSafeEqual(digest(one), digest(other)));
}

function bit(value: boolean): number {
  return value ? 1 : 0;
}
