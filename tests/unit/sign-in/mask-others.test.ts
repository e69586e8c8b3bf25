import { expect, test } from "vitest";
import { maskOthers } from "#lib/sign-in/mask-others.ts";

test("only one's own IINs stay, at any depth, in texts and in names of fields", () => {
  const own = new Set(["850303390009", "220720690004"]);
  const value = {
    parents: ["870612490009", "850303390009", null],
    text: "ИИН 870612 490009, ребенок 220720\u00a0690004",
    "870612490009": { at: new Date(0), n: 870612490009, sha256: "a870612490009b".repeat(4) },
  };
  const shown = JSON.stringify(maskOthers(value, own));
  expect(shown).not.toContain("870612 490009");
  expect(shown.replaceAll("870612490009b", "").replace('"n":870612490009', "")).not.toContain(
    "870612490009",
  );
  expect(shown).toContain("8706****0009");
  expect(shown).toContain("850303390009");
  expect(shown).toContain("220720\u00a0690004");
  expect(shown).toContain("1970-01-01T00:00:00.000Z");
});
