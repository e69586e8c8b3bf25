import { describe, expect, it } from "vitest";
import { composeChallenge } from "#lib/sign-in/challenge-text.ts";

const facts = {
  origin: "https://kezek.example",
  regionSlug: "akmola",
  nonce: "bm9uY2U",
  issuedAt: new Date("2026-11-22T04:00:00Z"),
  expiresAt: new Date("2026-11-22T04:03:00Z"),
  sentence: "Ақмола облысы порталына кіру",
};

const text = (changed: Partial<typeof facts> = {}) =>
  new TextDecoder().decode(composeChallenge({ ...facts, ...changed }));

describe("the text signed to enter", () => {
  it("names format, audience, nonce, times and says it in words", () => {
    expect(text()).toBe(
      [
        "kezek-sign-in/1",
        "aud=https://kezek.example/akmola",
        "nonce=bm9uY2U",
        "iat=2026-11-22T04:00:00.000Z",
        "exp=2026-11-22T04:03:00.000Z",
        "",
        "Ақмола облысы порталына кіру",
        "",
      ].join("\n"),
    );
  });

  it("carries the code that screen and telephone show, where there is one", () => {
    const bytes = composeChallenge({ ...facts, code: "4821" });
    expect(new TextDecoder().decode(bytes)).toContain("03:00.000Z\ncode=4821\n\n");
    expect(text()).not.toContain("code=");
  });

  it("keeps the sentence one line, so that it cannot pretend to be a field", () => {
    expect(text({ sentence: "a\nnonce=other\r\n b" }).split("\n")).toContain("a nonce=other b");
  });

  it("is composed (NFC), as every reader of it will be", () => {
    expect(text({ sentence: "и\u0306" })).toContain("\u0439");
  });

  it("never begins like a CMS, which NCALayer would co-sign instead", () => {
    expect(composeChallenge(facts)[0]).not.toBe(0x30);
  });
});
