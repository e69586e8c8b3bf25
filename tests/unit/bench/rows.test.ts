import { describe, expect, test } from "vitest";
import {
  compared,
  interleaved,
  limited,
  median,
  type Row,
  voidWithoutControls,
} from "#tests/bench/rows.ts";
import { withoutScripts } from "#tests/bench/script-free.ts";

const question = { name: "weight x", unit: "B", limit: { atMost: 1.1 } };

test("the median is the middle one, or between the two in the middle", () => {
  expect(median([9, 1, 2])).toBe(2);
  expect(median([10, 1, 2, 9])).toBe(5.5);
  expect(() => median([])).toThrow(RangeError);
});

describe("a comparison", () => {
  test("is judged by the pairs' own ratios, so that a slow moment of the machine does not count", () => {
    const row = compared(question, [
      { value: 10, baseline: 10 },
      { value: 105, baseline: 100 },
      { value: 90, baseline: 30 },
    ]);
    expect(row).toMatchObject({ value: 90, baseline: 30, ratio: 1.05, met: true, pairs: 3 });
    expect(row.spread).toEqual({ lowest: 1, highest: 3 });
  });

  test("misses its target on the wrong side only", () => {
    const pair = [{ value: 80, baseline: 100 }];
    expect(compared({ ...question, limit: { atLeast: 0.8 } }, pair).met).toBe(true);
    expect(compared({ ...question, limit: { atLeast: 0.81 } }, pair).met).toBe(false);
    expect(compared({ ...question, limit: { atMost: 0.79 } }, pair).met).toBe(false);
    expect(compared({ ...question, limit: null }, pair)).toMatchObject({ met: true, target: "–" });
  });

  test("takes turns, and no side always goes first", async () => {
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);
    await interleaved(3, side("value"), side("baseline"));
    expect(order).toEqual(["value", "baseline", "baseline", "value", "value", "baseline"]);
  });
});

describe("a control", () => {
  const sound = limited({ ...question, limit: { atMost: 2 } }, [1]);
  const control = (value: number): Row =>
    limited({ ...question, limit: { atMost: 2 }, control: true }, [value]);

  test("is as it should be when it misses", () => {
    expect(control(3).met).toBe(true);
    expect(voidWithoutControls([sound, control(3)])).toEqual([sound, control(3)]);
  });

  test("makes its neighbours void when it does not", () => {
    const rows = voidWithoutControls([sound, control(1)]);
    expect(rows.map(({ met, void: empty }) => [met, empty])).toEqual([
      [false, true],
      [false, true],
    ]);
  });
});

test("a page without scripts keeps everything else", () => {
  const page = `<head><link rel="preload" as="script" href="/a.js"/><link rel="preload" as="font" href="/f"/>
<script src="/a.js" async=""></script></head><body><p>Кезек</p><script>self.x="<b>"</script><script type="application/json">{}</script></body>`;
  expect(withoutScripts(page)).toBe(
    `<head><link rel="preload" as="font" href="/f"/>\n</head><body><p>Кезек</p></body>`,
  );
});
