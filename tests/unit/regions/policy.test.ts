import fc from "fast-check";
import { describe, expect, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import { defaultPolicies } from "#lib/regions/default-policies.ts";
import {
  policyAt,
  policyPatch,
  policySource,
  type Policy,
  type PolicyPatch,
} from "#lib/regions/policy.ts";

const slugs = people.regions.map((region) => region.slug);
const policies: Policy[] = defaultPolicies.map(({ region, ...rest }) => ({
  ...rest,
  regionId: region === null ? null : slugs.indexOf(region) + 1,
}));
const idOf = (slug: string): number => slugs.indexOf(slug) + 1;
const today = "2026-11-22";

function rule(code: string, parameters: PolicyPatch, over: Partial<Policy> = {}): Policy {
  return {
    code,
    regionId: null,
    queueType: null,
    validFrom: "2015-04-07",
    validTo: null,
    parameters,
    source: { act: "portal-default", date: today, address: null },
    ...over,
  };
}

const limitAt = (extra: Policy[], at = today, regionId = 1, queueType = "general"): number =>
  policyAt([...policies, ...extra], { regionId, queueType, at }).parameters.ageLimitYears;

describe("the default policies", () => {
  test("are well formed, with unique codes and known regions", () => {
    for (const { parameters, source } of defaultPolicies) {
      policyPatch.parse(parameters);
      policySource.parse(source);
    }
    const codes = defaultPolicies.map((policy) => policy.code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(policies.every((policy) => policy.regionId !== 0)).toBe(true);
  });

  test("answer for every region, queue type and day since 2015, each value with its source", () => {
    const questions = slugs.flatMap((slug) =>
      ["general", "special-correctional", "special", "sanatorium"].flatMap((queueType) =>
        ["2015-04-07", "2020-06-21", "2023-08-07", today].map((at) => ({
          regionId: idOf(slug),
          queueType,
          at,
        })),
      ),
    );
    for (const question of questions) {
      const { parameters, origins } = policyAt(policies, question);
      expect(Object.keys(origins).toSorted()).toEqual(Object.keys(parameters).toSorted());
    }
  });

  test("give the demo's regions their regimes", () => {
    const regimes = slugs.map(
      (slug) =>
        policyAt(policies, { regionId: idOf(slug), queueType: "general", at: today }).parameters
          .regime,
    );
    expect(regimes).toEqual(people.regions.map((region) => region.regime));
  });

  test("say what the law said at the time", () => {
    expect(limitAt([], "2020-06-21")).toBe(7);
    expect(limitAt([], "2020-06-22")).toBe(6);
    const { parameters, origins } = policyAt(policies, {
      regionId: idOf("akmola"),
      queueType: "general",
      at: today,
    });
    expect(parameters).toMatchObject({
      priorityRatio: 3,
      interestMonths: 12,
      districtsRequired: true,
    });
    expect(origins.ageLimitYears).toMatchObject({
      code: "kz-order-254",
      source: { act: "order-254" },
    });
    expect(origins.districtsRequired.code).toBe("akmola-districts");
  });
});

describe("rules lie one over another", () => {
  test("narrower over wider, region over queue type, later over earlier", () => {
    const all = rule("all", { ageLimitYears: 8 }, { validFrom: "2026-01-01" });
    const type = rule("type", { ageLimitYears: 9 }, { queueType: "general" });
    const region = rule("region", { ageLimitYears: 10 }, { regionId: 1 });
    const both = rule("both", { ageLimitYears: 11 }, { regionId: 1, queueType: "general" });
    expect(limitAt([all])).toBe(8);
    expect(limitAt([all, type])).toBe(9);
    expect(limitAt([all, type, region])).toBe(10);
    expect(limitAt([all, type, region, both])).toBe(11);
    expect(limitAt([all, type, region, both], today, 2)).toBe(9);
    expect(limitAt([all, type, region, both], today, 1, "special")).toBe(10);
  });

  test("only on their days, the last included", () => {
    const august = rule(
      "august",
      { ageLimitYears: 9 },
      { validFrom: "2026-08-01", validTo: "2026-08-31" },
    );
    expect(
      ["2026-07-31", "2026-08-01", "2026-08-31", "2026-09-01"].map((at) => limitAt([august], at)),
    ).toEqual([6, 9, 9, 6]);
  });

  test("in any order of the rows", () => {
    const question = { regionId: 2, queueType: "general", at: today };
    fc.assert(
      fc.property(
        fc.shuffledSubarray(policies, { minLength: policies.length, maxLength: policies.length }),
        (shuffled) => {
          expect(policyAt(shuffled, question)).toEqual(policyAt(policies, question));
        },
      ),
    );
  });

  test("a hole or an impossible number is an error, never a guess", () => {
    expect(() => limitAt([], "2015-04-06")).toThrow(/expected/i);
    expect(() => limitAt([rule("wrong", { ageLimitYears: 0 }, { regionId: 1 })])).toThrow(
      /ageLimitYears/,
    );
  });
});
