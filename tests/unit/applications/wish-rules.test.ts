import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { statuses } from "#lib/applications/status.ts";
import {
  areWishesAsked,
  areWishesDue,
  editWishes,
  judgeWishes,
  mayChangeWishes,
  stateOfWish,
  wishChanges,
  type WishedFacts,
  type Wisher,
  type WishEdit,
} from "#lib/applications/wish-rules.ts";

const wisher: Wisher = { queueType: "general", districtKato: null, today: "2026-11-22" };
const facts = (over: Partial<WishedFacts> = {}): WishedFacts => ({
  districtKato: null,
  queueTypes: ["general"],
  openedOn: "2015-09-01",
  closedOn: null,
  ...over,
});

describe("whether a place can come of a wish", () => {
  const inDistrict = { ...wisher, districtKato: "111000000" };
  test.each([
    ["an open one", facts(), wisher, "open"],
    ["closed today", facts({ closedOn: "2026-11-22" }), wisher, "closed"],
    ["closed tomorrow", facts({ closedOn: "2026-11-23" }), wisher, "open"],
    ["opened today", facts({ openedOn: "2026-11-22" }), wisher, "open"],
    ["opened tomorrow", facts({ openedOn: "2026-11-23" }), wisher, "not-opened"],
    ["whose first day is not known", facts({ openedOn: null }), wisher, "open"],
    ["of another queue", facts({ queueTypes: ["sanatorium"] }), wisher, "other-queue"],
    ["of another district", facts({ districtKato: "113200000" }), inDistrict, "other-district"],
    ["of the own district", facts({ districtKato: "111000000" }), inDistrict, "open"],
    ["whose district is not known", facts(), inDistrict, "open"],
    ["anywhere in one queue", facts({ districtKato: "113200000" }), wisher, "open"],
  ])("%s", (_, kindergarten, whose, state) => {
    expect(stateOfWish(kindergarten, whose)).toBe(state);
  });
});

test("wishes are asked where the regime reads them, or as the region says", () => {
  const asked = (["bulletin", "choices", "voucher"] as const).map((regime) =>
    (["by-regime", "asked", "not-asked"] as const).map((wishes) =>
      areWishesAsked({ regime, wishes }),
    ),
  );
  expect(asked).toEqual([
    [false, true, false],
    [true, true, false],
    [false, true, false],
  ]);
});

test("a family is led to them where places are given by them, it has none, and may give some", () => {
  const without = { status: "REGISTERED", wished: false };
  expect(areWishesDue({ regime: "choices", wishes: "by-regime" }, without)).toBe(true);
  expect(areWishesDue({ regime: "choices", wishes: "asked" }, without)).toBe(true);
  expect(areWishesDue({ regime: "choices", wishes: "not-asked" }, without)).toBe(false);
  expect(areWishesDue({ regime: "bulletin", wishes: "asked" }, without)).toBe(false);
  expect(areWishesDue({ regime: "voucher", wishes: "asked" }, without)).toBe(false);
  const rules = { regime: "choices", wishes: "by-regime" } as const;
  expect(areWishesDue(rules, { ...without, wished: true })).toBe(false);
  expect(areWishesDue(rules, { ...without, status: "OFFERED" })).toBe(false);
});

test("they may be changed while the application waits, and not while a place is being given or after", () => {
  expect(statuses.filter(mayChangeWishes)).toEqual([
    "REGISTERED",
    "RETURNED",
    "ON_HOLD",
    "INACTIVE",
  ]);
  expect(mayChangeWishes("NOWHERE")).toBe(false);
});

const ids = ["a", "b", "c", "d", "e", "f"] as const;
const list = (max = 6) => fc.uniqueArray(fc.constantFrom(...ids), { maxLength: max });

