import { describe, expect, test } from "vitest";
import people from "#db/demo/people.json" with { type: "json" };
import { kinshipOf, mayShowChild, needsGuardianshipDecision } from "#lib/registries/kinship.ts";
import { sandboxRegistries } from "#lib/registries/sandbox.ts";

const { births } = sandboxRegistries({ mode: async () => ({ kind: "normal" }) });

describe("kinship", () => {
  test("every parent of the demo is named in the records of the own children, and in no other", async () => {
    const adults = people.adults.map((adult) => adult.iin);
    const found = await Promise.all(
      people.children.flatMap((child) =>
        adults.map(async (adult) => ({
          child: child.iin,
          adult,
          kinship: kinshipOf(adult, await births.birthOf(child.iin)),
        })),
      ),
    );
    const expected = people.children.flatMap((child) =>
      adults.map((adult) => ({
        child: child.iin,
        adult,
        kinship: child.parents.includes(adult) ? "named" : "not-named",
      })),
    );
    expect(found).toEqual(expected);
  });

  test("a certificate with one parent names nobody by its empty line", async () => {
    expect(kinshipOf("", await births.birthOf("250601590006"))).toBe("not-named");
  });

  test("no record and no answer are told apart", () => {
    expect(kinshipOf("870612490009", { status: "not-found" })).toBe("no-record");
    expect(kinshipOf("870612490009", { status: "no-answer", reason: "timeout" })).toBe("pending");
  });

  test("whom the register does not name attaches the decision and is shown nothing", () => {
    const all = ["named", "not-named", "no-record", "pending"] as const;
    expect(all.map(needsGuardianshipDecision)).toEqual([false, true, true, false]);
    expect(all.map(mayShowChild)).toEqual([true, false, false, false]);
  });
});
