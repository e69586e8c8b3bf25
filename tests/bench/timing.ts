import { median } from "./rows.ts";

/** How long each of two kinds took, in turns: the order within a pair is drawn, so that a drift touches both alike. */
export async function timedInTurns(
  count: number,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<{ readonly one: number[]; readonly other: number[] }> {
  const times = { one: [] as number[], other: [] as number[] };
  const measure = async (kind: keyof typeof times, work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    times[kind].push(performance.now() - began);
  };
  for (let n = 0; n < count; n += 1) {
    if (Math.random() < 0.5) {
      await measure("one", one);
      await measure("other", other);
    } else {
      await measure("other", other);
      await measure("one", one);
    }
  }
  return times;
}

/**
 * How far the medians of two samples lie apart, in units of what chance alone makes of the same figures: the labels of
 * each pair are exchanged at random many times, and the largest difference but one in a thousand is the unit. Up to 1
 * nobody could tell the samples apart by their medians.
 */
export function apart(
  one: readonly number[],
  other: readonly number[],
  rounds = 1000,
  random: () => number = Math.random,
): number {
  const found = Math.abs(median(one) - median(other));
  const byChance: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const a: number[] = [];
    const b: number[] = [];
    for (const [index, value] of one.entries()) {
      const pair = other[index] ?? value;
      const [x, y] = random() < 0.5 ? [value, pair] : [pair, value];
      a.push(x);
      b.push(y);
    }
    byChance.push(Math.abs(median(a) - median(b)));
  }
  const sorted = byChance.toSorted((x, y) => x - y);
  const unit = sorted[Math.floor(rounds * 0.999) - 1] ?? 0;
  return unit === 0 ? (found === 0 ? 0 : Number.POSITIVE_INFINITY) : found / unit;
}