describe("a list", () => {
  const known = new Map<string, WishedFacts>([
    ["a", facts()],
    ["b", facts()],
    ["c", facts({ closedOn: "2026-01-01" })],
    ["d", facts({ queueTypes: ["special"] })],
    ["e", facts()],
  ]);
  const judge = (wanted: readonly string[], before: readonly string[] = [], max = 4) => {
    const judged = judgeWishes(wanted, { known, before, wisher, max });
    return judged.ok ? judged.value : [judged.code, judged.detail];
  };

  test("is taken in its order, and so is none", () => {
    expect(judge(["b", "a"])).toEqual(["b", "a"]);
    expect(judge([])).toEqual([]);
  });

  test.each([
    [["a", "b", "e"], [], 2, ["too-many", "e"]],
    [["a", "b", "a"], [], 4, ["twice", "a"]],
    [["a", "z"], [], 4, ["unknown", "z"]],
    [["a", "c"], [], 4, ["closed", "c"]],
    [["d"], [], 4, ["other-queue", "d"]],
  ] as const)("%j is refused", (wanted, before, max, fault) => {
    expect(judge(wanted, before, max)).toEqual(fault);
  });

  test("keeps what stood in it and is closed, in any place", () => {
    expect(judge(["b", "c", "d"], ["c", "d"])).toEqual(["b", "c", "d"]);
  });

  test("that is taken has no duplicates, no more than the policy allows, and nothing new that is closed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...ids), { maxLength: 7 }),
        list(),
        fc.integer({ min: 1, max: 6 }),
        (wanted, before, max) => {
          const judged = judgeWishes(wanted, { known, before, wisher, max });
          const lawful =
            wanted.length <= max &&
            new Set(wanted).size === wanted.length &&
            wanted.every((id) => {
              const each = known.get(id);
              return each && (before.includes(id) || stateOfWish(each, wisher) === "open");
            });
          expect(judged.ok).toBe(lawful);
        },
      ),
    );
  });
});

describe("what changed between two lists", () => {
  test("is told in few words", () => {
    expect(wishChanges(["a", "b", "c"], ["b", "c"])).toEqual([
      { kind: "removed", id: "a", from: 1 },
    ]);
    expect(wishChanges(["a", "b", "c"], ["c", "a", "b"])).toEqual([
      { kind: "moved", id: "c", from: 3, to: 1 },
    ]);
    expect(wishChanges(["a", "b"], ["a", "d", "b"])).toEqual([{ kind: "added", id: "d", to: 2 }]);
    expect(wishChanges([], [])).toEqual([]);
  });

  test("gives the new list out of the old one, and is nothing only where nothing changed", () => {
    fc.assert(
      fc.property(list(), list(), (before, after) => {
        const changes = wishChanges(before, after);
        const touched = new Set(changes.filter(({ kind }) => kind !== "added").map(({ id }) => id));
        const made = before.filter((id) => !touched.has(id));
        for (const change of changes) {
          if (change.kind !== "removed")
            made.splice(change.to - 1, 0, change.id as (typeof ids)[number]);
        }
        expect(made).toEqual(after);
        expect(changes.length === 0).toBe(before.join() === after.join());
      }),
    );
  });
});

describe("a press on the page", () => {
  const add = (id: string, insteadOf: string | null = null): WishEdit => ({
    kind: "add",
    id,
    insteadOf,
  });

  test("adds at the end, or in another's stead", () => {
    expect(editWishes(["a"], add("b"), 4)).toEqual(["a", "b"]);
    expect(editWishes(["a", "b", "c"], add("d", "b"), 3)).toEqual(["a", "d", "c"]);
    expect(editWishes(["a", "b"], add("d", "z"), 4)).toEqual(["a", "b", "d"]);
  });

  test("adds nothing twice and nothing to a full list", () => {
    expect(editWishes(["a"], add("a"), 4)).toEqual(["a"]);
    expect(editWishes(["a", "b"], add("c"), 2)).toEqual(["a", "b"]);
  });

  test("of any kind keeps a list lawful and touches at most two of its wishes", () => {
    const edit = fc.oneof(
      fc.record({
        kind: fc.constant("add" as const),
        id: fc.constantFrom(...ids),
        insteadOf: fc.option(fc.constantFrom(...ids)),
      }),
      fc.record({
        kind: fc.constantFrom("up" as const, "down" as const, "remove" as const),
        id: fc.constantFrom(...ids),
      }),
    );
    fc.assert(
      fc.property(list(4), edit, (before, press) => {
        const after = editWishes(before, press, 4);
        expect(new Set(after).size).toBe(after.length);
        expect(after.length).toBeLessThanOrEqual(4);
        const gone = before.filter((id) => !after.includes(id));
        expect(gone.length).toBeLessThanOrEqual(1);
        expect(wishChanges(before, after).length).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("up and down undo each other", () => {
    fc.assert(
      fc.property(list(), fc.constantFrom(...ids), (before, id) => {
        const up = editWishes(before, { kind: "up", id }, 6);
        fc.pre(up.join() !== before.join());
        expect(before.indexOf(id)).toBeGreaterThan(0);
        expect(editWishes(up, { kind: "down", id }, 6)).toEqual(before);
      }),
    );
  });
});
