import type { LocalDate } from "#lib/calendar/local-date.ts";

/** Outside the queue, or one in the first turn to several others. */
export type PrivilegeRight = "extraordinary" | "first-priority";

/** A paper asked for; its name is the catalogue's `document.type.<code>`. */
export type PaperRequirement = {
  readonly code: string;
  /** Months for which the paper is good from its issue; null where no term is known. */
  readonly validMonths: number | null;
};

/** A ground of privilege, as the law had it at the time; its name is the catalogue's `privilege.category.<code>`. */
export type PrivilegeCategory = {
  readonly code: string;
  readonly right: PrivilegeRight;
  /** First and last day on which the ground could be claimed, both included. */
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly papers: readonly PaperRequirement[];
  /** The text it rests on; its name is the catalogue's `act.<code>`. */
  readonly act: string;
};

const paper = (code: string, validMonths: number | null = null): PaperRequirement => ({
  code,
  validMonths,
});

/**
 * The grounds known today. The laws are known by number, their articles are not, so none is cited; which paper proves
 * a large family or a disability is not named in the texts read and is what offices ask for. The police are no
 * special state body.
 */
export const privilegeCategories: readonly PrivilegeCategory[] = [
  {
    code: "military",
    right: "extraordinary",
    validFrom: "2012-02-16",
    validTo: null,
    papers: [paper("service-certificate", 1)],
    act: "law-561-iv",
  },
  {
    code: "special-bodies",
    right: "extraordinary",
    validFrom: "2012-02-13",
    validTo: null,
    papers: [paper("service-certificate", 1)],
    act: "law-552-iv",
  },
  {
    code: "parent-disability",
    right: "first-priority",
    validFrom: "2015-04-07",
    validTo: null,
    papers: [paper("disability-certificate")],
    act: "order-254",
  },
  {
    code: "no-care",
    right: "first-priority",
    validFrom: "2015-04-07",
    validTo: null,
    papers: [paper("guardianship-decision")],
    act: "order-254",
  },
  {
    code: "orphan",
    right: "first-priority",
    validFrom: "2015-04-07",
    validTo: null,
    papers: [paper("guardianship-decision")],
    act: "order-254",
  },
  {
    code: "large-family",
    right: "first-priority",
    validFrom: "2015-04-07",
    validTo: null,
    papers: [paper("large-family-proof")],
    act: "order-254",
  },
  {
    code: "special-needs",
    right: "first-priority",
    validFrom: "2020-06-22",
    validTo: null,
    papers: [paper("pmpk-conclusion")],
    act: "order-254",
  },
  {
    code: "teacher",
    right: "first-priority",
    validFrom: "2019-12-27",
    validTo: null,
    papers: [paper("teacher-certificate", 1)],
    act: "law-293-vi",
  },
  {
    code: "sibling-disability",
    right: "first-priority",
    validFrom: "2020-06-22",
    validTo: null,
    papers: [paper("child-disability-certificate")],
    act: "order-254",
  },
];

/** The grounds that can be claimed on that day, in the order in which the form lists them. */
export function categoriesAt(
  at: LocalDate,
  categories: readonly PrivilegeCategory[] = privilegeCategories,
): readonly PrivilegeCategory[] {
  return categories.filter(
    (category) => category.validFrom <= at && (category.validTo === null || at <= category.validTo),
  );
}
