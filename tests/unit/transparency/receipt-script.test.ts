import { Script } from "node:vm";
import { brotliCompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { factsOf } from "#app/[locale]/[region]/transparency/_browser/facts.ts";
import { judgeReceipt } from "#app/[locale]/[region]/transparency/_browser/judge.ts";
import {
  factTerms,
  factWords,
  receiptAnswer,
} from "#app/[locale]/[region]/transparency/receipt-words.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import { verifyReceipt } from "#lib/transparency/receipt.ts";
import { base64Of } from "#lib/transparency/base64.ts";
import { publicKeyOf } from "#lib/transparency/checkpoint.ts";
import { receiptScript } from "#tests/support/page-script.ts";
import { logKey, origin, otherKey, sampleLog } from "./sample-log.ts";

test("public/log-receipt.js is what transparency/_browser says; `npx vitest run tests/unit/transparency -u` writes it", async () => {
  await expect(receiptScript()).toMatchFileSnapshot("../../../public/log-receipt.js");
});

test("browsers can read it, it is small, and the strictest policy lets it run", () => {
  expect(() => new Script(receiptScript())).not.toThrow();
  expect(brotliCompressSync(receiptScript()).length).toBeLessThan(3 * 1024);
  expect(receiptScript()).not.toMatch(/\bimport \b|\bexport\b|\beval\b|new Function|innerHTML/);
});

describe("a receipt on one's own device", () => {
  const log = sampleLog();
  const place = { region: "oral", origin, keys: [base64Of(publicKeyOf(logKey))] };

  test("of every leaf at every size is right", async () => {
    for (let size = 1; size <= 13; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const verdict = await judgeReceipt(log.receiptOf(index, size), place);
        expect(verdict).toMatchObject({ code: "ok", leafIdx: index, treeSize: size });
      }
    }
  });

  test("is told as the portal tells it, in every language", () => {
    const text = log.receiptOf(6);
    const receipt = verifyReceipt(text);
    if (!receipt.valid) throw new Error(receipt.code);
    for (const locale of locales) {
      const t = translator(locale);
      const facts = factsOf(text, factWords(t));
      const rows = factTerms(t).map(({ name, term }) => ({ term, value: facts[name] }));
      const told = receiptAnswer(t, { code: "ok", receipt }, "+77162000200");
      expect(told).toMatchObject({ status: "genuine", rows });
      expect(rows.every(({ value }) => value !== undefined && value !== "")).toBe(true);
    }
  });

  test("of another log, of an unknown key, and what is none", async () => {
    const text = log.receiptOf(3);
    const other = { ...place, keys: [base64Of(publicKeyOf(otherKey))] };
    expect((await judgeReceipt(text, other)).code).toBe("unknown-key");
    expect((await judgeReceipt(text, { ...place, origin: "other" })).code).toBe("other-log");
    expect((await judgeReceipt(text, { ...place, region: "akmola" })).code).toBe("other-log");
    const outside = text.replace('"leafIdx":', '"leafIdx":1');
    expect((await judgeReceipt(outside, place)).code).toBe("changed");
    for (const none of ["", "{}", "[]", "null", "1", text.replace('"v":1', '"v":2')]) {
      expect((await judgeReceipt(none, place)).code).toBe("form");
    }
  });

  test("with any one byte changed is refused: 1,000 of them", async () => {
    const receipt = Buffer.from(log.receiptOf(6).trim());
    await fc.assert(
      fc.asyncProperty(
        fc.nat(receipt.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const changed = Buffer.from(receipt);
          changed[at] = (changed[at] ?? 0) ^ flip;
          expect((await judgeReceipt(changed.toString("utf8"), place)).code).not.toBe("ok");
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
