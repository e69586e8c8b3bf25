import { addMonths, type LocalDate } from "#lib/calendar/local-date.ts";
import { isLiving, isStatus } from "./status.ts";

/** What decides whether two children are twins who may take places together. */
export type TwinFacts = {
  readonly regionId: number;
  readonly id: string;
  readonly queueType: string;
  readonly districtKato: string | null;
  readonly status: string;
  readonly childId: string;
  /** Null where no register and no paper has told it. */
  readonly birthDate: LocalDate | null;
  readonly applicantId: string | null;
  readonly byGuardian: boolean;
  /** Who is proven to act for the child. */
  readonly representatives: readonly string[];
};

/**
 * Whether two applications are of one family's children born at most a month apart, waiting for the same places: the
 * practice of the regions, which give such children referrals together or not at all (bilim.astana.kz, 51329). One
 * family: the same applicant, or the same proven representatives; a guardian's application is the guardian's alone.
 */
export function areTwins(a: TwinFacts, b: TwinFacts): boolean {
  return (
    a.childId !== b.childId &&
    a.regionId === b.regionId &&
    a.queueType === b.queueType &&
    a.districtKato === b.districtKato &&
    [a, b].every(({ status }) => isStatus(status) && isLiving(status)) &&
    isOneFamily(a, b) &&
    bornTogether(a.birthDate, b.birthDate)
  );
}

/** At most one month apart, in whichever order. */
export function bornTogether(a: LocalDate | null, b: LocalDate | null): boolean {
  if (a === null || b === null) return false;
  const [first, second] = a <= b ? [a, b] : [b, a];
  return second <= addMonths(first, 1);
}

function isOneFamily(a: TwinFacts, b: TwinFacts): boolean {
  if (a.applicantId !== null && a.applicantId === b.applicantId) return true;
  if (a.byGuardian || b.byGuardian) return false;
  const [ofA, ofB] = [new Set(a.representatives), new Set(b.representatives)];
  return ofA.size > 0 && ofA.size === ofB.size && [...ofA].every((person) => ofB.has(person));
}
