import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeReturnPath } from "#lib/sign-in/return-path.ts";

const kept = [
  "/kk/akmola",
  "/ru/akmola/",
  "/ru/akmola/cabinet",
  "/ru/akmola/apply/general?district=113200000&step=2#child",
  "/en/akmola/cabinet/applications/2026-000123?tab=history",
  "/kk/akmola/help?q=https://example.org/",
];

const refused: readonly [string, unknown][] = [
  ["nothing", undefined],
  ["empty", ""],
  ["several values", ["/ru/akmola/cabinet"]],
  ["another site", "https://evil.example/ru/akmola/cabinet"],
  ["another site without scheme", "//evil.example/ru/akmola/cabinet"],
  ["three slashes", "///evil.example/ru/akmola"],
  ["a backslash", "/\\evil.example/ru/akmola"],
  ["two backslashes", "\\\\evil.example"],
  ["a backslash further on", "/ru/akmola\\..\\..\\\\evil.example"],
  ["an encoded slash", "/%2Fevil.example/ru/akmola"],
  ["an encoded slash in the page", "/ru/akmola/..%2f..%2fevil"],
  ["an encoded backslash", "/ru/akmola/%5c%5cevil.example"],
  ["a tab that browsers drop", "/\t/evil.example/ru/akmola"],
  ["a line end", "/ru/akmola\r\nSet-Cookie: a=b"],
  ["a zero byte", "/ru/akmola/\u0000"],
  ["a script", "javascript:alert(1)//ru/akmola"],
  ["a data address", "data:text/html,<script>1</script>"],
  ["a relative page", "ru/akmola/cabinet"],
  ["a user in front", "@evil.example/ru/akmola"],
  ["dots that climb out", "/ru/akmola/../../evil"],
  ["encoded dots that climb out", "/ru/akmola/%2e%2e/%2e%2e/evil"],
  ["dots into another region", "/ru/akmola/../oral/cabinet"],
  ["double slash inside", "/ru/akmola//evil.example"],
  ["another region", "/ru/oral/cabinet"],
  ["a region with the same beginning", "/ru/akmola-2/cabinet"],
  ["an unknown language", "/de/akmola/cabinet"],
  ["an address of the programs", "/api/auth/signout"],
  ["the sign-in itself", "/ru/akmola/sign-in/eds?return=/ru/akmola/cabinet"],
  ["a very long path", `/ru/akmola/${"a".repeat(2000)}`],
];

describe("where a person goes after signing in", () => {
  it.each(kept)("keeps %s", (path) => {
    expect(safeReturnPath(path, "akmola")).toBe(path);
  });

  it.each(refused)("refuses %s", (_, path) => {
    expect(safeReturnPath(path, "akmola")).toBeNull();
  });

  it("stays on the site and in the region whatever is asked", () => {
    const piece = fc.constantFrom(
      ..."/\\.@:#?%".split(""),
      "%2e",
      "%2f",
      "ru",
      "akmola",
      "oral",
      "evil.example",
      "https:",
      "\t",
      " ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        for (const path of [pieces.join(""), `/ru/akmola${pieces.join("")}`]) {
          const safe = safeReturnPath(path, "akmola");
          if (safe === null) continue;
          const url = new URL(safe, "https://kezek.example");
          expect(url.origin).toBe("https://kezek.example");
          expect(url.pathname).toMatch(/^\/(?:kk|ru|en)\/akmola(?:\/|$)/u);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
