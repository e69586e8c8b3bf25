import { formatDate, formatDateShort, formatNumber } from "#lib/i18n/formats.ts";
import type { Translator } from "#lib/i18n/translate.ts";
import type { Explanation } from "#lib/queue/explain.ts";
import { dayCauses, dayWords } from "./why-words.ts";
import { daysOf, greatest, type WhyDay } from "./why-days.ts";
import { placed } from "./why-marks.ts";

type WhyPictureProps = { readonly t: Translator; readonly story: Explanation };

// In units of the drawing, which on a phone of 360 px are pixels.
const size = { width: 320, height: 208 };
const plot = { left: 44, right: 272, top: 22, bottom: 164 };
const most = 5;
const gap = 0.11;

/** The number as a line of steps from one instant to another, the days that moved it most numbered, and told below. */
export function WhyPicture({ t, story }: WhyPictureProps) {
  const { from, to, turns, away } = story;
  const marks = greatest(daysOf(story), { from: from.at, to: to.at }, { most, gap });
  const n = (position: number) => formatNumber(t.locale, position);
  const positions = [from.position, ...turns.map((turn) => turn.position)];
  const [low, high] = [Math.min(...positions), Math.max(...positions)];
  const x = (at: Date) =>
    between(plot.left, plot.right, (+at - +from.at) / Math.max(1, +to.at - +from.at));
  const y = (position: number) =>
    between(plot.bottom, plot.top, high === low ? 0.5 : (position - low) / (high - low));
  const ends = [
    { x: x(from.at), y: y(from.position) },
    { x: plot.right, y: y(to.position) },
  ] as const;
  const line = stepsFrom(ends[0], story, x, y);
  const steps = marks.map((day) => ({
    day,
    step: { x: x(day.at), y: (y(day.a) + y(day.b)) / 2 },
  }));
  return (
    <figure>
      <p className="sr-only">
        {t("queue.why.pictureLabel", {
          from: formatDate(t.locale, from.at),
          to: formatDate(t.locale, to.at),
          a: n(from.position),
          b: n(to.position),
        })}
      </p>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        aria-hidden="true"
        className="tabular w-full max-w-104 text-[14px]"
      >
        {away.map((absence) => (
          <rect
            key={absence.from.toISOString()}
            x={x(absence.from)}
            y={plot.top}
            width={Math.max(1, x(absence.to) - x(absence.from))}
            height={plot.bottom - plot.top}
            className="fill-sunken"
          />
        ))}
        {[...new Set([high, low])].map((position) => (
          <g key={position}>
            <line
              x1={plot.left}
              x2={plot.right}
              y1={y(position)}
              y2={y(position)}
              className="stroke-line"
            />
            <text x={plot.left - 8} y={y(position) + 5} textAnchor="end" className="fill-ink-soft">
              {n(position)}
            </text>
          </g>
        ))}
        <path d={line} fill="none" strokeWidth="3" strokeLinejoin="round" className="stroke-sky" />
        <circle cx={plot.left} cy={y(from.position)} r="4" className="fill-sky" />
        <circle cx={plot.right} cy={y(to.position)} r="5" className="fill-action" />
        <text x={plot.right + 10} y={y(to.position) + 6} className="fill-ink text-[17px] font-bold">
          {n(to.position)}
        </text>
        <text x={plot.left} y={plot.bottom + 32} className="fill-ink-soft">
          {formatDateShort(from.at)}
        </text>
        <text x={plot.right} y={plot.bottom + 32} textAnchor="end" className="fill-ink-soft">
          {formatDateShort(to.at)}
        </text>
        {placed(steps, ends, plot).map((mark, index) => (
          <g key={mark.day.from}>
            {mark.y !== mark.step.y && (
              <line
                x1={mark.x}
                x2={mark.step.x}
                y1={mark.y}
                y2={mark.step.y}
                className="stroke-ink-soft"
              />
            )}
            <Mark number={index + 1} x={mark.x} y={mark.y} up={mark.day.b > mark.day.a} />
          </g>
        ))}
      </svg>
      <figcaption className="text-sm text-ink-soft">{t("queue.why.pictureHint")}</figcaption>
      {marks.length > 0 && <Legend t={t} marks={marks} />}
    </figure>
  );
}

type MarkProps = {
  readonly number: number;
  readonly x: number;
  readonly y: number;
  /** Whether the number grew; told by the shape too. */
  readonly up: boolean;
};

function Mark({ number, x, y, up }: MarkProps) {
  return (
    <g>
      {up ? (
        <rect
          x={x - 10}
          y={y - 10}
          width="20"
          height="20"
          rx="3"
          strokeWidth="2"
          className="fill-surface stroke-wait"
        />
      ) : (
        <circle cx={x} cy={y} r="11" strokeWidth="2" className="fill-surface stroke-action" />
      )}
      <text x={x} y={y + 5} textAnchor="middle" className="fill-ink text-[14px] font-bold">
        {number}
      </text>
    </g>
  );
}

function Legend({ t, marks }: { readonly t: Translator; readonly marks: readonly WhyDay[] }) {
  const n = (position: number) => formatNumber(t.locale, position);
  return (
    <ol className="mt-4 grid gap-3">
      {marks.map((day, index) => (
        <li key={day.from} className="flex gap-3">
          <svg viewBox="0 0 24 24" aria-hidden="true" className="mt-px size-6 shrink-0">
            <Mark number={index + 1} x={12} y={12} up={day.b > day.a} />
          </svg>
          <span>
            <strong className="tabular font-semibold">
              {t("queue.why.mark", { date: dayWords(t, day), a: n(day.a), b: n(day.b) })}
            </strong>
            <span className="block first-letter:uppercase">{dayCauses(t, day)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The line: flat until something happens, then straight up or down. Only the last step within one unit is drawn. */
function stepsFrom(
  start: { readonly x: number; readonly y: number },
  { turns }: Explanation,
  x: (at: Date) => number,
  y: (position: number) => number,
): string {
  const columns = new Map<number, number>();
  for (const turn of turns) columns.set(x(turn.at), y(turn.position));
  const steps = [...columns].map(([column, row]) => `H${column}V${row}`);
  return `M${start.x} ${start.y}${steps.join("")}H${plot.right}`;
}

function between(first: number, last: number, share: number): number {
  return Math.round(first + (last - first) * Math.min(1, Math.max(0, share)));
}
