import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seal, unseal } from "#lib/platform/sealed.ts";

const lock = { secret: "a secret of the portal, long enough", purpose: "typing:1:profile" };
const now = new Date("2026-11-22T05:00:00Z");
const until = new Date("2026-11-22T05:30:00Z");
const after = new Date(until.getTime() + 1);

describe("a sealed note", () => {
  test("gives back what was put in, and shows nothing of it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: "grapheme" })), (value) => {
        expect(unseal(seal(value, lock, until), lock, now)).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
    const note = seal({ email: "olga@example.kz" }, lock, until);
    expect(note).toMatch(/^[\w-]+$/u);
    expect(Buffer.from(note, "base64url").toString("latin1")).not.toContain("olga");
    expect(seal({ email: "olga@example.kz" }, lock, until)).not.toBe(note);
  });

  test("opens until its time and not after", () => {
    const note = seal("x", lock, until);
    expect(unseal(note, lock, until)).toBe("x");
    expect(unseal(note, lock, after)).toBeUndefined();
  });

  test("opens for nobody else, for nothing else and with no other secret", () => {
    const note = seal("x", lock, until);
    for (const purpose of ["typing:2:profile", "typing:1:draft", ""]) {
      expect(unseal(note, { ...lock, purpose }, now)).toBeUndefined();
    }
    expect(unseal(note, { ...lock, secret: "another" }, now)).toBeUndefined();
  });

  test("with one changed bit, or cut short, is nothing", () => {
    const bytes = Buffer.from(seal({ a: "b" }, lock, until), "base64url");
    for (let place = 0; place < bytes.length; place++) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(unseal(changed.toString("base64url"), lock, now)).toBeUndefined();
      const cut = bytes.subarray(0, place).toString("base64url");
      expect(unseal(cut, lock, now)).toBeUndefined();
    }
    expect(unseal("", lock, now)).toBeUndefined();
    expect(unseal("no note at all", lock, now)).toBeUndefined();
  });
});
