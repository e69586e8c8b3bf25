import type { Translator } from "#lib/i18n/translate.ts";
import { drawn } from "#lib/kindergartens/drawing.ts";
import type { ListedKindergarten } from "#lib/kindergartens/register.ts";

import { distanceIn, nameIn } from "./words.ts";

const size = { width: 360, height: 280, margin: 28 };
// Under the drawing, so that no point lies beneath them.
const legend = 44;
// More numbers than these lie over one another.
const mostNumbers = 24;

type PointsMapProps = {
  readonly t: Translator;
  /** `/kk/oral/kindergartens`. */
  readonly root: string;
  readonly title: string;
  readonly kindergartens: readonly ListedKindergarten[];
  /** The one that the page is about. */
  readonly chosen?: string | undefined;
};

/**
 * Where they are, as points on a plain drawing. Everything on it stands in a list beside it, which is why readers of
 * screens and keyboards are not led through it.
 */
export function PointsMap({ t, root, title, kindergartens, chosen }: PointsMapProps) {
  const drawing = drawn(kindergartens, size);
  if (drawing === null) return null;
  const { width, height, points, scale } = drawing;
  const numbered = points.length <= mostNumbers;
  // What is drawn last lies above.
  const inFront = points.toSorted(
    (a, b) => Number(a.of.slug === chosen) - Number(b.of.slug === chosen),
  );
  const unplaced = kindergartens.length - points.length;
  return (
    <figure className="max-w-form break-inside-avoid">
      <h2 className="mb-3 text-xl">{title}</h2>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${width} ${height + legend}`}
        className="block w-full rounded-picture border border-line bg-surface"
      >
        <g strokeWidth="1.5" fontSize="14" className="tabular fill-action stroke-surface">
          {inFront.map(({ of, x, y }) => (
            <a key={of.slug} href={`${root}/${of.slug}`} tabIndex={-1}>
              <title>{nameIn(t, of.names)}</title>
              {numbered && <circle cx={x} cy={y} r="14" fillOpacity="0" stroke="none" />}
              {of.slug === chosen ? (
                <circle cx={x} cy={y} r="8" className="fill-wait" />
              ) : (
                <circle cx={x} cy={y} r="6" />
              )}
              {numbered && (
                <text x={x + 10} y={y + 5} strokeWidth="0" className="fill-ink">
                  {/№\s*(\d+)/.exec(of.names.kk)?.[1]}
                </text>
              )}
            </a>
          ))}
        </g>
        <path
          d={`M12 ${height + 20}v6h${scale.length}v-6`}
          strokeWidth="1.5"
          className="fill-none stroke-ink-soft"
        />
        <text x="12" y={height + 14} fontSize="14" className="fill-ink-soft">
          {distanceIn(t, scale.metres)}
        </text>
        <path
          d={`M${width - 20} ${height + 30}v-26m-5 6l5 -6l5 6`}
          strokeWidth="1.5"
          className="fill-none stroke-ink-soft"
        />
        <text
          x={width - 32}
          y={height + 22}
          fontSize="14"
          textAnchor="end"
          className="fill-ink-soft"
        >
          {t("kindergartens.map.north")}
        </text>
      </svg>
      <figcaption className="mt-2 text-sm text-ink-soft">
        {t("kindergartens.map.text")}
        {unplaced > 0 && ` ${t("kindergartens.map.unplaced", { n: unplaced })}`}
      </figcaption>
    </figure>
  );
}
