import { describe, expect, test } from "vitest";
import {
  longestPassword,
  normalPassword,
  problemOfPassword,
  shortestPassword,
} from "#lib/sign-in/password-rules.ts";

const iin = "870612490009";
const judged = (password: string) => problemOfPassword(password, [iin, "+77017008345"]);

describe("a new password", () => {
  test.each(["Kezek-demo-2026", "менің балам бақшаға", "correct horse battery", "Ұзақ жол 1986"])(
    "may be «%s»",
    (password) => {
      expect(judged(password)).toBeNull();
    },
  );

  test("needs no digits, capitals or signs, and may be long and have spaces", () => {
    expect(judged("жай ғана бірнеше сөз")).toBeNull();
    expect(judged("сөз ".repeat(16))).not.toBe("long");
    expect(judged("а".repeat(longestPassword + 1))).toBe("long");
  });

  test.each(["short", "қысқа", "123456789"])("is refused when it is short: «%s»", (password) => {
    expect([...password].length).toBeLessThan(shortestPassword);
    expect(judged(password)).toBe("short");
  });

  test.each([
    "password1234",
    "qwertyuiop",
    "1234567890",
    "Password12345",
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "йцукенгшщз",
    "пароль12345",
    "балабақша2026",
    "kezek12345",
    "rtptr12345",
    "Kazakhstan2026",
  ])("is refused when it is stolen or made of what is: «%s»", (password) => {
    expect(judged(password)).toBe("stolen");
  });

  test.each([`мой ${iin}!`, "тел 8 701 700 83 45", "+77017008345ab"])(
    "is refused when it holds what a stranger may know: «%s»",
    (password) => {
      expect(judged(password)).toBe("own");
    },
  );

  test("counts letters as people do, not as the computer stores them", () => {
    expect(judged("🐎🐎🐎🐎🐎")).toBe("short");
  });

  test("is judged in a time that does not grow with what is posted", () => {
    const started = performance.now();
    judged("aB3$".repeat(50));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

test("the same letters typed on another system are the same password", () => {
  expect(normalPassword("й")).toBe(normalPassword("й"));
  expect(normalPassword("１２")).toBe("12");
});
