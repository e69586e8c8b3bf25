import fc from "fast-check";
import { expect, test } from "vitest";
import { effects } from "#lib/queue/entry-state.ts";
import { queueEventKinds } from "#lib/queue/ledger.ts";
import { compareMoments, movesOf, type QueueMove, stepsOf } from "#lib/queue/moves.ts";
import { entryClasses } from "#lib/queue/order.ts";
import { packMoves, unpackMoves } from "#lib/queue/packed-moves.ts";
import { written } from "./written-history.ts";

const key = { regionId: 7, queueType: "general", districtKato: "111000000", cohort: 2022 };
const start = new Date("2026-03-01T00:00:00Z");
const month = 31 * 86_400_000;

const movers = queueEventKinds.filter(
  (kind) =>
    kind === "registered" || effects[kind].waiting !== undefined || effects[kind].may.length > 0,
);
const instant = fc
  .integer({ min: Date.parse("1999-01-01"), max: Date.parse("2040-01-01") })
  .map((ms) => new Date(ms));
const entryClass = fc.option(fc.constantFrom(...entryClasses));

const move: fc.Arbitrary<QueueMove> = fc
  .record({
    eventSeq: fc.integer({ min: 1, max: 2 ** 50 }),
    at: fc.integer({ min: 0, max: month - 1 }).map((ms) => new Date(start.getTime() + ms)),
    kind: fc.constantFrom(...movers),
    entrySeq: fc.integer({ min: 1, max: 2 ** 50 }),
    was: fc.tuple(entryClass, instant),
    is: fc.tuple(entryClass, instant),
    same: fc.boolean(),
  })
  .map(({ was, is, same, ...rest }) => {
    const seq = rest.entrySeq;
    const [wasClass, registeredAt] = was;
    return {
      ...rest,
      key,
      was: wasClass && { class: wasClass, registeredAt, seq },
      is: is[0] && { class: is[0], registeredAt: same ? registeredAt : is[1], seq },
    };
  });

const unpacked = (parts: readonly Uint8Array[]) =>
  parts.flatMap((part) => unpackMoves(part, key, start));

test("any moves of a month come out as they went in, in their order", () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 400 }), (moves) => {
      expect(unpacked(packMoves(moves, start))).toEqual(moves.toSorted(compareMoments));
    }),
  );
});

test("every kind that moves somebody can be packed", () => {
  const moves = fc.sample(move, movers.length).map((one, index) => {
    return { ...one, kind: movers[index] ?? "registered" };
  });
  expect(unpacked(packMoves(moves, start))).toEqual(moves.toSorted(compareMoments));
});

test("a month without moves is a row that says so", () => {
  const parts = packMoves([], start);
  expect(parts).toHaveLength(1);
  expect(unpacked(parts)).toEqual([]);
});

test("parts lie in a page each, and the same moves make the same bytes", () => {
  const moves = fc.sample(move, { numRuns: 3_000, seed: 4 });
  const parts = packMoves(moves, start);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts) expect(part.length).toBeLessThan(8_000);
  expect(packMoves(moves.toReversed(), start)).toEqual(parts);
});

test("the moves of a history take some fifteen bytes each", () => {
  const { lines } = written(3, 4_000, 400);
  const lives = Map.groupBy(lines, (line) => line.applicationId);
  const moves = [...lives].flatMap(([id, life]) =>
    movesOf(1, id, stepsOf(life, { districtKato: "", seq: 0 })),
  );
  const first = new Date(Math.min(...moves.map(({ at }) => at.getTime())));
  const bytes = packMoves(moves, first).reduce((sum, part) => sum + part.length, 0);
  expect(moves.length).toBeGreaterThan(1_500);
  expect(bytes / moves.length).toBeLessThan(16);
});

test("bytes of another version, cut off, or of an unknown kind are refused", () => {
  const [whole] = packMoves(fc.sample(move, { numRuns: 5, seed: 1 }), start);
  if (whole === undefined) throw new Error("packed");
  expect(() => unpackMoves(Uint8Array.of(2, ...whole.slice(1)), key, start)).toThrow("version 2");
  expect(() => unpackMoves(whole.slice(0, -1), key, start)).toThrow("too early");
  expect(() => unpackMoves(Uint8Array.of(1, 0, 0, 0, 255, 127), key, start)).toThrow("kind");
  const silent = fc.sample(move, 1).map((one) => ({ ...one, kind: "appealed" as const }));
  expect(() => packMoves(silent, start)).toThrow("appealed");
});
