import { expect, test } from "vitest";
import type { WhyDay } from "#app/[locale]/[region]/cabinet/applications/_journal/why-days.ts";
import { placed } from "#app/[locale]/[region]/cabinet/applications/_journal/why-marks.ts";

const plot = { left: 44, right: 272, top: 22, bottom: 164 };
const at = new Date("2026-11-22T05:00:00Z");
const day: WhyDay = { from: "2026-11-22", to: "2026-11-22", at, a: 3, b: 2, causes: [] };
const ends = [
  { x: 44, y: 22 },
  { x: 272, y: 150 },
];
const place = (x: number, y: number) => placed([{ day, step: { x, y } }], ends, plot)[0];

test("a mark stands on its step", () => {
  expect(place(150, 90)).toMatchObject({ x: 150, y: 90, step: { x: 150, y: 90 } });
  // Above the dot or left of it there is room.
  expect(place(265, 90)).toMatchObject({ x: 265, y: 90 });
  expect(place(240, 150)).toMatchObject({ x: 240, y: 150 });
});

test("but not on the dot of an end: above it, or below it at the top, told which step it is about", () => {
  expect(place(260, 145)).toMatchObject({ x: 260, y: 126, step: { x: 260, y: 145 } });
  expect(place(50, 30)).toMatchObject({ x: 50, y: 46, step: { x: 50, y: 30 } });
});
