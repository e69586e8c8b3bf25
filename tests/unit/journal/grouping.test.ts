import { describe, expect, test } from "vitest";
import {
  applicationPath,
  tabOf,
} from "#app/[locale]/[region]/cabinet/applications/_journal/application-tabs.ts";
import { byPaper } from "#app/[locale]/[region]/cabinet/applications/_journal/by-paper.ts";
import { byChild } from "#app/[locale]/[region]/cabinet/children/by-child.ts";
import type { JournalLine } from "#lib/applications/journal.ts";
import type { AttachmentView } from "#lib/documents/attachment-views.ts";

const file = (id: string, paper: string): AttachmentView => ({
  id,
  paper,
  fileName: `${id}.jpg`,
  mime: "image/jpeg",
  size: 1,
  sha256: "",
  hasPreview: true,
});

const line = (number: string, childId: string): JournalLine => ({
  number,
  queueType: "general",
  status: "REGISTERED",
  registeredAt: new Date(0),
  interestDueAt: null,
  wishesDue: false,
  childId,
  childName: { surname: "КИМ", givenName: childId, patronymic: null },
  place: null,
  checks: [],
  claims: [],
  twins: [],
  mine: true,
});

describe("tabs", () => {
  test("each has its address; a tab nobody knows is the first", () => {
    expect(tabOf("history")).toBe("history");
    expect(tabOf("documents")).toBe("documents");
    expect(tabOf(undefined)).toBe("info");
    expect(tabOf("../x")).toBe("info");
    expect(applicationPath("24-11-000001")).toBe("/cabinet/applications/24-11-000001");
    expect(applicationPath("24-11-000001", "documents")).toMatch(/\?tab=documents$/u);
    expect(applicationPath("a/../b")).not.toContain("a/");
  });
});

describe("grouping", () => {
  test("the files of one paper stay together, in their order", () => {
    const files = [file("1", "a"), file("2", "b"), file("3", "a")];
    const grouped = byPaper(files).map(({ paper, files: own }) => [paper, own.map(({ id }) => id)]);
    expect(grouped).toEqual([
      ["a", ["1", "3"]],
      ["b", ["2"]],
    ]);
    expect(byPaper([])).toEqual([]);
  });

  test("twins of one name are two children", () => {
    const grouped = byChild([line("1", "alpha"), line("2", "beta"), line("3", "alpha")]);
    expect(grouped.map((child) => child.lines.map(({ number }) => number))).toEqual([
      ["1", "3"],
      ["2"],
    ]);
  });
});
