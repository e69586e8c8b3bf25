import { expect, test } from "vitest";
import { apart } from "../../bench/timing.ts";

// Repeatable noise, so that the test itself has no luck.
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const sample = (seed: number, shift: number) => {
  const random = noise(seed);
  return Array.from({ length: 300 }, () => 5 + shift + random() + random());
};

test("two samples of the same kind are not told apart", () => {
  expect(apart(sample(1, 0), sample(2, 0), 500, noise(9))).toBeLessThanOrEqual(1);
});

test("a shift of a tenth of the spread is found", () => {
  expect(apart(sample(1, 0), sample(2, 0.3), 500, noise(9))).toBeGreaterThan(1);
});

test("figures without any noise are apart as soon as they differ", () => {
  expect(apart([1, 1, 1], [1, 1, 1])).toBe(0);
  expect(
    apart(
      [1, 1, 1],
      [1, 1, 1].map((each) => each + 1e-9),
    ),
  ).toBeGreaterThanOrEqual(1);
});
