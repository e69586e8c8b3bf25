import fc from "fast-check";
import { describe, expect, test } from "vitest";
import en from "#lib/i18n/messages/en.json" with { type: "json" };
import kk from "#lib/i18n/messages/kk.json" with { type: "json" };
import ru from "#lib/i18n/messages/ru.json" with { type: "json" };
import {
  categoriesAt,
  privilegeCategories,
  type PrivilegeCategory,
} from "#lib/privileges/categories.ts";
import { queueTypePapers } from "#lib/privileges/queue-type-papers.ts";
import { isQueueType, queueTypes } from "#lib/regions/queue-types.ts";
import {
  awaitsConfirmation,
  classOfClaims,
  isEffective,
  missingPapers,
  paperGoodUntil,
  requiredPapers,
  unknownCategories,
  type ClaimStatus,
  type PrivilegeClaim,
} from "#lib/privileges/rules.ts";
import { defaultPolicies } from "#lib/regions/default-policies.ts";

const today = "2026-11-22";
const statuses = ["claimed", "confirmed", "refused", "withdrawn", "expired"] as const;
const claim = (category: string, status: ClaimStatus = "claimed"): PrivilegeClaim => ({
  category,
  status,
});
const claims = fc.array(
  fc.record({
    category: fc.constantFrom(...privilegeCategories.map((category) => category.code)),
    status: fc.constantFrom(...statuses),
  }),
  { maxLength: 6 },
);
const strength = { extraordinary: 0, "first-priority": 1, ordinary: 2 };

describe("the names", () => {
  test.each([
    ["kk", kk],
    ["ru", ru],
    ["en", en],
  ])("of every category, paper, queue type and act stand in the catalogue: %s", (_, messages) => {
    const papers = [
      ...privilegeCategories.flatMap((category) => category.papers),
      ...Object.values(queueTypePapers).flat(),
    ].map((paper) => paper.code);
    const wanted = {
      category: privilegeCategories.map((category) => category.code),
      right: privilegeCategories.map((category) => category.right),
      paper: [...papers, "guardianship-decision", "non-resident-proof"],
      queueType: [...queueTypes],
      act: [
        ...privilegeCategories.map((category) => category.act),
        ...defaultPolicies.map((policy) => policy.source.act),
      ],
    };
    const missing = {
      category: wanted.category.filter((code) => !(code in messages.privilege.category)),
      right: wanted.right.filter((code) => !(code in messages.privilege.right)),
      paper: wanted.paper.filter((code) => !(code in messages.document.type)),
      queueType: wanted.queueType.filter((code) => !(code in messages.qtype.name)),
      act: wanted.act.filter((code) => !(code in messages.act)),
    };
    expect(missing).toEqual({ category: [], right: [], paper: [], queueType: [], act: [] });
  });
});

describe("the categories", () => {
  test("are nine today, two of them outside the queue", () => {
    expect(categoriesAt(today)).toHaveLength(9);
    const outside = categoriesAt(today).filter((category) => category.right === "extraordinary");
    expect(outside.map((category) => category.code)).toEqual(["military", "special-bodies"]);
  });

  test("were fewer before the law on teachers, to the day", () => {
    const codes = (at: string) => categoriesAt(at).map((category) => category.code);
    expect(codes("2019-12-26")).not.toContain("teacher");
    expect(codes("2019-12-27")).toContain("teacher");
  });

  test("end on their last day", () => {
    const former: PrivilegeCategory = {
      code: "former",
      right: "first-priority",
      validFrom: "2016-01-01",
      validTo: "2020-06-21",
      papers: [],
      act: "order-172",
    };
    const all = [former];
    expect(classOfClaims([claim("former")], "2020-06-21", all)).toBe("first-priority");
    expect(classOfClaims([claim("former")], "2020-06-22", all)).toBe("ordinary");
    expect(unknownCategories(["former"], "2020-06-22", all)).toEqual(["former"]);
  });
});

describe("the class in the queue", () => {
  test("follows a claim from the registration and its end at once", () => {
    expect(statuses.map((status) => classOfClaims([claim("teacher", status)], today))).toEqual([
      "first-priority",
      "first-priority",
      "ordinary",
      "ordinary",
      "ordinary",
    ]);
  });

  test("is the strongest of the claims", () => {
    expect(classOfClaims([], today)).toBe("ordinary");
    expect(classOfClaims([claim("orphan"), claim("military")], today)).toBe("extraordinary");
    expect(classOfClaims([claim("orphan"), claim("military", "refused")], today)).toBe(
      "first-priority",
    );
    expect(classOfClaims([claim("invented")], today)).toBe("ordinary");
  });

  test("is never worse for one more claim, nor better for one that does not count", () => {
    fc.assert(
      fc.property(claims, claims, (some, more) => {
        const before = strength[classOfClaims(some, today)];
        const after = strength[classOfClaims([...some, ...more], today)];
        expect(after).toBeLessThanOrEqual(before);
        const idle = more.filter((each) => !isEffective(each.status));
        expect(strength[classOfClaims([...some, ...idle], today)]).toBe(before);
      }),
    );
  });

  test("is marked while only claims nobody confirmed hold it up", () => {
    expect(awaitsConfirmation([claim("military")], today)).toBe(true);
    expect(awaitsConfirmation([claim("military"), claim("orphan", "confirmed")], today)).toBe(true);
    expect(awaitsConfirmation([claim("orphan"), claim("military", "confirmed")], today)).toBe(
      false,
    );
    expect(awaitsConfirmation([claim("military", "refused")], today)).toBe(false);
    expect(awaitsConfirmation([], today)).toBe(false);
  });
});

describe("the papers", () => {
  const grounds = {
    queueType: "general",
    categories: [],
    nonResident: false,
    byGuardian: false,
  } as const;

  test("none for a general queue without privileges", () => {
    expect(requiredPapers(grounds, today)).toEqual([]);
  });

  test.each([
    ["special-correctional", ["pmpk-conclusion"]],
    ["special", ["pmpk-conclusion"]],
    ["sanatorium", ["vkk-conclusion"]],
  ] as const)("the conclusion for the queue: %s", (queueType, papers) => {
    expect(requiredPapers({ ...grounds, queueType }, today).map((paper) => paper.code)).toEqual(
      papers,
    );
  });

  test("one paper once, with all that ask for it", () => {
    const asked = requiredPapers(
      {
        queueType: "special",
        categories: ["special-needs", "orphan", "teacher"],
        nonResident: true,
        byGuardian: true,
      },
      today,
    );
    expect(asked).toEqual([
      { code: "pmpk-conclusion", validMonths: null, because: ["special", "special-needs"] },
      { code: "guardianship-decision", validMonths: null, because: ["guardian", "orphan"] },
      { code: "non-resident-proof", validMonths: null, because: ["non-resident"] },
      { code: "teacher-certificate", validMonths: 1, because: ["teacher"] },
    ]);
    expect(missingPapers(asked, ["pmpk-conclusion", "teacher-certificate", "odd"])).toEqual([
      "guardianship-decision",
      "non-resident-proof",
    ]);
  });

  test("a month counts from the issue, to the day", () => {
    expect(paperGoodUntil({ code: "service-certificate", validMonths: 1 }, "2026-01-31")).toBe(
      "2026-02-28",
    );
    expect(paperGoodUntil({ code: "pmpk-conclusion", validMonths: null }, "2026-01-31")).toBeNull();
  });

  test("queue types are told by code", () => {
    expect(isQueueType("sanatorium")).toBe(true);
    expect(isQueueType("toString")).toBe(false);
  });
});
