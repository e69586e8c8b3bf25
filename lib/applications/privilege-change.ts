import type { LocalDate } from "#lib/calendar/local-date.ts";
import { fail, ok, type Failure, type Result } from "#lib/platform/result.ts";
import {
  categoriesAt,
  privilegeCategories,
  type PrivilegeCategory,
} from "#lib/privileges/categories.ts";
import { classOfClaims, isEffective, type PrivilegeClaim } from "#lib/privileges/rules.ts";
import { type EntryClass, entryClasses } from "#lib/queue/order.ts";
import { type ApplicationStatus, isAtRest } from "./status.ts";

// What a family may change about its privileges after the registration. Pure.

export type Holder = {
  readonly status: ApplicationStatus;
  readonly claims: readonly PrivilegeClaim[];
};

/**
 * The papers still to be brought for a claim: those that do not stand with the application. After a refusal or the end
 * of a paper's term all of them come anew, for what was looked at has been answered.
 */
export function papersToBring(
  category: PrivilegeCategory,
  claims: readonly PrivilegeClaim[],
  attached: readonly string[],
): readonly string[] {
  const former = claims.find((claim) => claim.category === category.code)?.status;
  const anew = former === "refused" || former === "expired";
  return category.papers
    .map((paper) => paper.code)
    .filter((code) => anew || !attached.includes(code));
}

/**
 * Whether a privilege may be claimed now.
 * @param attached papers that stand with the application
 * @param brought papers that come with this claim
 * @returns `papers-missing` with their codes
 */
export function judgeClaim(
  holder: Holder,
  code: string,
  papers: { readonly attached: readonly string[]; readonly brought: readonly string[] },
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
):
  | Result<PrivilegeCategory, "out-of-turn" | "unknown-category" | "already-claimed">
  | Failure<"papers-missing", readonly string[]> {
  if (!isAtRest(holder.status)) return fail("out-of-turn");
  const category = categoriesAt(at, categories).find((each) => each.code === code);
  if (category === undefined) return fail("unknown-category");
  if (standing(holder.claims, code)) return fail("already-claimed");
  const missing = papersToBring(category, holder.claims, papers.attached).filter(
    (paper) => !papers.brought.includes(paper),
  );
  return missing.length > 0 ? fail("papers-missing", missing) : ok(category);
}

/** Whether a privilege may be given up now: only one that counts, or waits to be looked at. */
export function judgeGivingUp(
  holder: Holder,
  code: string,
): Result<undefined, "out-of-turn" | "not-claimed"> {
  if (!isAtRest(holder.status)) return fail("out-of-turn");
  return standing(holder.claims, code) ? ok() : fail("not-claimed");
}

/** The class with one claim more: never weaker than it was, whatever that rested on. */
export function classWith(
  now: EntryClass,
  claims: readonly PrivilegeClaim[],
  code: string,
  at: LocalDate,
): EntryClass {
  const more = classOfClaims([...without(claims, code), { category: code, status: "claimed" }], at);
  return entryClasses.indexOf(more) < entryClasses.indexOf(now) ? more : now;
}

/** The class that the other claims give. */
export function classWithout(
  claims: readonly PrivilegeClaim[],
  code: string,
  at: LocalDate,
): EntryClass {
  return classOfClaims(without(claims, code), at);
}

/** The grounds that can be claimed on that day and are not claimed yet, as the list shows them. */
export function claimable(
  claims: readonly PrivilegeClaim[],
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
): readonly PrivilegeCategory[] {
  return categoriesAt(at, categories).filter((category) => !standing(claims, category.code));
}

function standing(claims: readonly PrivilegeClaim[], code: string): boolean {
  return claims.some((claim) => claim.category === code && isEffective(claim.status));
}

function without(claims: readonly PrivilegeClaim[], code: string): PrivilegeClaim[] {
  return claims.filter((claim) => claim.category !== code);
}
