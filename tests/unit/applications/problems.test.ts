import { describe, expect, it } from "vitest";
import type { ChildLookup } from "#lib/applications/child.ts";
import { readStep, readValues, type DraftValues } from "#lib/applications/draft.ts";
import {
  applicantProblems,
  childProblems,
  mustDeclare,
  paperProblems,
  readDate,
  type Problem,
} from "#lib/applications/problems.ts";

const now = new Date("2026-11-22T09:00:00Z");
const facts = {
  iin: "230315590008",
  surname: "КИМ",
  givenName: "АРТЁМ",
  patronymic: "СЕРГЕЕВИЧ",
  birthDate: "2023-03-15",
  sex: "male" as const,
  registration: null,
};
const own: ChildLookup = {
  state: "known",
  kinship: "parent",
  facts,
  birthDate: "2023-03-15",
  duplicate: null,
};
const context = {
  applicantIin: "910925490000",
  lookup: own as ChildLookup | null,
  districts: ["111000000", "113200000"],
  categories: ["military", "large-family"],
  ageLimitYears: 6,
  now,
};
const good: DraftValues = { childIin: "230315 590008", districtKato: "111000000" };

function codes(problems: readonly Problem[]): string[] {
  return problems.map((each) => `${each.field}:${each.code}`);
}

describe("the applicant's page", () => {
  it("is content with what is asked for", () => {
    expect(
      applicantProblems({ email: "olga@example.kz", phone: "8 777 000 11 99", consent: "on" }),
    ).toEqual([]);
  });

  it.each([
    [{}, ["email:required", "phone:required", "consent:consent"]],
    [
      { email: "olga@", phone: "12", consent: "on" },
      ["email:email-shape", "phone:phone-not-mobile"],
    ],
    [
      { email: "o@e.kz", phone: "+77770001199", secondPhone: "87770001199", consent: "on" },
      ["secondPhone:phones-equal"],
    ],
    [
      { email: "o@e.kz", phone: "+77770001199", secondPhone: "x", consent: "on" },
      ["secondPhone:phone-not-mobile"],
    ],
    [
      { email: " ".repeat(9), phone: "<script>", consent: "" },
      ["email:required", "phone:phone-not-mobile", "consent:consent"],
    ],
  ])("names each mistake at its field: %j", (values, expected) => {
    expect(codes(applicantProblems(values))).toEqual(expected);
  });
});

describe("the child's page", () => {
  it("is content with one's own child", () => {
    expect(childProblems(good, context)).toEqual([]);
  });

  it.each<[string, DraftValues, ChildLookup | null, string[]]>([
    ["nothing typed", { districtKato: "111000000" }, null, ["childIin:required"]],
    ["too short", { ...good, childIin: "23031" }, null, ["childIin:iin-length"]],
    ["a slip", { ...good, childIin: "230315590009" }, null, ["childIin:iin-check-digit"]],
    ["one's own IIN", { ...good, childIin: "910925490000" }, null, ["childIin:own-iin"]],
    ["nobody has it", good, { state: "unknown" }, ["childIin:child-unknown"]],
    [
      "somebody else's child",
      good,
      { ...own, kinship: "none" },
      [
        "childIin:no-kin",
        "childSurname:required",
        "childGivenName:required",
        "childBirthDate:required",
      ],
    ],
    [
      "waits already",
      good,
      { ...own, duplicate: { number: "26-11-000001", date: "2026-01-02" } },
      ["childIin:duplicate"],
    ],
    ["too old", good, { ...own, birthDate: "2020-11-22" }, ["childIin:too-old"]],
    ["no district", { childIin: good.childIin ?? "" }, own, ["districtKato:district"]],
    [
      "a district of elsewhere",
      { ...good, districtKato: "273200000" },
      own,
      ["districtKato:district"],
    ],
    ["no category", { ...good, privileged: "on" }, own, ["privilegeCategory:category"]],
    [
      "an invented category",
      { ...good, privileged: "on", privilegeCategory: "cousin" },
      own,
      ["privilegeCategory:category"],
    ],
  ])("%s", (_, values, lookup, expected) => {
    expect(codes(childProblems(values, { ...context, lookup }))).toEqual(expected);
  });

  it("takes a child to the day before the birthday of the limit", () => {
    const lookup = { ...own, birthDate: "2020-11-23" };
    expect(childProblems(good, { ...context, lookup })).toEqual([]);
  });

  it("tells a guardian that the child waits, but not under which number", () => {
    const lookup: ChildLookup = {
      ...own,
      kinship: "none",
      duplicate: { number: "26-11-000001", date: "2026-01-02" },
    };
    const values: DraftValues = {
      ...good,
      guardian: "on",
      childSurname: "Ким",
      childGivenName: "Артём",
      childBirthDate: "2023-03-15",
    };
    const problems = childProblems(values, { ...context, lookup });
    expect(codes(problems)).toEqual(["childIin:duplicate-unnamed"]);
    expect(JSON.stringify(problems)).not.toContain("26-11-000001");
  });

  it("lets a guardian declare the child, and notices another birth date than the register's", () => {
    const lookup: ChildLookup = { ...own, kinship: "none" };
    const values: DraftValues = {
      ...good,
      guardian: "on",
      childSurname: "Ким",
      childGivenName: "Артём",
    };
    expect(
      childProblems({ ...values, childBirthDate: "15.03.2023" }, { ...context, lookup }),
    ).toEqual([]);
    expect(
      codes(childProblems({ ...values, childBirthDate: "2024-03-15" }, { ...context, lookup })),
    ).toEqual(["childBirthDate:birth-date-differs"]);
    expect(
      codes(childProblems({ ...values, childBirthDate: "2030-01-01" }, { ...context, lookup })),
    ).toEqual(["childBirthDate:date-future"]);
  });

  it("asks for the name while the registers are silent, and shows nothing of theirs", () => {
    expect(mustDeclare({ ...own, kinship: "unanswered" })).toBe(true);
    expect(mustDeclare({ ...own, facts: null, birthDate: null })).toBe(true);
    expect(mustDeclare(own)).toBe(false);
    expect(mustDeclare(null)).toBe(false);
  });
});

