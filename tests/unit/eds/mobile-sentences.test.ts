import { describe, expect, test } from "vitest";
import { mobileSentence } from "#app/_eds/mobile-sentences.ts";
import { edsCodes } from "#lib/eds/codes.ts";
import { locales } from "#lib/i18n/locales.ts";
import { translator } from "#lib/i18n/translate.ts";
import type { MobileView } from "#lib/sign-in/mobile-view.ts";

const view = (changes: Partial<MobileView>): MobileView => ({
  id: "1",
  state: "refused",
  code: "4821",
  asksCode: true,
  triesLeft: 3,
  address: "https://kezek.example/api/mgov/1",
  expiresAt: new Date("2026-11-22T05:03:00Z"),
  outcome: null,
  outcomeAt: null,
  returnTo: null,
  ...changes,
});

describe.each(locales)("in %s", (locale) => {
  const t = translator(locale);
  const own = [
    "wrong-code",
    "replaced",
    "challenge-expired",
    "challenge-used",
    "signed-out",
    "too-light",
    "not-yours",
    "request-expired",
    "request-stale",
    "duplicate",
  ];

  test.each([...edsCodes, ...own])("«%s» has a sentence of its own", (outcome) => {
    const sentence = mobileSentence(t, view({ outcome }));
    expect(sentence).not.toBe(t("error.unexpected"));
    expect(sentence).not.toMatch(/[{}]/u);
  });

  test("an expired key comes with its day, time that ran out with what to do", () => {
    const outcomeAt = new Date("2026-10-01T05:00:00Z");
    expect(mobileSentence(t, view({ outcome: "expired", outcomeAt }))).toContain("01.10.2026");
    expect(mobileSentence(t, view({ state: "late" }))).toBe(t("mgov.late"));
    expect(mobileSentence(t, view({ outcome: "what nobody knows" }))).toBe(t("error.unexpected"));
  });
});
