import { expect, test } from "vitest";
import { Remembered } from "#lib/platform/remembered.ts";

function counter(believed: number) {
  let reads = 0;
  let at = 0;
  const remembered = new Remembered(
    () => Promise.resolve((reads += 1)),
    () => believed,
    () => at,
  );
  return { remembered, pass: (milliseconds: number) => (at += milliseconds) };
}

test("a reading is believed for its time and not a moment longer", async () => {
  const { remembered, pass } = counter(5_000);
  expect(await remembered.get()).toBe(1);
  pass(4_999);
  expect(await remembered.get()).toBe(1);
  pass(1);
  expect(await remembered.get()).toBe(2);
});

test("believed for no time, it is read at every question", async () => {
  const { remembered } = counter(0);
  expect([await remembered.get(), await remembered.get()]).toEqual([1, 2]);
});

test("several who ask at once wait for one reading", async () => {
  const { remembered } = counter(5_000);
  expect(await Promise.all([remembered.get(), remembered.get(), remembered.get()])).toEqual([
    1, 1, 1,
  ]);
});

test("a reading that failed is asked for again", async () => {
  let reads = 0;
  const remembered = new Remembered(
    async () => {
      reads += 1;
      if (reads === 1) throw new Error("the database is away");
      return await Promise.resolve(reads);
    },
    () => 5_000,
  );
  await expect(remembered.get()).rejects.toThrow("away");
  expect(await remembered.get()).toBe(2);
});
