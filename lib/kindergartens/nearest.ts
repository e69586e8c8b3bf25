import type { ListedKindergarten, Point } from "./register.ts";

const earthRadius = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Metres along the great circle of a round earth (haversine): a straight line, never the way one walks. */
export function metresBetween(a: Point, b: Point): number {
  const height = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const width = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const narrow = Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude));
  return 2 * earthRadius * Math.asin(Math.sqrt(Math.min(1, height + narrow * width)));
}

/** Those with a known place, the nearest first, each with its distance in metres; equally far ones keep their order. */
export function byDistance<T extends Pick<ListedKindergarten, "point">>(
  list: readonly T[],
  from: Point,
): { readonly each: T; readonly metres: number }[] {
  return list
    .flatMap((each) =>
      each.point === null ? [] : [{ each, metres: metresBetween(from, each.point) }],
    )
    .toSorted((a, b) => a.metres - b.metres);
}
