import { addMonths, type LocalDate } from "#lib/calendar/local-date.ts";
import {
  categoriesAt,
  privilegeCategories,
  type PaperRequirement,
  type PrivilegeCategory,
} from "./categories.ts";
import type { QueueType } from "#lib/regions/queue-types.ts";
import { queueTypePapers } from "./queue-type-papers.ts";

export type ClaimStatus = "claimed" | "confirmed" | "refused" | "withdrawn" | "expired";
export type PrivilegeClaim = { readonly category: string; readonly status: ClaimStatus };

/**
 * Whether a claim moves the child forward. It does from the registration on, before anybody has looked at the papers:
 * the office has five working days for that when a place comes, and a child must not lose its turn to the office's
 * delay. A claim that is refused, given up or expired moves nothing; the registration instant never changed, so the
 * child then stands where it would have stood without the claim.
 */
export function isEffective(status: ClaimStatus): boolean {
  return status === "claimed" || status === "confirmed";
}

/**
 * The class in the queue that the claims give together: the strongest of those that count.
 * @param at the day the claims are judged by: of the registration, or of the change.
 */
export function classOfClaims(
  claims: readonly PrivilegeClaim[],
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
): "extraordinary" | "first-priority" | "ordinary" {
  const inForce = categoriesAt(at, categories);
  const rights = claims
    .filter((claim) => isEffective(claim.status))
    .map((claim) => inForce.find((category) => category.code === claim.category)?.right);
  if (rights.includes("extraordinary")) return "extraordinary";
  return rights.includes("first-priority") ? "first-priority" : "ordinary";
}

/** Whether the place now rests on a claim that nobody has confirmed yet: shown as «на подтверждении». */
export function awaitsConfirmation(
  claims: readonly PrivilegeClaim[],
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
): boolean {
  const confirmed = claims.filter((claim) => claim.status === "confirmed");
  return classOfClaims(claims, at, categories) !== classOfClaims(confirmed, at, categories);
}

export type ApplicationGrounds = {
  readonly queueType: QueueType;
  /** Codes of the privileges claimed. */
  readonly categories: readonly string[];
  readonly nonResident: boolean;
  /** The birth record does not name the applicant: see the kinship rule. */
  readonly byGuardian: boolean;
};

export type RequiredPaper = PaperRequirement & {
  /** Everything that asks for it: a queue type, privileges, `non-resident`, `guardian`. */
  readonly because: readonly string[];
};

/** The papers an application needs, each once, however many grounds ask for it. */
export function requiredPapers(
  grounds: ApplicationGrounds,
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
): readonly RequiredPaper[] {
  const asked = new Map<string, RequiredPaper>();
  const ask = (because: string, papers: readonly PaperRequirement[]): void => {
    for (const { code, validMonths } of papers) {
      const before = asked.get(code);
      asked.set(code, {
        code,
        validMonths: shorter(before?.validMonths ?? null, validMonths),
        because: [...(before?.because ?? []), because],
      });
    }
  };
  ask(grounds.queueType, queueTypePapers[grounds.queueType]);
  if (grounds.byGuardian) ask("guardian", [{ code: "guardianship-decision", validMonths: null }]);
  if (grounds.nonResident) ask("non-resident", [{ code: "non-resident-proof", validMonths: null }]);
  for (const category of categoriesAt(at, categories)) {
    if (grounds.categories.includes(category.code)) ask(category.code, category.papers);
  }
  return [...asked.values()];
}

/** Codes of the papers still to be attached, in the order in which they are asked for. */
export function missingPapers(
  required: readonly RequiredPaper[],
  attached: readonly string[],
): readonly string[] {
  return required.map((paper) => paper.code).filter((code) => !attached.includes(code));
}

/** Codes that were claimed but are no ground on that day; an application with one is refused, not silently trimmed. */
export function unknownCategories(
  claimed: readonly string[],
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
): readonly string[] {
  const known = new Set(categoriesAt(at, categories).map((category) => category.code));
  return claimed.filter((code) => !known.has(code));
}

/** The last day on which a paper issued then is good; null where it has no term. */
export function paperGoodUntil(paper: PaperRequirement, issuedOn: LocalDate): LocalDate | null {
  return paper.validMonths === null ? null : addMonths(issuedOn, paper.validMonths);
}

function shorter(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}
