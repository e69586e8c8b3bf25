/** One line of the table and of bench-results.json. */
export type Row = {
  /** Begins with the name of the target: `weight`, `no-js`, `pages`, `eds`, `start`. */
  readonly name: string;
  readonly unit: string;
  /** Median over the pairs. */
  readonly value: number;
  /** Median of what stands beside it in the same run; null where the target is an absolute limit. */
  readonly baseline: number | null;
  /** Median of the pairs' own ratios, which a change of the machine's mood between two pairs does not touch. */
  readonly ratio: number | null;
  readonly target: string;
  /** Of a control: whether it fails, as it must. */
  readonly met: boolean;
  /** Of the ratio where there is a baseline, else of the value. */
  readonly spread: { readonly lowest: number; readonly highest: number };
  readonly pairs: number;
  /** A control is meant to miss the target: if it meets it, the figures beside it prove nothing. */
  readonly control: boolean;
  /** Set when a control of the same target did not fail. */
  readonly void?: true;
};

export type Limit = { readonly atMost: number } | { readonly atLeast: number };
/** What was measured and its neighbour of the same moment. */
export type Pair = { readonly value: number; readonly baseline: number };

export type Question = {
  readonly name: string;
  readonly unit: string;
  /** Null for a figure that is only printed beside the others. */
  readonly limit: Limit | null;
  readonly control?: boolean;
};

/** Against a baseline: the limit is one of the ratio. */
export function compared(question: Question, pairs: readonly Pair[]): Row {
  const ratios = pairs.map(({ value, baseline }) => value / baseline);
  return {
    ...common(question, ratios, "×"),
    value: median(pairs.map(({ value }) => value)),
    baseline: median(pairs.map(({ baseline }) => baseline)),
    ratio: median(ratios),
  };
}

/** Against a number that the target names. */
export function limited(question: Question, values: readonly number[]): Row {
  return {
    ...common(question, values, ` ${question.unit}`),
    value: median(values),
    baseline: null,
    ratio: null,
  };
}

function common(
  { name, unit, limit, control = false }: Question,
  judged: readonly number[],
  sign: string,
) {
  const within = isWithin(median(judged), limit);
  const words = wordsOf(limit, sign);
  return {
    name,
    unit,
    target: control ? `must miss ${words}` : words,
    met: control ? !within : within,
    spread: { lowest: Math.min(...judged), highest: Math.max(...judged) },
    pairs: judged.length,
    control,
  };
}

function wordsOf(limit: Limit | null, sign: string): string {
  if (limit === null) return "–";
  return "atMost" in limit ? `≤ ${limit.atMost}${sign}` : `≥ ${limit.atLeast}${sign}`;
}

function isWithin(value: number, limit: Limit | null): boolean {
  if (limit === null) return true;
  return "atMost" in limit ? value <= limit.atMost : value >= limit.atLeast;
}

/** The middle one, or the mean of the two in the middle. @throws RangeError when nothing was measured */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError("nothing was measured");
  return (lower + upper) / 2;
}

/** Measures both in turns, every other time the baseline first: whoever comes second finds the machine warmer. */
export async function interleaved(
  count: number,
  value: () => Promise<number>,
  baseline: () => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i += 1) {
    if (i % 2 === 0) pairs.push({ value: await value(), baseline: await baseline() });
    else {
      const first = await baseline();
      pairs.push({ value: await value(), baseline: first });
    }
  }
  return pairs;
}

/** Marks everything void when a control did not fail: then the measurement cannot tell good from bad. */
export function voidWithoutControls(rows: readonly Row[]): Row[] {
  const sound = rows.every((row) => !row.control || row.met);
  return sound ? [...rows] : rows.map((row) => ({ ...row, met: false, void: true }));
}
