import type { Cell } from "#lib/reports/small-cells.ts";
import type { MonthFigures } from "#lib/reports/statistics.ts";

type MonthsPictureProps = {
  readonly months: readonly MonthFigures[];
  readonly words: Readonly<Record<"joined" | "placed" | "left", string>>;
};

const height = 150;
const step = 54;
// Told apart by their edge too, not by colour alone.
const bars = {
  joined: "fill-sky-soft stroke-sky",
  placed: "fill-done stroke-done",
  left: "fill-sunken stroke-edge",
} as const;
// Where there is only black and white, two of them are white.
const dashes = { joined: undefined, placed: undefined, left: "3 2" } as const;
const kinds = ["joined", "placed", "left"] as const;

/** Three bars to a month; the table beside it says the same in numbers, so a screen reader is spared the picture. */
export function MonthsPicture({ months, words }: MonthsPictureProps) {
  const most = Math.max(1, ...months.flatMap((each) => kinds.map((kind) => valueOf(each[kind]))));
  const width = months.length * step;
  return (
    <figure className="max-w-text overflow-hidden" aria-hidden="true">
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {kinds.map((kind) => (
          <li key={kind} className="flex items-center gap-2">
            <svg viewBox="0 0 16 16" className="size-4">
              <rect
                x="1"
                y="1"
                width="14"
                height="14"
                rx="3"
                strokeWidth="2"
                strokeDasharray={dashes[kind]}
                className={bars[kind]}
              />
            </svg>
            {words[kind]}
          </li>
        ))}
      </ul>
      <svg viewBox={`0 -4 ${width} ${height + 6}`} className="mt-3 h-auto w-full">
        {months.map((each, i) => (
          <g key={each.month} transform={`translate(${i * step} 0)`}>
            {kinds.map((kind, k) => {
              const tall = (valueOf(each[kind]) / most) * height;
              return (
                <rect
                  key={kind}
                  x={6 + k * 14}
                  y={height - tall}
                  width="12"
                  height={Math.max(1, tall)}
                  rx="2"
                  strokeWidth="1.5"
                  strokeDasharray={dashes[kind]}
                  className={bars[kind]}
                />
              );
            })}
          </g>
        ))}
        <path d={`M0 ${height}H${width}`} strokeWidth="2" className="stroke-edge" />
      </svg>
      <ol className="flex text-sm">
        {months.map(({ month }, i) => (
          <li key={month} className="min-w-0 flex-1 basis-0">
            {i % 3 === 1 && (
              <span className="-mx-4 block text-center">
                {`${month.slice(5)}.${month.slice(2, 4)}`}
              </span>
            )}
          </li>
        ))}
      </ol>
    </figure>
  );
}

/** What is too small to be told is drawn as nothing. */
function valueOf(cell: Cell): number {
  return typeof cell === "number" ? cell : 0;
}
