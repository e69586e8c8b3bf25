import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareStanding,
  entryClasses,
  orderQueue,
  sameQueue,
  type EntryClass,
  type Standing,
} from "#lib/queue/order.ts";
import {
  positionOf,
  positionOfNewcomer,
  worstPosition,
  type ClassCounts,
} from "#lib/queue/position.ts";

type Entry = Standing & { readonly id: number };

const start = Date.parse("2026-01-01T00:00:00Z");
const ratios = fc.integer({ min: 1, max: 5 });
/** Few instants, so that many entries share one and the sequence has to decide. */
const queues = fc
  .array(fc.tuple(fc.constantFrom(...entryClasses), fc.nat(6)), { maxLength: 40 })
  .map((rows) => rows.map(([entryClass, second], index) => entryOf(index, entryClass, second)));

function entryOf(id: number, entryClass: EntryClass, second: number): Entry {
  return { id, class: entryClass, registeredAt: new Date(start + second * 1000), seq: id };
}

function countsOf(entries: readonly Entry[]): ClassCounts {
  const count = (wanted: EntryClass) => entries.filter((entry) => entry.class === wanted).length;
  return {
    extraordinary: count("extraordinary"),
    "first-priority": count("first-priority"),
    ordinary: count("ordinary"),
  };
}

function rankOf(entry: Entry, entries: readonly Entry[]): number {
  return entries.filter((e) => e.class === entry.class && compareStanding(e, entry) <= 0).length;
}

function closedForm(entry: Entry, entries: readonly Entry[], ratio: number): number {
  return positionOf(entry.class, rankOf(entry, entries), countsOf(entries), ratio);
}

const ids = (entries: readonly Entry[]): number[] => entries.map((entry) => entry.id);
const letters = (entries: readonly Entry[]): string =>
  entries
    .map((e) => ({ extraordinary: "X", "first-priority": "P", ordinary: "G" })[e.class])
    .join("");

function queueOf(pattern: string): Entry[] {
  const classes = { X: "extraordinary", P: "first-priority", G: "ordinary" } as const;
  return Array.from(pattern, (letter, i) => entryOf(i, classes[letter as "X" | "P" | "G"], i));
}

describe("the order", () => {
  test.each([
    ["GGGGGGGPPPX", 3, "XPGGGPGGGPG"],
    ["GGGGPPPP", 3, "PGGGPGPP"],
    ["PPP", 3, "PPP"],
    ["GGGGG", 3, "GGGGG"],
    ["GGPXGP", 1, "XPGPGG"],
    ["", 3, ""],
  ])("%s at 1:%i is %s", (arrivals, ratio, expected) => {
    expect(letters(orderQueue(queueOf(arrivals), ratio))).toBe(expected);
  });

  test("does not depend on the order in which entries are given", () => {
    const shuffled = queues.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
        ratios,
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, again, ratio]) => {
        expect(ids(orderQueue(again, ratio))).toEqual(ids(orderQueue(entries, ratio)));
      }),
    );
  });

  test("holds every entry once, each class by instant and sequence", () => {
    fc.assert(
      fc.property(queues, ratios, (entries, ratio) => {
        const order = orderQueue(entries, ratio);
        expect(ids(order).toSorted((a, b) => a - b)).toEqual(ids(entries));
        for (const wanted of entryClasses) {
          const own = order.filter((entry) => entry.class === wanted);
          expect(own.every((e, i) => i === 0 || compareStanding(own[i - 1] ?? e, e) < 0)).toBe(
            true,
          );
        }
      }),
    );
  });

  test("a later entry never moves an earlier one of its class", () => {
    fc.assert(
      fc.property(
        queues,
        ratios,
        fc.constantFrom(...entryClasses),
        (entries, ratio, entryClass) => {
          const late = entryOf(entries.length, entryClass, 99);
          const before = orderQueue(entries, ratio);
          const after = orderQueue([...entries, late], ratio);
          const own = before.filter((entry) => entry.class === entryClass);
          expect(own.map((e) => after.indexOf(e))).toEqual(own.map((e) => before.indexOf(e)));
        },
      ),
    );
  });

  test("keeps the ratio in every prefix while both classes last", () => {
    fc.assert(
      fc.property(queues, ratios, (entries, ratio) => {
        const { extraordinary, ...all } = countsOf(entries);
        const mixed = orderQueue(entries, ratio).slice(extraordinary);
        for (let length = 1; length <= mixed.length; length += 1) {
          const seen = countsOf(mixed.slice(0, length));
          const privileged = seen["first-priority"];
          const fairToOrdinary =
            seen.ordinary === all.ordinary || privileged <= Math.ceil(length / (ratio + 1));
          const fairToPrivileged =
            privileged === all["first-priority"] || seen.ordinary <= ratio * privileged;
          expect({ length, fairToOrdinary, fairToPrivileged }).toEqual({
            length,
            fairToOrdinary: true,
            fairToPrivileged: true,
          });
        }
      }),
    );
  });
});

