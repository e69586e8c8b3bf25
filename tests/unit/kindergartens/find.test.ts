import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cohortsOf, matching, pageAfter, type Wanted } from "#lib/kindergartens/find.ts";
import { groupsInOrder, inOrder, isOpenOn } from "#lib/kindergartens/register.ts";
import { garden, group } from "./example.ts";

describe("what a parent looks for", () => {
  const both = garden({
    slug: "both",
    languages: ["kk", "ru"],
    groups: [
      group({ id: "a", language: "kk", cohortFrom: 2022, cohortTo: 2022 }),
      group({ id: "b", language: "ru", cohortFrom: 2023, cohortTo: 2024 }),
    ],
  });

  test("must be in one and the same group", () => {
    const found = (wanted: Wanted) => matching([both], wanted).length;
    expect(found({ language: "ru" })).toBe(1);
    expect(found({ language: "ru", cohort: 2024 })).toBe(1);
    expect(found({ language: "ru", cohort: 2022 })).toBe(0);
    expect(found({ language: "kk", cohort: 2022, queueType: "general" })).toBe(1);
    expect(found({ queueType: "special" })).toBe(0);
  });

  test("is believed of a kindergarten without groups on record, but for the years", () => {
    const bare = garden({ languages: ["kk", "ru"], queueTypes: ["general", "sanatorium"] });
    expect(matching([bare], { language: "ru", queueType: "sanatorium" })).toHaveLength(1);
    expect(matching([bare], { language: "other" })).toHaveLength(0);
    expect(matching([bare], { cohort: 2022 })).toHaveLength(0);
  });

  test.each(["қарлығаш", "карлыгаш", "КАРЛ", "14 карл", "8-й", " абай "])(
    "is found by «%s»",
    (text) => {
      const one = garden({
        names: { kk: "№ 14 «Қарлығаш»", ru: "№ 14 «Карлыгаш»" },
        address: { kk: "Абай көшесі, 8-үй", ru: "8-й мкр." },
      });
      expect(
        matching([one, garden({ names: { kk: "x", ru: "x" }, address: { kk: "y", ru: "y" } })], {
          text,
        }),
      ).toEqual([one]);
    },
  );

  test("narrows: wanting more never finds more, and nothing wanted finds all", () => {
    const years = fc.integer({ min: 2019, max: 2025 });
    const languages = fc.constantFrom("kk", "ru", "other");
    const queues = fc.constantFrom("general", "special", "sanatorium", "special-correctional");
    const owners = fc.constantFrom("state", "private-ordered", "private");
    const gardens = fc.array(
      fc
        .record({
          ownership: owners,
          languages: fc.array(languages),
          queueTypes: fc.array(queues),
          districtKato: fc.constantFrom("113200000", "113400000", null),
          groups: fc.array(
            fc
              .tuple(years, fc.nat(2), languages, queues)
              .map(([cohortFrom, more, language, queueType]) =>
                group({ cohortFrom, cohortTo: cohortFrom + more, language, queueType }),
              ),
            { maxLength: 4 },
          ),
        })
        .map(garden),
      { maxLength: 12 },
    );
    const wishes = fc.record(
      {
        districtKato: fc.constantFrom("113200000", "113400000"),
        language: languages,
        ownership: owners,
        queueType: queues,
        cohort: years,
        text: fc.constantFrom("айна", "8", "нет"),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(gardens, wishes, (list, wanted) => {
        const found = matching(list, wanted);
        expect(matching(list, {})).toEqual(list);
        expect(found.every((each) => list.includes(each))).toBe(true);
        for (const name of Object.keys(wanted) as (keyof Wanted)[]) {
          const less = { ...wanted, [name]: undefined };
          expect(matching(list, less)).toEqual(expect.arrayContaining(found));
        }
      }),
    );
  });
});

test("cohorts are told once each, of every year a group has, the youngest first", () => {
  const list = [
    garden({ groups: [group({ cohortFrom: 2021, cohortTo: 2023 }), group()] }),
    garden({ groups: [group({ cohortFrom: 2024, cohortTo: 2024 })] }),
  ];
  expect(cohortsOf(list)).toEqual([2024, 2023, 2022, 2021]);
});

describe("the order", () => {
  test("counts numbers and knows the Kazakh alphabet", () => {
    const names = [
      "«Қарлығаш»",
      "№ 12 «Б»",
      "«Күн»",
      "№ 2 «Я»",
      "«Әлем»",
      "«Арай»",
      "«Ертегі»",
      "«Бал»",
    ];
    const list = names.map((kk, i) => garden({ slug: String(i), names: { kk, ru: kk } }));
    expect(inOrder(list).map((each) => each.names.kk)).toEqual([
      "№ 2 «Я»",
      "№ 12 «Б»",
      "«Арай»",
      "«Әлем»",
      "«Бал»",
      "«Ертегі»",
      "«Күн»",
      "«Қарлығаш»",
    ]);
  });

  test("of groups: the youngest first, whatever order they came in", () => {
    const groups = [
      group({ id: "old", cohortFrom: 2020, cohortTo: 2020 }),
      group({ id: "ru", language: "ru", cohortFrom: 2023, cohortTo: 2023 }),
      group({ id: "kk", language: "kk", cohortFrom: 2023, cohortTo: 2023 }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(groups, { minLength: 3 }), (shuffled) => {
        expect(groupsInOrder(shuffled).map(({ id }) => id)).toEqual(["kk", "ru", "old"]);
      }),
    );
  });
});

describe("pages of a list", () => {
  test("hold everything once, in order, whatever their size", () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 15 }), (length, size) => {
        const list = Array.from({ length }, (_, i) => ({ slug: `s${i}` }));
        const read: { slug: string }[] = [];
        let after: string | null = null;
        do {
          const page: ReturnType<typeof pageAfter<{ slug: string }>> = pageAfter(list, after, size);
          if (page === null) throw new Error("lost its place");
          expect(page.first).toBe(read.length + 1);
          read.push(...page.items);
          after = page.next;
        } while (after !== null);
        expect(read).toEqual(list);
      }),
    );
  });

  test("begin anew where the last one read is gone", () => {
    expect(pageAfter([{ slug: "a" }], "b", 10)).toBeNull();
  });
});

test("a kindergarten is open from its first day to the day before it is closed", () => {
  const span = { from: "2026-09-01", to: "2027-09-01" };
  const open = ["2026-08-31", "2026-09-01", "2027-08-31", "2027-09-01"].map((day) =>
    isOpenOn(span, day),
  );
  expect(open).toEqual([false, true, true, false]);
  expect(isOpenOn({ from: null, to: null }, "2026-01-01")).toBe(true);
});
