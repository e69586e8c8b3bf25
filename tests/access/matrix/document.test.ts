import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { accessDocument, documentPath } from "./document.ts";

test("the page for people says what the tests hold", () => {
  expect(readFileSync(documentPath, "utf8")).toBe(accessDocument());
});
