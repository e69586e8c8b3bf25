import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawn } from "#lib/kindergartens/drawing.ts";
import { byDistance, metresBetween } from "#lib/kindergartens/nearest.ts";
import { garden } from "./example.ts";

const points = fc.record({
  latitude: fc.double({ min: -89, max: 89, noNaN: true }),
  longitude: fc.double({ min: -179, max: 179, noNaN: true }),
});
const nearby = fc.record({
  latitude: fc.double({ min: 51, max: 51.5, noNaN: true }),
  longitude: fc.double({ min: 51, max: 52, noNaN: true }),
});

describe("distances", () => {
  test("are those of the earth: Oral to Qosshy, and one degree of a meridian", () => {
    const oral = { latitude: 51.2225, longitude: 51.3725 };
    expect(metresBetween(oral, { latitude: 50.97, longitude: 71.35 }) / 1000).toBeCloseTo(1395, -1);
    const north = { ...oral, latitude: oral.latitude + 1 };
    expect(metresBetween(oral, north) / 1000).toBeCloseTo(111.2, 0);
  });

  test("are the same there and back, nought only to oneself, and never longer by a detour", () => {
    fc.assert(
      fc.property(points, points, points, (a, b, c) => {
        expect(metresBetween(a, b)).toBeCloseTo(metresBetween(b, a), 3);
        expect(metresBetween(a, a)).toBe(0);
        expect(metresBetween(a, c)).toBeLessThanOrEqual(
          metresBetween(a, b) + metresBetween(b, c) + 0.01,
        );
      }),
    );
  });

  test("put the nearest first and leave out whose place is unknown", () => {
    fc.assert(
      fc.property(points, fc.array(fc.option(points), { maxLength: 20 }), (from, places) => {
        const found = byDistance(
          places.map((point) => garden({ point })),
          from,
        );
        expect(found).toHaveLength(places.filter((point) => point !== null).length);
        const metres = found.map((each) => each.metres);
        expect(metres).toEqual(metres.toSorted((a, b) => a - b));
      }),
    );
  });
});

describe("the drawing", () => {
  const size = { width: 600, height: 400, margin: 30 };

  test("holds every point within its margins and is true to scale", () => {
    fc.assert(
      fc.property(fc.array(nearby, { minLength: 2, maxLength: 20 }), (places) => {
        const drawing = drawn(
          places.map((point) => garden({ point })),
          size,
        );
        if (drawing === null) throw new Error("nothing drawn");
        const [a, b] = drawing.points;
        for (const { x, y } of drawing.points) {
          expect(x).toBeGreaterThanOrEqual(29.9);
          expect(x).toBeLessThanOrEqual(570.1);
          expect(y).toBeGreaterThanOrEqual(29.9);
          expect(y).toBeLessThanOrEqual(370.1);
        }
        if (a?.of.point == null || b?.of.point == null) throw new Error("lost a point");
        const perMetre = drawing.scale.length / drawing.scale.metres;
        const drawnMetres = Math.hypot(a.x - b.x, a.y - b.y) / perMetre;
        // Tenths of a unit, and the scale's own rounding.
        const allowed = 0.3 / perMetre + 0.01 * drawnMetres;
        expect(Math.abs(drawnMetres - metresBetween(a.of.point, b.of.point))).toBeLessThan(allowed);
        expect(drawing.scale.length).toBeLessThanOrEqual(150.1);
        expect(String(drawing.scale.metres)).toMatch(/^[125]0*$/);
      }),
    );
  });

  test("puts north above and east to the right", () => {
    const place = (latitude: number, longitude: number) =>
      garden({ point: { latitude, longitude } });
    const drawing = drawn([place(51.3, 51.3), place(51.2, 51.4)], size);
    const [northWest, southEast] = drawing?.points ?? [];
    expect(northWest?.y).toBeLessThan(southEast?.y ?? 0);
    expect(northWest?.x).toBeLessThan(southEast?.x ?? 0);
  });

  test("of one place is its middle, and of none nothing", () => {
    const [only] = drawn([garden({ point: { latitude: 51, longitude: 51 } })], size)?.points ?? [];
    expect(only).toMatchObject({ x: 300, y: 200 });
    expect(drawn([garden()], size)).toBeNull();
  });
});