describe("the position", () => {
  test("by the closed form is the place in the order", () => {
    fc.assert(
      fc.property(queues, ratios, (entries, ratio) => {
        const order = orderQueue(entries, ratio);
        expect(entries.map((entry) => closedForm(entry, entries, ratio))).toEqual(
          entries.map((entry) => order.indexOf(entry) + 1),
        );
      }),
    );
  });

  test("of a newcomer is where the newcomer then stands", () => {
    fc.assert(
      fc.property(
        queues,
        ratios,
        fc.constantFrom(...entryClasses),
        (entries, ratio, entryClass) => {
          const late = entryOf(entries.length, entryClass, 99);
          const order = orderQueue([...entries, late], ratio);
          expect(positionOfNewcomer(entryClass, countsOf(entries), ratio)).toBe(
            order.indexOf(late) + 1,
          );
        },
      ),
    );
  });

  test("never falls below the bound whatever first-priority and ordinary children follow", () => {
    const later = fc.array(fc.constantFrom<EntryClass>("first-priority", "ordinary"), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(queues, later, ratios, (entries, classes, ratio) => {
        const grown = [
          ...entries,
          ...classes.map((c, i) => entryOf(entries.length + i, c, 50 + i)),
        ];
        const order = orderQueue(grown, ratio);
        const bounds = entries.map((entry) =>
          worstPosition(entry.class, rankOf(entry, entries), countsOf(entries), ratio),
        );
        const broken = entries.filter((entry, i) => order.indexOf(entry) + 1 > (bounds[i] ?? 0));
        expect(broken).toEqual([]);
      }),
    );
  });

  test("reaches the bound, so that a smaller one would be a false promise", () => {
    const crowd: ClassCounts = { extraordinary: 2, "first-priority": 99, ordinary: 99 };
    for (const entryClass of entryClasses) {
      expect(positionOf(entryClass, 10, crowd, 3)).toBe(worstPosition(entryClass, 10, crowd, 3));
    }
  });

  test("is pushed down without limit by children outside the queue, one by one", () => {
    fc.assert(
      fc.property(queues, ratios, fc.integer({ min: 1, max: 50 }), (entries, ratio, joined) => {
        const own = entries.filter((entry) => entry.class !== "extraordinary");
        const grown = [
          ...entries,
          ...Array.from({ length: joined }, (_, i) =>
            entryOf(entries.length + i, "extraordinary", 99),
          ),
        ];
        expect(own.map((entry) => closedForm(entry, grown, ratio))).toEqual(
          own.map((entry) => closedForm(entry, entries, ratio) + joined),
        );
      }),
    );
  });
});

test("queues differ by region, type, district and cohort", () => {
  const key = { regionId: 1, queueType: "general", districtKato: "", cohort: 2022 };
  expect(sameQueue(key, { ...key })).toBe(true);
  const others = [
    { regionId: 2 },
    { queueType: "special" },
    { districtKato: "113200000" },
    { cohort: 2023 },
  ];
  expect(others.some((other) => sameQueue(key, { ...key, ...other }))).toBe(false);
});
