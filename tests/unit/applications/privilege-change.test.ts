import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  claimable,
  classWith,
  classWithout,
  judgeClaim,
  judgeGivingUp,
  papersToBring,
} from "#lib/applications/privilege-change.ts";
import { type ApplicationStatus, isAtRest, isLiving, statuses } from "#lib/applications/status.ts";
import { privilegeCategories } from "#lib/privileges/categories.ts";
import { classOfClaims, type ClaimStatus, isEffective } from "#lib/privileges/rules.ts";
import { entryClasses } from "#lib/queue/order.ts";

const today = "2026-11-22";
const nothing = { attached: [], brought: [] };
const holder = (
  claims: readonly { readonly category: string; readonly status: ClaimStatus }[] = [],
  status: ApplicationStatus = "REGISTERED",
) => ({ status, claims });

describe("claiming a privilege after the registration", () => {
  test("asks for the papers of the ground, and takes those that stand with the application", () => {
    expect(judgeClaim(holder(), "large-family", nothing, today)).toMatchObject({
      code: "papers-missing",
      detail: ["large-family-proof"],
    });
    for (const papers of [
      { attached: ["large-family-proof"], brought: [] },
      { attached: [], brought: ["large-family-proof"] },
    ]) {
      expect(judgeClaim(holder(), "large-family", papers, today)).toMatchObject({
        ok: true,
        value: { code: "large-family" },
      });
    }
  });

  test.each(["refused", "expired"] as const)("one that was %s comes with new papers", (status) => {
    const before = holder([{ category: "teacher", status }]);
    const old = { attached: ["teacher-certificate"], brought: [] };
    expect(judgeClaim(before, "teacher", old, today)).toMatchObject({ code: "papers-missing" });
    const fresh = { ...old, brought: ["teacher-certificate"] };
    expect(judgeClaim(before, "teacher", fresh, today)).toMatchObject({ ok: true });
  });

  test("one that was given up can be claimed again with the papers that stand", () => {
    const before = holder([{ category: "teacher", status: "withdrawn" }]);
    const old = { attached: ["teacher-certificate"], brought: [] };
    expect(judgeClaim(before, "teacher", old, today)).toMatchObject({ ok: true });
  });

  test.each(["claimed", "confirmed"] as const)("one that is %s is not claimed twice", (status) => {
    const before = holder([{ category: "teacher", status }]);
    expect(judgeClaim(before, "teacher", nothing, today)).toMatchObject({
      code: "already-claimed",
    });
    expect(claimable(before.claims, today).map((each) => each.code)).not.toContain("teacher");
  });

  test("a ground that is none, or was none that day, is unknown", () => {
    expect(judgeClaim(holder(), "police", nothing, today)).toMatchObject({
      code: "unknown-category",
    });
    const [first] = privilegeCategories;
    if (first === undefined) throw new Error("no grounds");
    const gone = [{ ...first, validTo: "2026-11-21" as const }];
    expect(judgeClaim(holder(), first.code, nothing, today, gone)).toMatchObject({
      code: "unknown-category",
    });
  });
});

test.each(statuses)("%s: privileges change only while no place is being given", (status) => {
  const before = holder([{ category: "teacher", status: "claimed" }], status);
  const papers = { attached: [], brought: ["large-family-proof"] };
  expect(judgeGivingUp(before, "teacher").ok).toBe(isAtRest(status));
  expect(judgeClaim(before, "large-family", papers, today).ok).toBe(isAtRest(status));
  expect(!isAtRest(status) || isLiving(status)).toBe(true);
});

test.each(["refused", "withdrawn", "expired"] as const)(
  "one that is %s cannot be given up",
  (s) => {
    expect(judgeGivingUp(holder([{ category: "teacher", status: s }]), "teacher")).toMatchObject({
      code: "not-claimed",
    });
  },
);

const claim = fc.record({
  category: fc.constantFrom(...privilegeCategories.map((each) => each.code)),
  status: fc.constantFrom<ClaimStatus>("claimed", "confirmed", "refused", "withdrawn", "expired"),
});
const claims = fc.uniqueArray(claim, { selector: (each) => each.category });
const code = fc.constantFrom(...privilegeCategories.map((each) => each.code));
const rank = (name: (typeof entryClasses)[number]) => entryClasses.indexOf(name);

test("a claim more never weakens, one less never strengthens; to and fro is where one was", () => {
  fc.assert(
    fc.property(claims, code, (all, one) => {
      const own = classOfClaims(all, today);
      expect(rank(classWith(own, all, one, today))).toBeLessThanOrEqual(rank(own));
      expect(rank(classWithout(all, one, today))).toBeGreaterThanOrEqual(rank(own));
      if (all.some((each) => each.category === one && isEffective(each.status))) return;
      const after = [...all.filter((each) => each.category !== one), claimedNow(one)];
      expect(classWith(own, all, one, today)).toBe(classOfClaims(after, today));
      expect(classWithout(after, one, today)).toBe(own);
    }),
  );
});

test("what is asked for is always papers of the ground, and enough of them", () => {
  fc.assert(
    fc.property(claims, code, fc.subarray(["orphan", "pmpk-conclusion"]), (all, one, attached) => {
      const category = privilegeCategories.find((each) => each.code === one);
      if (category === undefined) throw new Error("no such ground");
      const asked = papersToBring(category, all, attached);
      const own = category.papers.map((paper) => paper.code);
      expect(own).toEqual(expect.arrayContaining([...asked]));
      const verdict = judgeClaim(holder(all), one, { attached, brought: asked }, today);
      const stands = all.some((each) => each.category === one && isEffective(each.status));
      expect(verdict.ok).toBe(!stands);
    }),
  );
});

function claimedNow(category: string) {
  return { category, status: "claimed" as const };
}
