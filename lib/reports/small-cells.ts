/** A number as it may be published: `few` stands for one to four, `hidden` for a neighbour that would betray it. */
export type Cell = number | "few" | "hidden";

/** The smallest number of children that is published. */
export const smallest = 5;

/**
 * The parts of a sum that is published itself: one to four are not told, and where the sum less the parts that are told
 * would give them away, the next smallest part is not told either.
 */
export function withoutSmall(parts: readonly number[]): Cell[] {
  const few = (n: number) => n > 0 && n < smallest;
  const hidden = new Set(parts.keys().filter((i) => few(parts[i] ?? 0)));
  const sum = () => [...hidden].reduce((total, i) => total + (parts[i] ?? 0), 0);
  while (hidden.size === 1 || (hidden.size > 0 && sum() < smallest)) {
    const [next] = [...parts.keys()]
      .filter((i) => !hidden.has(i) && (parts[i] ?? 0) > 0)
      .toSorted((a, b) => (parts[a] ?? 0) - (parts[b] ?? 0));
    if (next === undefined) break;
    hidden.add(next);
  }
  return parts.map((n, i) => (few(n) ? "few" : hidden.has(i) ? "hidden" : n));
}
