import { expect, test } from "vitest";
import { smsParts } from "#lib/messaging/sms-length.ts";

test.each([
  ["", 1],
  ["a".repeat(160), 1],
  ["a".repeat(161), 2],
  ["a".repeat(306), 2],
  ["a".repeat(307), 3],
  ["€".repeat(80), 1],
  ["€".repeat(81), 2],
  ["ә".repeat(70), 1],
  ["ә".repeat(71), 2],
  ["ә".repeat(134), 2],
  ["ә".repeat(135), 3],
  [`${"a".repeat(70)}ә`, 2],
  ["🙂".repeat(35), 1],
  ["🙂".repeat(36), 2],
])("%s", (text, parts) => expect(smsParts(text)).toBe(parts));
