type TreePictureProps = {
  /** Says in words what is drawn. */
  readonly caption: string;
  readonly seal: string;
  readonly yours: string;
};

const rows = [
  { y: 214, width: 44, xs: [10, 66, 122, 178, 234, 290, 346, 402] },
  { y: 150, width: 64, xs: [28, 140, 252, 364] },
  { y: 92, width: 64, xs: [84, 308] },
] as const;
// Which of each row stands over «your» line: the way a proof goes.
const mine = [2, 1, 0] as const;

/** Eight lines of the log, joined in pairs up to one seal; the way of one family's line is marked. */
export function TreePicture({ caption, seal, yours }: TreePictureProps) {
  return (
    <figure className="max-w-text">
      <svg viewBox="0 0 456 290" aria-hidden="true" className="h-auto w-full max-w-114">
        {rows.slice(0, 2).flatMap((row, level) =>
          row.xs.map((x, i) => {
            const above = rows[level + 1] ?? row;
            const to = (above.xs[Math.floor(i / 2)] ?? 0) + above.width / 2;
            return (
              <path
                key={`${level}-${x}`}
                d={`M${x + row.width / 2} ${row.y}L${to} ${above.y + 30}`}
                strokeWidth={mine[level] === i ? 4 : 2}
                className={mine[level] === i ? "stroke-sky" : "stroke-edge"}
              />
            );
          }),
        )}
        <path d="M116 92L228 60" strokeWidth="4" className="stroke-sky" />
        <path d="M340 92L228 60" strokeWidth="2" className="stroke-edge" />
        {rows.map((row, level) =>
          row.xs.map((x, i) => (
            <rect
              key={`${row.y}-${x}`}
              x={x}
              y={row.y}
              width={row.width}
              height={level === 0 ? 36 : 30}
              rx="7"
              // Thicker too: where there is only black and white, the way is still seen.
              strokeWidth={mine[level] === i ? 4 : 2}
              className={
                mine[level] === i ? "fill-sky-soft stroke-sky" : "fill-surface stroke-edge"
              }
            />
          )),
        )}
        {rows[0].xs.map((x) => (
          <path
            key={x}
            d={`M${x + 10} 226h24M${x + 10} 233h24M${x + 10} 240h14`}
            strokeWidth="2"
            className="stroke-edge"
          />
        ))}
        <circle cx="228" cy="40" r="32" strokeWidth="3" className="fill-done-soft stroke-done" />
        <path d="M212 40l11 11 21-22" strokeWidth="5" fill="none" className="stroke-done" />
        <text x="272" y="46" className="fill-ink text-lg font-semibold">
          {seal}
        </text>
        <path d="M144 256v12" strokeWidth="3" className="stroke-sky" />
        <text x="144" y="286" textAnchor="middle" className="fill-ink text-lg font-semibold">
          {yours}
        </text>
      </svg>
      <figcaption className="mt-3 text-sm text-ink-soft">{caption}</figcaption>
    </figure>
  );
}
