import { describe, expect, test } from "vitest";
import { isPhoneOrTablet } from "#app/_eds/phone.ts";

const chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0";
const safari = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0";

describe("what NCALayer cannot run on", () => {
  test.each([
    ["an Android phone", `Mozilla/5.0 (Linux; Android 10; K) ${chrome} Mobile Safari/537.36`, 5],
    ["an Android tablet", `Mozilla/5.0 (Linux; Android 13; SM-X200) ${chrome} Safari/537.36`, 5],
    [
      "an iPhone",
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${safari} Mobile/15E148 Safari/604.1`,
      5,
    ],
    [
      "an iPad that calls itself a Macintosh",
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Safari/605.1.15`,
      5,
    ],
  ])("%s", (_, userAgent, touchPoints) => {
    expect(isPhoneOrTablet({ userAgent, mobile: false, touchPoints })).toBe(true);
  });

  test("whatever says of itself that it is one", () => {
    expect(isPhoneOrTablet({ userAgent: "", mobile: true, touchPoints: 0 })).toBe(true);
  });
});

describe("computers", () => {
  test.each([
    ["Windows", `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36`, 0],
    [
      "Windows with a touch screen",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Tablet PC 2.0) Gecko/20100101 Firefox/145.0",
      10,
    ],
    ["Linux", `Mozilla/5.0 (X11; Linux x86_64) ${chrome} Safari/537.36`, 0],
    ["a Macintosh", `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${safari} Safari/605.1.15`, 0],
  ])("%s", (_, userAgent, touchPoints) => {
    expect(isPhoneOrTablet({ userAgent, mobile: false, touchPoints })).toBe(false);
  });
});
