import { describe, expect, test } from "vitest";

import { changedFields, wasName } from "#app/[locale]/[region]/apply/_wizard/typed-values.ts";

const form = (fields: Record<string, string>) => new Map(Object.entries(fields));

describe("what a posted page changed", () => {
  test("only what differs from what the page was made with", () => {
    const posted = form({
      email: "a@example.kz",
      [wasName("email")]: "a@example.kz",
      phone: "+7 701 123 45 67",
      [wasName("phone")]: "",
    });
    expect(changedFields("applicant", posted)).toEqual({ phone: "+7 701 123 45 67" });
  });

  test("an unticked box is a change, a box that was not on the page is not", () => {
    const posted = form({
      [wasName("consent")]: "on",
      email: "",
      [wasName("email")]: "b@example.kz",
    });
    expect(changedFields("applicant", posted)).toEqual({ consent: "", email: "" });
    expect(changedFields("child", form({ [wasName("privileged")]: "" }))).toEqual({});
  });

  test("a field of another step or of no step is not taken", () => {
    const posted = form({ childIin: "230315590008", [wasName("childIin")]: "", role: "officer" });
    expect(changedFields("applicant", posted)).toEqual({});
  });
});
