import { describe, expect, test } from "vitest";
import { wizardSteps } from "#lib/applications/draft.ts";
import type { ProblemCode } from "#lib/applications/problems.ts";
import { statuses } from "#lib/applications/status.ts";
import type { UploadCode } from "#lib/documents/upload-codes.ts";
import { translator } from "#lib/i18n/translate.ts";
import { privilegeCategories } from "#lib/privileges/categories.ts";
import { queueTypePapers } from "#lib/privileges/queue-type-papers.ts";
import { queueTypes } from "#lib/regions/queue-types.ts";
import type { QueueEventKind, QueueEventRecord } from "#lib/queue/ledger.ts";

// A code that a room returns is a sentence that somebody reads. Where a room has only the type, the compiler keeps
// the record here complete.
const problemCodes: Record<ProblemCode, true> = {
  required: true,
  "email-shape": true,
  "phone-not-mobile": true,
  "phones-equal": true,
  "iin-length": true,
  "iin-check-digit": true,
  consent: true,
  "own-iin": true,
  "child-unknown": true,
  "no-kin": true,
  "too-old": true,
  duplicate: true,
  "duplicate-unnamed": true,
  "name-letters": true,
  "too-long": true,
  date: true,
  "date-future": true,
  "birth-date-differs": true,
  district: true,
  category: true,
  "paper-missing": true,
};
const uploadCodes: Record<UploadCode, true> = {
  malformed: true,
  "foreign-origin": true,
  "ticket-used": true,
  "ticket-late": true,
  "draft-closed": true,
  "not-arrived": true,
  "file-too-large": true,
  "file-type": true,
  "file-heic": true,
  "file-empty": true,
  "file-damaged": true,
  "file-pixels": true,
  "file-infected": true,
  "file-pdf-active": true,
  "file-pdf-locked": true,
  "file-pdf-long": true,
  "too-many-files": true,
  "too-often": true,
  "signed-out": true,
  "too-light": true,
  "not-yours": true,
};
const eventKinds: Record<QueueEventKind, true> = {
  registered: true,
  "privilege-claimed": true,
  "privilege-confirmed": true,
  "privilege-refused": true,
  "privilege-expired": true,
  "privilege-given-up": true,
  moved: true,
  held: true,
  released: true,
  "turn-came": true,
  referred: true,
  enrolled: true,
  withdrawn: true,
  removed: true,
  restored: true,
  "register-checked": true,
  "signature-checked": true,
  "paper-removed": true,
  corrected: true,
  refused: true,
  "turn-passed": true,
  "interest-confirmed": true,
  "returned-for-correction": true,
  "correction-sent": true,
  appealed: true,
  "appeal-answered": true,
  grouped: true,
  ungrouped: true,
  "paper-added": true,
  "wishes-changed": true,
};
const eventActors: Record<QueueEventRecord["actorRole"], true> = {
  parent: true,
  officer: true,
  kindergarten_head: true,
  system: true,
  import: true,
};

const categories = privilegeCategories.map(({ code }) => code);
const papers = [
  ...privilegeCategories.flatMap((category) => category.papers),
  ...Object.values(queueTypePapers).flat(),
].map(({ code }) => code);

const keysOf = (codes: readonly string[], ...patterns: readonly string[]) =>
  codes.flatMap((code) => patterns.map((pattern) => pattern.replace("*", code)));

describe("every code that a reader meets has its words", () => {
  // The catalogues are held to parity elsewhere, so one language speaks for all.
  const { has } = translator("kk");

  test.each([
    ["problems of the form", keysOf(Object.keys(problemCodes), "error.*")],
    ["files not taken", keysOf(Object.keys(uploadCodes), "documents.upload.error.*")],
    ["statuses", keysOf(statuses, "status.*.label", "status.*.text")],
    ["steps of the wizard", keysOf(wizardSteps, "apply.steps.*", "apply.stepTitle.*")],
    ["kinds of queue", keysOf(queueTypes, "qtype.name.*", "qtype.about.*", "qtype.form.*")],
    ["privileges", keysOf(categories, "privilege.category.*", "privilege.chip.*")],
    [
      "laws behind privileges",
      keysOf(
        privilegeCategories.map(({ act }) => act),
        "act.*",
      ),
    ],
    ["papers", keysOf(papers, "document.type.*")],
    ["history", keysOf(Object.keys(eventKinds), "journal.event.*")],
    ["who acted", keysOf(Object.keys(eventActors), "journal.actor.*")],
    ["classes", keysOf(["extraordinary", "first-priority", "ordinary"], "queue.class.*")],
    ["checks", keysOf(["person", "residence", "kinship"], "apply.check.*")],
    ["states of checks", keysOf(["pending", "passed", "failed"], "apply.checkState.*")],
  ])("%s", (_, keys) => {
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => !has(key))).toEqual([]);
  });
});
