/** Queues with fewer children do not name their district. */
export const fewest = 10;

/**
 * Which of the districts beside each other are named, by how many wait in each: not those with few, nor the next larger
 * one where it would leave a single one unnamed, which everybody could then name. Pure.
 */
export function namedAmong(totals: readonly number[]): ReadonlySet<number> {
  const bySize = [...totals.keys()].toSorted((a, b) => (totals[a] ?? 0) - (totals[b] ?? 0));
  const small = bySize.filter((i) => (totals[i] ?? 0) < fewest).length;
  return new Set(bySize.slice(small === 1 ? 2 : small));
}
