import { metresBetween } from "./nearest.ts";
import type { Point } from "./register.ts";

/** Points on a plain drawing, north up, in its own units from the upper left corner. */
export type Drawing<T> = {
  readonly width: number;
  readonly height: number;
  readonly points: readonly { readonly of: T; readonly x: number; readonly y: number }[];
  /** A round distance and how long it is drawn. */
  readonly scale: { readonly metres: number; readonly length: number };
};

const shortest = 400;

/**
 * Draws points as far apart as they are: distances east and north alike, in the middle of the drawing. Nothing is drawn
 * that is not known, so no border and no street. A few points close together are not blown up beyond `shortest` metres.
 * @param size of the drawing; `margin` is kept free on each side
 * @returns null without any point
 */
export function drawn<T extends { readonly point: Point | null }>(
  list: readonly T[],
  size: { readonly width: number; readonly height: number; readonly margin: number },
): Drawing<T> | null {
  const placed = list.flatMap((of) => (of.point === null ? [] : [{ of, point: of.point }]));
  if (placed.length === 0) return null;
  const north = Math.max(...placed.map(({ point }) => point.latitude));
  const south = Math.min(...placed.map(({ point }) => point.latitude));
  const east = Math.max(...placed.map(({ point }) => point.longitude));
  const west = Math.min(...placed.map(({ point }) => point.longitude));
  const latitude = (north + south) / 2;
  const longitude = (east + west) / 2;
  const perDegree = metresBetween(
    { latitude: latitude - 0.5, longitude },
    { latitude: latitude + 0.5, longitude },
  );
  const narrow = Math.cos((latitude * Math.PI) / 180);
  const across = Math.max((east - west) * narrow * perDegree, shortest);
  const up = Math.max((north - south) * perDegree, shortest);
  const { width, height, margin } = size;
  const perMetre = Math.min((width - 2 * margin) / across, (height - 2 * margin) / up);
  const points = placed.map(({ of, point }) => ({
    of,
    x: tenths(width / 2 + (point.longitude - longitude) * narrow * perDegree * perMetre),
    y: tenths(height / 2 - (point.latitude - latitude) * perDegree * perMetre),
  }));
  const metres = roundBelow(width / 4 / perMetre);
  return { width, height, points, scale: { metres, length: tenths(metres * perMetre) } };
}

/** 1, 2 or 5 with noughts, the largest that is not above. */
function roundBelow(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  return ([5, 2].find((digit) => digit * power <= metres) ?? 1) * power;
}

const tenths = (value: number) => Math.round(value * 10) / 10;
