import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { shownProblems } from "#app/[locale]/[region]/apply/_wizard/shown-problems.ts";
import {
  isPageStep,
  openStep,
  pageSteps,
  stepAfter,
  stepBefore,
  stepPath,
} from "#app/[locale]/[region]/apply/_wizard/steps.ts";
import type { WizardStep } from "#lib/applications/draft.ts";
import type { Problem } from "#lib/applications/problems.ts";

const problem: Problem = { field: "email", code: "required" };

function problemsOn(steps: readonly WizardStep[]): Record<WizardStep, readonly Problem[]> {
  const on = (step: WizardStep) => (steps.includes(step) ? [problem] : []);
  return {
    applicant: on("applicant"),
    child: on("child"),
    documents: on("documents"),
    review: on("review"),
  };
}

describe("the guard of the steps", () => {
  test("leads to the first page with something to mend, and never past the one asked for", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pageSteps),
        fc.subarray(["applicant", "child", "documents"] as const),
        (asked, broken) => {
          const earlier = pageSteps.slice(0, pageSteps.indexOf(asked));
          const first = earlier.find((step) => (broken as readonly string[]).includes(step));
          expect(openStep(asked, problemsOn(broken))).toBe(first ?? asked);
        },
      ),
    );
  });

  test("nothing can be reviewed or signed while a paper is missing", () => {
    expect(openStep("review", problemsOn(["documents"]))).toBe("documents");
    expect(openStep("sign", problemsOn(["documents"]))).toBe("documents");
    expect(openStep("sign", problemsOn([]))).toBe("sign");
  });

  test("a page with problems of its own may be seen", () => {
    expect(openStep("child", problemsOn(["child", "documents"]))).toBe("child");
  });

  test("back and forward meet", () => {
    for (const step of pageSteps.slice(1)) expect(stepAfter(stepBefore(step))).toBe(step);
    expect(stepBefore("applicant")).toBe("applicant");
    expect(stepAfter("sign")).toBe("sign");
    expect(isPageStep("sign")).toBe(true);
    expect(isPageStep("toString")).toBe(false);
  });

  test("an address keeps the draft and the step", () => {
    const at = { queueType: "general", draftId: "d", step: "child" } as const;
    expect(stepPath("/kk/akmola", at)).toBe("/kk/akmola/apply/general?draft=d&step=child");
    expect(stepPath("/kk/akmola", at, "all")).toContain("&check=all");
  });
});

describe("what is shown as to be mended", () => {
  const duplicate: Problem = { field: "childIin", code: "duplicate-unnamed" };
  const district: Problem = { field: "districtKato", code: "district" };

  test("nothing on a page that was not sent yet", () => {
    expect(shownProblems("applicant", [problem], {}, null)).toEqual([]);
    expect(shownProblems("child", [duplicate, district], {}, null)).toEqual([]);
  });

  test("a duplicate as soon as the IIN is known, the rest later", () => {
    const values = { childIin: "230315590008" };
    expect(shownProblems("child", [duplicate, district], values, null)).toEqual([duplicate]);
    expect(shownProblems("child", [duplicate, district], {}, "iin")).toEqual([duplicate]);
  });

  test("no kinship is no mistake of the number until the parent goes on without the tick", () => {
    const noKin: Problem = { field: "childIin", code: "no-kin" };
    const values = { childIin: "230315590008" };
    expect(shownProblems("child", [noKin], values, null)).toEqual([]);
    expect(shownProblems("child", [noKin], values, "iin")).toEqual([]);
    expect(shownProblems("child", [noKin], values, "all")).toEqual([noKin]);
  });

  test("everything once the parent wanted to go on", () => {
    expect(shownProblems("child", [duplicate, district], {}, "all")).toEqual([duplicate, district]);
  });
});
