import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RecoveryAnswers, readAnswers, recoveryYears } from "#lib/sign-in/recovery-input.ts";
import { answersAreRight, type RecoveryTruth } from "#lib/sign-in/recovery-truth.ts";

const mother = "870612490009";
const father = "850303390009";
const answers: RecoveryAnswers = {
  childIin: "220720690004",
  certificate: "I-АБ № 123987",
  parents: [mother, father],
  where: "queue",
  year: 2023,
};
const truth: RecoveryTruth = {
  certificate: "I-АБ № 123987",
  parents: [mother, father],
  standing: [{ where: "queue", year: 2023, applicant: mother }],
};
const right = (
  changes: Partial<RecoveryAnswers> = {},
  facts: Partial<RecoveryTruth> = {},
  claimant = mother,
) => answersAreRight(claimant, { ...answers, ...changes }, { ...truth, ...facts });

describe("all or nothing", () => {
  test("right ones are right", () => {
    expect(right()).toBe(true);
    expect(right({}, {}, father)).toBe(true);
    expect(right({ parents: [father, mother] })).toBe(true);
    expect(right({ certificate: "I-AБ 0123987" })).toBe(true);
  });

  test("any single wrong answer is wrong, and so is any number of them", () => {
    const wrong: readonly Partial<RecoveryAnswers>[] = [
      { certificate: "I-АБ № 123988" },
      { certificate: "I-АВ № 123987" },
      { parents: [mother, null] },
      { parents: [mother, mother] },
      { parents: ["910925490000", father] },
      { where: "attends" },
      { year: 2022 },
    ];
    fc.assert(
      fc.property(fc.subarray([...wrong], { minLength: 1 }), (some) => {
        expect(right(Object.assign({}, ...some))).toBe(false);
      }),
    );
  });

  test("one parent in the certificate means one in the answers", () => {
    const single = { parents: [mother, null] } as const;
    expect(right(single, single)).toBe(true);
    expect(right({}, single)).toBe(false);
    expect(right(single, single, father)).toBe(false);
  });

  test("a guardian answers as the applicant, for the line that is theirs", () => {
    const guardian = "910925490000";
    const line = { where: "queue", year: 2023, applicant: guardian } as const;
    expect(right({}, { standing: [line] }, guardian)).toBe(true);
    expect(right({}, {}, guardian)).toBe(false);
    const others = [{ ...line, year: 2022 }, ...truth.standing];
    expect(right({}, { standing: others }, guardian)).toBe(false);
  });

  test("nothing is right about a child that the register or the region does not know", () => {
    expect(right({}, { certificate: null, parents: [null, null] })).toBe(false);
    expect(right({}, { standing: [] })).toBe(false);
    expect(right({}, { certificate: "" })).toBe(false);
    expect(right({}, { certificate: "see the archive" })).toBe(false);
  });
});

describe("reading a form", () => {
  const typed = {
    childIin: "220720 690004",
    certificate: "I-АБ № 123987",
    parent1: "870612-490009",
    parent2: "",
    where: "queue",
    year: "2023",
  };

  test("takes what people type", () => {
    expect(readAnswers(typed, 2026)).toMatchObject({
      ok: true,
      value: { childIin: "220720690004", parents: [mother, null], where: "queue", year: 2023 },
    });
  });

  test("never throws, and names only fields of the form", () => {
    const text = fc.oneof(fc.string(), fc.string({ minLength: 100, maxLength: 200 }));
    fc.assert(
      fc.property(
        fc.record({
          childIin: text,
          certificate: text,
          parent1: text,
          parent2: text,
          where: text,
          year: text,
        }),
        (any) => {
          const read = readAnswers(any, 2026);
          const fields = read.ok ? [] : read.detail.map((problem) => problem.field);
          expect(read.ok || fields.length > 0).toBe(true);
          expect(fields.every((field) => Object.hasOwn(typed, field))).toBe(true);
        },
      ),
    );
  });

  test("offers the years in which a child of today can have come", () => {
    expect(recoveryYears(2026)).toEqual([2026, 2025, 2024, 2023, 2022, 2021, 2020, 2019, 2018]);
  });
});
