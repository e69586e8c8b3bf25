import { describe, expect, it } from "vitest";
import { maskAddress } from "#lib/sign-in/address.ts";
import { describeDevice } from "#lib/sign-in/device.ts";

const agents: readonly [string, string][] = [
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    "Chrome · Windows",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 YaBrowser/26.4.0.0 Safari/537.36",
    "Yandex Browser · Windows",
  ],
  [
    "Mozilla/5.0 (Linux; Android 14; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36",
    "Samsung Internet · Android",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari · iOS",
  ],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"],
  ["curl/8.5.0", ""],
  ["", ""],
];

describe("a device in the owner's words", () => {
  it.each(agents)("%s", (agent, words) => {
    expect(describeDevice(agent)).toBe(words);
  });

  it("takes no header for an answer", () => {
    expect(describeDevice(null)).toBe("");
  });
});

describe("a masked address", () => {
  it.each([
    ["95.56.234.17", "95.56.*.*"],
    ["::ffff:95.56.234.17", "95.56.*.*"],
    ["2a03:2880:f12f:83:face:b00c::25de", "2a03:2880:*"],
    ["::1", "::1"],
    ["not an address", ""],
    ["", ""],
  ])("%s", (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });
});
