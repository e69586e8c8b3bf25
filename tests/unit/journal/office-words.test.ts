import { expect, test } from "vitest";
import {
  groundSentence,
  isTold,
} from "#app/[locale]/[region]/cabinet/applications/_office/office-words.ts";
import { officeDetail } from "#app/[locale]/[region]/cabinet/applications/_office/office-story.ts";
import { nextStepSentence } from "#app/[locale]/[region]/cabinet/applications/_journal/words.ts";
import { formatDate } from "#lib/i18n/formats.ts";
import { translator } from "#lib/i18n/translate.ts";

const removed = { kind: "removed", state: "open", silent: false } as const;

test("a decision is told while it is in force, and its objection until the answer was seen", () => {
  expect(isTold(removed, "REMOVED", [])).toBe(true);
  expect(isTold(removed, "REGISTERED", [])).toBe(false);
  expect(isTold({ ...removed, state: "over" }, "REMOVED", [])).toBe(true);
  expect(isTold(removed, "REMOVED", [removed])).toBe(false);
  const held = { kind: "held" } as const;
  expect(isTold({ ...removed, state: "sent" }, "REGISTERED", [held])).toBe(true);
  expect(isTold({ ...removed, state: "answered" }, "REGISTERED", [])).toBe(true);
  expect(isTold({ ...removed, state: "answered" }, "REGISTERED", [held])).toBe(false);
});

test("what the civil register closed is told by nothing here", () => {
  for (const state of ["open", "over", "sent", "answered"] as const) {
    expect(isTold({ ...removed, state, silent: true }, "REMOVED", [])).toBe(false);
  }
});

test("a refused privilege stands beside any status", () => {
  const refused = { kind: "privilege-refused", state: "open", silent: false } as const;
  expect(isTold(refused, "REGISTERED", [])).toBe(true);
  expect(isTold({ ...refused, state: "over" }, "REGISTERED", [])).toBe(false);
});

test("a ground begins a sentence with its capital letter, an unknown one says nothing", () => {
  const t = translator("kk");
  expect(groundSentence(t, "remove-moved")).toMatch(/^Отбасы/);
  expect(groundSentence(t, "because")).toBeNull();
});

test.each(["RETURNED", "REFUSED"] as const)(
  "what to do now in %s is its own sentence",
  (status) => {
    const t = translator("ru");
    const standing = { status, checks: [], claims: [], interestDueAt: null, wishesDue: false };
    expect(nextStepSentence(t, standing, "+77112000100")).toBe(t(`status.${status}.next`));
  },
);

test("the history says what was to mend, until when, and the answer; facts nobody foresaw say nothing", () => {
  const t = translator("en");
  const until = "2026-12-25T18:59:59.999Z";
  const reasons = ["paper-missing", "wrong-contacts"];
  const told = [
    officeDetail(t, "returned-for-correction", { reasons, until }),
    officeDetail(t, "held", { until }),
    officeDetail(t, "appealed", { until }),
    officeDetail(t, "appeal-answered", { outcome: "refused" }),
  ];
  const day = formatDate("en", new Date(until));
  expect(told).toEqual([
    `What to correct: a document is missing; the contacts are not right. Deadline: ${day}`,
    `On hold until ${day}`,
    `The department will answer by ${day}.`,
    "The objection was not upheld.",
  ]);
  const kinds = ["returned-for-correction", "held", "appealed", "appeal-answered", "moved"];
  expect(kinds.map((kind) => officeDetail(t, kind, { until: 7 }))).toEqual(kinds.map(() => null));
});
