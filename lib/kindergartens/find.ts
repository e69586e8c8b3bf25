import type { Ownership, TeachingLanguage } from "#db/schema/kindergartens.ts";
import { matches } from "#lib/i18n/search-fold.ts";
import type { QueueType } from "#lib/regions/queue-types.ts";
import type { ListedGroup, ListedKindergarten } from "./register.ts";

/** What a parent looks for; what is not named does not matter. */
export type Wanted = {
  readonly districtKato?: string | undefined;
  readonly language?: TeachingLanguage | undefined;
  readonly ownership?: Ownership | undefined;
  readonly queueType?: QueueType | undefined;
  /** The cohort of the child, as the queue counts it. */
  readonly cohort?: number | undefined;
  /** Words of the name or the address, in Kazakh or Russian. */
  readonly text?: string | undefined;
};

/** The kindergartens that answer to everything that is wanted, in the order in which they came. */
export function matching<T extends ListedKindergarten>(list: readonly T[], wanted: Wanted): T[] {
  return list.filter((each) => answers(each, wanted));
}

function answers(each: ListedKindergarten, wanted: Wanted): boolean {
  const { districtKato, ownership, text } = wanted;
  if (districtKato !== undefined && each.districtKato !== districtKato) return false;
  if (ownership !== undefined && each.ownership !== ownership) return false;
  if (!hasGroupFor(each, wanted)) return false;
  if (text === undefined || text.trim() === "") return true;
  const { names, address } = each;
  return matches(text, `${names.kk} ${names.ru} ${address.kk} ${address.ru}`);
}

/**
 * Whether one and the same group is in the language, of the queue and for the year. Of a kindergarten whose groups are
 * not on record, what it says of itself must do, and of the years nothing is known.
 */
function hasGroupFor(each: ListedKindergarten, wanted: Wanted): boolean {
  const { language, queueType, cohort } = wanted;
  if (each.groups.length > 0) return each.groups.some((group) => groupAnswers(group, wanted));
  return (
    cohort === undefined &&
    (language === undefined || each.languages.includes(language)) &&
    (queueType === undefined || each.queueTypes.includes(queueType))
  );
}

export function groupAnswers(
  group: Pick<ListedGroup, "language" | "queueType" | "cohortFrom" | "cohortTo">,
  { language, queueType, cohort }: Pick<Wanted, "language" | "queueType" | "cohort">,
): boolean {
  return (
    (language === undefined || group.language === language) &&
    (queueType === undefined || group.queueType === queueType) &&
    (cohort === undefined || (group.cohortFrom <= cohort && cohort <= group.cohortTo))
  );
}

/** The cohorts for which there is any group, the youngest first. */
export function cohortsOf(
  list: readonly {
    readonly groups: readonly Pick<ListedGroup, "cohortFrom" | "cohortTo">[];
  }[],
): number[] {
  const years = new Set<number>();
  for (const { groups } of list) {
    for (const { cohortFrom, cohortTo } of groups) {
      for (let year = cohortFrom; year <= cohortTo; year += 1) years.add(year);
    }
  }
  return [...years].toSorted((a, b) => b - a);
}

/**
 * One page of a list in its order: up to `size` after the one with this slug, from the beginning without one.
 * @returns null where the list has no such slug (it was closed since): begin anew
 */
export function pageAfter<T extends Pick<ListedKindergarten, "slug">>(
  list: readonly T[],
  after: string | null,
  size: number,
): { readonly items: T[]; readonly first: number; readonly next: string | null } | null {
  const before = after === null ? -1 : list.findIndex(({ slug }) => slug === after);
  if (after !== null && before === -1) return null;
  const items = list.slice(before + 1, before + 1 + size);
  const more = before + 1 + items.length < list.length;
  return { items, first: before + 2, next: (more && items.at(-1)?.slug) || null };
}
