import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("../../../app/theme.css", import.meta.url), "utf8");
const themes = ["day", "night", "sharp"] as const;
type Theme = (typeof themes)[number];

/** Tokens of the theme file: `--color-ink: var(--day, #…) var(--night, #…) var(--sharp, #…)`. */
const tokens = new Map<string, Record<Theme, string>>();
const line =
  /--color-([a-z-]+):\s*var\(--day,\s*(#[0-9a-f]{6})\)\s*var\(--night,\s*(#[0-9a-f]{6})\)\s*var\(--sharp,\s*(#[0-9a-f]{6})\)/g;
for (const [, name = "", day = "", night = "", sharp = ""] of css.matchAll(line)) {
  tokens.set(name, { day, night, sharp });
}

function colour(name: string, theme: Theme): string {
  const found = tokens.get(name);
  if (found === undefined) throw new Error(`no token ${name}`);
  return found[theme];
}

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "surface", "sunken"];
const softs = ["sky-soft", "wait-soft", "stop-soft", "done-soft"];

/** Text on its ground: at least 4.5 (1.4.3), 7 in the sharp theme (1.4.6). */
const texts: readonly (readonly [string, readonly string[]])[] = [
  ["ink", [...grounds, ...softs]],
  ["ink-soft", [...grounds, "sky-soft"]],
  ["link", [...grounds, "sky-soft"]],
  ["sky-ink", ["sky-soft"]],
  ["on-action", ["action", "action-over"]],
  ["wait-ink", [...grounds, "wait-soft"]],
  ["stop-ink", [...grounds, "stop-soft"]],
  ["done-ink", [...grounds, "done-soft"]],
  ["surface", ["sky"]],
];

/** Borders, marks and rings that carry a meaning: at least 3 (1.4.11, 2.4.13). */
const graphics: readonly (readonly [string, readonly string[]])[] = [
  ["edge", grounds],
  ["action", grounds],
  ["focus", [...grounds, ...softs]],
  ["sky", [...grounds, "sky-soft"]],
  ["wait", [...grounds, "wait-soft"]],
  ["stop", [...grounds, "stop-soft"]],
  ["done", [...grounds, "done-soft"]],
];

describe.each(themes)("theme %s", (theme) => {
  test.each(texts.flatMap(([text, on]) => on.map((ground) => [text, ground] as const)))(
    "%s is readable on %s",
    (text, ground) => {
      const ratio = contrast(colour(text, theme), colour(ground, theme));
      expect(ratio, `${text} on ${ground}`).toBeGreaterThanOrEqual(theme === "sharp" ? 7 : 4.5);
    },
  );

  test.each(graphics.flatMap(([mark, on]) => on.map((ground) => [mark, ground] as const)))(
    "%s can be told from %s",
    (mark, ground) => {
      expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
    },
  );
});

test("every colour of the theme file has its three values", () => {
  const named = [...css.matchAll(/^\s*--color-([a-z-]+):/gm)].map(([, name]) => name);
  const plain = new Set(["transparent", "current"]);
  expect(named.filter((name) => name !== undefined && !plain.has(name)).toSorted()).toEqual(
    [...tokens.keys()].toSorted(),
  );
  expect(tokens.size).toBeGreaterThan(30);
});

test("black on white is measured as the standard says", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
