import type {
  Ownership,
  TeachingLanguage,
  TwoNames,
  WorkingHours,
} from "#db/schema/kindergartens.ts";
import type { LocalDate } from "#lib/calendar/local-date.ts";
import type { QueueType } from "#lib/regions/queue-types.ts";

export const teachingLanguages = [
  "kk",
  "ru",
  "other",
] as const satisfies readonly TeachingLanguage[];
export const ownerships = [
  "state",
  "private-ordered",
  "private",
] as const satisfies readonly Ownership[];
export const workingDays = [
  "mon-fri",
  "mon-sat",
  "daily",
] as const satisfies readonly WorkingHours["days"][];

/** WGS 84, degrees. */
export type Point = { readonly latitude: number; readonly longitude: number };

/** Places of one kind: for children of these cohorts, both included, in this language, from this queue. */
export type ListedGroup = {
  readonly id: string;
  readonly names: TwoNames | null;
  readonly queueType: QueueType;
  readonly language: TeachingLanguage;
  readonly cohortFrom: number;
  readonly cohortTo: number;
  readonly capacity: number;
};

/** A kindergarten as everybody may know it. */
export type ListedKindergarten = {
  readonly id: string;
  readonly slug: string;
  readonly names: TwoNames;
  readonly districtKato: string | null;
  readonly address: TwoNames;
  readonly point: Point | null;
  /** E.164. */
  readonly phone: string | null;
  readonly email: string | null;
  readonly site: string | null;
  readonly ownership: Ownership;
  readonly languages: readonly TeachingLanguage[];
  readonly queueTypes: readonly QueueType[];
  readonly hours: WorkingHours | null;
  readonly openedOn: LocalDate | null;
  readonly closedOn: LocalDate | null;
  /** Those that are open, the youngest children first. */
  readonly groups: readonly ListedGroup[];
};

/** Whether it works on a day: from its first day on, until the day on which it is closed. */
export function isOpenOn(
  { from, to }: { readonly from: LocalDate | null; readonly to: LocalDate | null },
  day: LocalDate,
): boolean {
  return (from === null || from <= day) && (to === null || day < to);
}

// «№ 2» before «№ 12», both before a name alone, and Kazakh letters where they stand in the alphabet.
const collator = new Intl.Collator("kk", { numeric: true, ignorePunctuation: true });

/** In the order of their Kazakh names, the same in every language of the page; equal ones by their address in the portal. */
export function inOrder<T extends Pick<ListedKindergarten, "names" | "slug">>(
  list: readonly T[],
): T[] {
  // «№» sorts as the Latin letters «No», behind every Cyrillic one.
  const bare = new Map(list.map((each) => [each, each.names.kk.replaceAll("№", "")]));
  return list.toSorted(
    (a, b) => collator.compare(bare.get(a) ?? "", bare.get(b) ?? "") || (a.slug < b.slug ? -1 : 1),
  );
}

/** Groups as a parent looks for one: by age, then by language, then by queue. */
export function groupsInOrder(groups: readonly ListedGroup[]): ListedGroup[] {
  return groups.toSorted(
    (a, b) =>
      b.cohortTo - a.cohortTo ||
      b.cohortFrom - a.cohortFrom ||
      teachingLanguages.indexOf(a.language) - teachingLanguages.indexOf(b.language) ||
      collator.compare(a.queueType, b.queueType) ||
      (a.id < b.id ? -1 : 1),
  );
}
