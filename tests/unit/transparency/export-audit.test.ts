import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { publicKeyOf, signHead } from "#lib/transparency/checkpoint.ts";
import { ExportAudit, exportLine } from "#lib/transparency/export-audit.ts";
import { leafText } from "#lib/transparency/leaf.ts";
import { emptyRoot } from "#lib/transparency/tree.ts";
import { logKey, origin, otherKey, sampleLeaf, sampleLog } from "./sample-log.ts";

const log = sampleLog();
const key = publicKeyOf(logKey);
const firstLeaf = 1;
const firstHead = 1 + log.texts.length;

function audit(lines: readonly string[], kept: readonly string[] = [], pinned = key) {
  const reader = new ExportAudit(pinned);
  for (const line of lines) reader.read(line);
  return reader.verdict(kept);
}

const swapped = (lines: readonly string[], a: number, b: number) => {
  const changed = [...lines];
  [changed[a], changed[b]] = [changed[b] ?? "", changed[a] ?? ""];
  return changed;
};
const leafLine = (idx: number, text: string) =>
  exportLine({ kind: "leaf", idx, leaf: text }).trim();
const headLine = (note: string) => exportLine({ kind: "checkpoint", note }).trim();

describe("a whole log", () => {
  test("is right, and says what it holds", () => {
    expect(audit(log.lines)).toMatchObject({ valid: true, code: "ok", leaves: 13, heads: 4 });
    expect(audit(log.lines).lastHead?.size).toBe(13);
  });

  test.each([
    ["no line", [], "no-head"],
    ["no leaf's head", log.lines.slice(0, firstHead), "no-head"],
    ["an empty line at its end", [...log.lines, ""], "form"],
    ["two first lines", [log.lines[0] ?? "", ...log.lines], "form"],
    ["a leaf taken out", log.lines.toSpliced(firstLeaf + 4, 1), "leaf-order"],
    ["two leaves swapped", swapped(log.lines, firstLeaf + 4, firstLeaf + 5), "leaf-order"],
    [
      "two leaves swapped and renumbered",
      log.lines
        .with(firstLeaf + 4, leafLine(4, log.texts[5] ?? ""))
        .with(firstLeaf + 5, leafLine(5, log.texts[4] ?? "")),
      "seq-order",
    ],
    [
      "one leaf changed",
      log.lines.with(
        firstLeaf + 4,
        leafLine(4, leafText(sampleLeaf(4, { class: "extraordinary" }))),
      ),
      "head-root",
    ],
    [
      "an instant changed by a millisecond",
      log.lines.with(
        firstLeaf + 12,
        leafLine(12, leafText(sampleLeaf(12, { registeredAt: "2026-01-01T04:59:59.999Z" }))),
      ),
      "head-root",
    ],
    [
      "another region's leaf",
      log.lines.with(firstLeaf, leafLine(0, leafText(sampleLeaf(0, { region: "akmola" })))),
      "leaf-region",
    ],
    ["its last leaves forgotten", log.lines.toSpliced(firstHead - 1, 1), "leaf-missing"],
    ["a leaf beyond its last head", log.lines.slice(0, -1), "leaf-unsigned"],
    ["two heads swapped", swapped(log.lines, firstHead, firstHead + 1), "head-order"],
    ["a head twice", [...log.lines, log.lines.at(-1) ?? ""], "head-order"],
    [
      "a head of another's key",
      log.lines.with(-1, headLine(log.noteAt(13, otherKey))),
      "head-note",
    ],
    [
      "a signed head that tells another root",
      log.lines.with(
        firstHead + 1,
        headLine(
          signHead(
            { origin, size: 5, root: emptyRoot(), signedAt: new Date(Date.UTC(2026, 0, 2, 0, 5)) },
            logKey,
          ),
        ),
      ),
      "head-root",
    ],
    [
      "a signed head of another log",
      log.lines.with(
        firstHead,
        headLine(
          signHead(
            {
              origin: "other.example/api/v1/oral/log",
              size: 1,
              root: emptyRoot(),
              signedAt: new Date(0),
            },
            logKey,
          ),
        ),
      ),
      "head-origin",
    ],
  ])("with %s is refused", (_, lines, code) => {
    expect(audit(lines)).toMatchObject({ valid: false, code });
  });

  test("names the line", () => {
    const lines = log.lines.with(firstLeaf + 4, "{}");
    expect(audit(lines)).toMatchObject({ code: "form", line: firstLeaf + 5 });
  });

  test("under another key than the one expected is refused", () => {
    expect(audit(log.lines, [], publicKeyOf(otherKey))).toMatchObject({
      valid: false,
      code: "key",
    });
  });

  test("with any one byte changed is refused: 1,000 of them", () => {
    const whole = Buffer.from(log.lines.join("\n"));
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(whole);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(audit(changed.toString("utf8").split("\n")).valid).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("what somebody kept", () => {
  test("is a part of the log", () => {
    expect(audit(log.lines, [log.receiptOf(2, 5), log.noteAt(8), log.noteAt(11)])).toMatchObject({
      valid: true,
    });
  });

  test("from a log that was written anew is missed", () => {
    const anew = sampleLog(4, [4]);
    const head = signHead(
      { origin, size: 4, root: emptyRoot(), signedAt: new Date(Date.UTC(2026, 0, 2, 0, 4)) },
      logKey,
    );
    expect(audit(anew.lines, [head])).toMatchObject({ valid: false, code: "kept-missing" });
    expect(audit(anew.lines, [log.receiptOf(2, 5)])).toMatchObject({ code: "kept-missing" });
    expect(audit(anew.lines, ["a note"])).toMatchObject({ code: "kept-invalid" });
  });
});
