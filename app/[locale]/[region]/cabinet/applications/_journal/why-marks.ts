import type { WhyDay } from "./why-days.ts";

type Point = { readonly x: number; readonly y: number };

/** A numbered mark of the drawing, and the point of the line that it is about. */
export type PlacedMark = Point & {
  readonly day: WhyDay;
  /** In the middle of the step; the mark stands there unless one of the line's ends is too near. */
  readonly step: Point;
};

export type Plot = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

/** Nearer than this to an end of the line a mark would cover its dot or the number beside it; in units of the drawing. */
const clear = 20;

/**
 * Where the marks stand: each on its own step, but off the dots at the line's ends, upwards if there is room above.
 * @param steps the days with the middles of their steps
 * @param ends the two dots
 */
export function placed(
  steps: readonly { readonly day: WhyDay; readonly step: Point }[],
  ends: readonly Point[],
  plot: Plot,
): PlacedMark[] {
  return steps.map(({ day, step }) => {
    const near = ends.find(
      (end) => Math.abs(end.x - step.x) < clear && Math.abs(end.y - step.y) < clear,
    );
    if (near === undefined) return { day, step, ...step };
    const above = near.y - clear - 4;
    return { day, step, x: step.x, y: above >= plot.top ? above : near.y + clear + 4 };
  });
}
