import { isDeepStrictEqual } from "node:util";
import type { LocalDate } from "#lib/calendar/local-date.ts";
import { fail, ok, type Result } from "#lib/platform/result.ts";
import type { GroupFacts, KindergartenFacts } from "./input.ts";
import { isOpenOn } from "./register.ts";

export type FactsProblem = "district" | "language-in-use" | "queue-type-in-use";
export type GroupProblem = "language" | "queue-type" | "kindergarten-closed";

type OpenGroup = Pick<GroupFacts, "language" | "queueType" | "openTo">;

/**
 * Whether a kindergarten of this region may be so.
 * @param districts KATO of the region's districts; empty where it is one, and then no district is named
 * @param groups those it has; one that still works keeps its language and its queue
 */
export function judgeFacts(
  facts: KindergartenFacts,
  districts: readonly string[],
  groups: readonly OpenGroup[],
  today: LocalDate,
): Result<undefined, FactsProblem> {
  const { districtKato, languages, queueTypes } = facts;
  const named = districtKato !== null;
  if (named !== districts.length > 0 || (named && !districts.includes(districtKato))) {
    return fail("district");
  }
  const working = groups.filter(({ openTo }) => openTo === null || today < openTo);
  if (working.some(({ language }) => !languages.includes(language))) return fail("language-in-use");
  if (working.some(({ queueType }) => !queueTypes.includes(queueType))) {
    return fail("queue-type-in-use");
  }
  return ok();
}

/** Whether a kindergarten may have this group: it teaches in the language, serves the queue, and is not closed before. */
export function judgeGroup(
  group: GroupFacts,
  of: Pick<KindergartenFacts, "languages" | "queueTypes"> & { readonly closedOn: LocalDate | null },
): Result<undefined, GroupProblem> {
  if (!of.languages.includes(group.language)) return fail("language");
  if (!of.queueTypes.includes(group.queueType)) return fail("queue-type");
  // One that was closed may be written down still, as it was: it ends with the kindergarten.
  if (of.closedOn === null) return ok();
  const ends = group.openTo !== null && group.openTo <= of.closedOn;
  const opened = isOpenOn({ from: null, to: of.closedOn }, group.openFrom);
  return ends && opened ? ok() : fail("kindergarten-closed");
}

export type Difference = {
  readonly from: Record<string, unknown>;
  readonly to: Record<string, unknown>;
};

/** What is another value now, by its name, or null where nothing is. */
export function differenceOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Difference | null {
  const changed = Object.keys(after).filter(
    (name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null),
  );
  if (changed.length === 0) return null;
  const pick = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(changed.map((name) => [name, values[name] ?? null]));
  return { from: pick(before), to: pick(after) };
}
