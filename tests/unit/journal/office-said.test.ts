import { expect, test } from "vitest";
import { saysAll } from "#app/[locale]/[region]/cabinet/applications/_office/office-said.ts";
import type { Decided } from "#lib/applications/office-views.ts";

const at = new Date("2026-11-22T05:00:00Z");
const removed: Decided = {
  eventSeq: 7,
  kind: "removed",
  at,
  ground: "remove-moved",
  note: null,
  appealUntil: at,
  state: "open",
  silent: false,
  appeal: null,
};
const answered = { words: "", sentAt: at, answerDueAt: at, answer: "", answeredAt: at };
const said = (...told: Decided[]) => saysAll({ asked: null, heldUntil: null, told });

test("the office says all where it asks for something or its decision holds", () => {
  const asked = { reasons: [], note: null, deadlineAt: at, missed: false };
  expect(saysAll({ asked, heldUntil: null, told: [] })).toBe(true);
  expect(said(removed)).toBe(true);
  expect(said({ ...removed, state: "answered", appeal: { ...answered, outcome: "refused" } })).toBe(
    true,
  );
});

test("but not by what it took back, nor by a privilege it refused beside the queue", () => {
  expect(said()).toBe(false);
  expect(said({ ...removed, kind: "privilege-refused" })).toBe(false);
  expect(said({ ...removed, state: "answered", appeal: { ...answered, outcome: "upheld" } })).toBe(
    false,
  );
});