describe("what a form may bring", () => {
  it("reads only the fields of the page, and an absent tick as unticked", () => {
    const form = new Map([
      ["email", "a@b.kz"],
      ["childIin", "1"],
      ["evil", "x"],
    ]);
    expect(readStep("applicant", form)).toEqual({ email: "a@b.kz", consent: "" });
  });

  it("keeps long and hostile typing within bounds", () => {
    const read = readValues({ email: `\u0000${"я".repeat(5000)}`, childIin: 7, extra: "x" });
    expect(read.email).toHaveLength(300);
    expect(read.email?.startsWith(" я")).toBe(true);
    expect(Object.keys(read)).toEqual(["email"]);
  });

  it.each([
    ["2023-03-15", "2023-03-15"],
    ["15.03.2023", "2023-03-15"],
    ["5/3/2023", "2023-03-05"],
    ["31.02.2023", null],
    ["вчера", null],
    ["", null],
  ])("reads the date %s", (typed, date) => {
    expect(readDate(typed)).toBe(date);
  });

  it("names the papers that have no page", () => {
    expect(codes(paperProblems(["a", "b"], new Map([["a", 2]])))).toEqual([
      "paper.b:paper-missing",
    ]);
  });
});

describe("typing that no database takes", () => {
  it("loses half an emoji, sent by a script or left by the cut, and nothing else", () => {
    expect(readValues({ email: "\ud83d half" })).toEqual({ email: " half" });
    const kept = readValues({ email: `!${"\u{1F648}".repeat(10_000)}` }).email ?? "";
    expect(kept).toBe(`!${"\u{1F648}".repeat(149)}`);
  });
});

describe("a name typed by a guardian", () => {
  const guarded = (name: string): DraftValues => ({
    ...good,
    guardian: "on",
    childSurname: name,
    childGivenName: name,
    childPatronymic: name,
    childBirthDate: "2023-03-15",
  });
  const stranger = { ...context, lookup: { ...own, kinship: "none" as const } };

  it.each(["Ким", "Әмір қызы", "Иванова-Ким", "О'Нил", "Д\u2019Арк", "Cap\u0306", "Им."])(
    "«%s» is a name",
    (name) => {
      expect(childProblems(guarded(name), stranger)).toEqual([]);
    },
  );

  it.each([
    ["\u202E\u200F", "name-letters"],
    ["Ким\u202E", "name-letters"],
    ["<b>", "name-letters"],
    ["Ким2", "name-letters"],
    ["Ә".repeat(101), "too-long"],
  ])("«%s» is none", (name, code) => {
    expect(codes(childProblems(guarded(name), stranger))).toEqual([
      `childSurname:${code}`,
      `childGivenName:${code}`,
      `childPatronymic:${code}`,
    ]);
  });
});
