type MovementProps = {
  /** Positions, oldest first; at least two. */
  readonly positions: readonly number[];
  /** The same in words: «За месяц: с 231 до 214». Read out and shown below. */
  readonly label: string;
};

/** A month of a child's number as a line; up means nearer. The words below say the same. */
export function Movement({ positions, label }: MovementProps) {
  const best = Math.min(...positions);
  const worst = Math.max(...positions);
  const height = 44;
  const points = positions.map((position, index) => {
    const x = 4 + (index * 192) / Math.max(1, positions.length - 1);
    const y =
      worst === best ? height / 2 : 6 + ((position - best) / (worst - best)) * (height - 12);
    return [Math.round(x * 10) / 10, Math.round(y * 10) / 10] as const;
  });
  const last = points.at(-1);
  return (
    <figure>
      <svg viewBox={`0 0 200 ${height}`} aria-hidden="true" className="h-11 w-50 max-w-full">
        <polyline
          points={points.map((point) => point.join(",")).join(" ")}
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
          className="stroke-sky"
        />
        {last !== undefined && <circle cx={last[0]} cy={last[1]} r="4" className="fill-action" />}
      </svg>
      <figcaption className="text-sm text-ink-soft">{label}</figcaption>
    </figure>
  );
}
