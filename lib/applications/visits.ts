/** What somebody saw of a number: when, and which. */
export type Visit = { readonly at: Date; readonly number: number };

/** The last time within the visit that goes on, and the visit before it; null on the first. */
export type Visits = { readonly previous: Visit | null; readonly seen: Visit };

const hour = 60 * 60 * 1000;
/** Who comes back within so long is still on the same visit: what changed since the former one stays to be read. */
const pause = 6 * hour;

/**
 * The visits after the number was shown. The same object when nothing need be written: within a visit the last time is
 * noted once an hour, or when the number is another.
 */
export function afterShowing(known: Visits | null, shown: Visit): Visits {
  if (known === null) return { previous: null, seen: shown };
  const { previous, seen } = known;
  const since = shown.at.getTime() - seen.at.getTime();
  // A clock that was set back begins no visit.
  if (since < 0) return known;
  if (since >= pause) return { previous: seen, seen: shown };
  return since >= hour || shown.number !== seen.number ? { previous, seen: shown } : known;
}
