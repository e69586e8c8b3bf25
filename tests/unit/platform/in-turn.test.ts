import { expect, test } from "vitest";
import { inTurn } from "#lib/platform/in-turn.ts";

test("one that fails keeps none of the others, and the first failure is told at the end", async () => {
  const done: string[] = [];
  const failing = (name: string) => () => {
    done.push(name);
    return Promise.reject(new Error(name));
  };
  const well = (name: string) => async () => done.push(name);
  await expect(inTurn([well("a"), failing("b"), well("c"), failing("d")])).rejects.toThrow("b");
  expect(done).toEqual(["a", "b", "c", "d"]);
  await expect(inTurn([])).resolves.toBeUndefined();
});
