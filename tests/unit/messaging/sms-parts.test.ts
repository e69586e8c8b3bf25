import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitSms } from "#lib/messaging/sms-parts.ts";

const ucs2 = (bytes: Buffer) => Buffer.from(bytes).swap16().toString("utf16le");

describe("the alphabet of 160", () => {
  test.each([
    ["@£$", [0x00, 0x01, 0x02]],
    ["_ΔΞ", [0x11, 0x10, 0x1a]],
    ["Ææß", [0x1c, 0x1d, 0x1e]],
    ["AZaz", [0x41, 0x5a, 0x61, 0x7a]],
    ["¡¿§à", [0x40, 0x60, 0x5f, 0x7f]],
    ["{}[]", [0x1b, 0x28, 0x1b, 0x29, 0x1b, 0x3c, 0x1b, 0x3e]],
    ["^\\~|€", [0x1b, 0x14, 0x1b, 0x2f, 0x1b, 0x3d, 0x1b, 0x40, 0x1b, 0x65]],
  ])("%s as 3GPP TS 23.038 has it", (text, bytes) => {
    const { alphabet, parts } = splitSms(text);
    expect([alphabet, ...parts.map((part) => [...part])]).toEqual(["gsm", bytes]);
  });

  test.each(["ә", "`", "№", "\u00a0", "\u001b", "“"])("does not have %j", (letter) => {
    expect(splitSms(`a${letter}`).alphabet).toBe("ucs2");
  });

  test("cuts no letter from the escape before it", () => {
    const { parts } = splitSms(`${"a".repeat(152)}€${"b".repeat(20)}`);
    expect(parts.map((part) => part.length)).toEqual([152, 22]);
  });
});

test("a text of any letters comes together again, no part is too long and no letter is cut", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 60, maxLength: 400 }), (text) => {
      const { parts } = splitSms(text, "ucs2");
      expect(ucs2(Buffer.concat(parts))).toBe(text);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(parts.length === 1 ? 140 : 134);
        expect(ucs2(part).isWellFormed()).toBe(true);
      }
    }),
  );
});
