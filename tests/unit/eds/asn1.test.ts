import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  boolean,
  elementAt,
  elements,
  integerBytes,
  namedBits,
  oid,
  onlyElement,
  reading,
  time,
  wholeBits,
} from "#lib/eds/asn1.ts";
import { toDer } from "#lib/eds/ber.ts";
import * as der from "#lib/eds/der.ts";

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const read = <T>(hex: string, as: (element: ReturnType<typeof elementAt>) => T) =>
  reading(() => as(onlyElement(bytes(hex))));

describe("DER is read strictly", () => {
  test.for([
    ["nothing at all", ""],
    ["a tag alone", "30"],
    ["a length that is cut off", "30 82 01"],
    ["a content that is cut off", "04 05 01 02"],
    ["something after the end", "04 01 00 00"],
    ["the long form of a short length", "04 81 01 00"],
    ["a leading zero in the length", `04 82 00 80 ${"00".repeat(128)}`],
    ["an indefinite length", "30 80 00 00"],
    ["a tag of several octets", "1f 20 00"],
  ])("refuses %s", ([, hex = ""]) => {
    expect(reading(() => onlyElement(bytes(hex)))).toBeNull();
  });

  test("numbers, truth values and bits have one form", () => {
    expect(read("02 01 7f", integerBytes)).toEqual(bytes("7f"));
    expect(read("02 02 00 7f", integerBytes)).toBeNull();
    expect(read("02 02 ff 80", integerBytes)).toBeNull();
    expect(read("02 00", integerBytes)).toBeNull();
    expect(read("01 01 ff", boolean)).toBe(true);
    expect(read("01 01 01", boolean)).toBeNull();
    expect(read("03 02 00 80", wholeBits)).toEqual(bytes("80"));
    expect(read("03 02 01 80", wholeBits)).toBeNull();
    expect(read("03 02 06 c0", namedBits)).toEqual([0, 1]);
    expect(read("03 01 08", namedBits)).toBeNull();
  });

  test("object identifiers go there and back, and have one form", () => {
    const arcs = fc.array(fc.integer({ min: 0, max: 2_000_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.constantFrom("0.9", "1.2", "2.5", "2.999"), arcs, (root, rest) => {
        const dotted = [root, ...rest].join(".");
        expect(oid(elementAt(der.oid(dotted)))).toBe(dotted);
      }),
    );
    expect(read("06 02 80 01", oid)).toBeNull();
    expect(read("06 01 81", oid)).toBeNull();
    expect(read("06 00", oid)).toBeNull();
  });

  test("times go there and back, and impossible ones are refused", () => {
    const seconds = fc.integer({ min: -631_152_000, max: 4_102_444_800 });
    fc.assert(
      fc.property(seconds, (second) => {
        const instant = new Date(second * 1000);
        expect(time(elementAt(der.time(instant)))).toEqual(instant);
        expect(time(elementAt(der.generalizedTime(instant)))).toEqual(instant);
      }),
    );
    const utc = (text: string) => reading(() => time(elementAt(der.ia5(0x17, text))));
    expect(utc("260601090000Z")).toEqual(new Date("2026-06-01T09:00:00Z"));
    expect(utc("500101000000Z")).toEqual(new Date("1950-01-01T00:00:00Z"));
    for (const wrong of ["260631090000Z", "260601240000Z", "2606010900Z", "260601090000+0500"]) {
      expect(utc(wrong)).toBeNull();
    }
  });
});

describe("BER becomes DER", () => {
  const limits = { maxDepth: 8 };
  const convert = (hex: string) =>
    reading(() => Buffer.from(toDer(bytes(hex), limits)).toString("hex"));

  test("indefinite lengths, long lengths and chunks become plain", () => {
    expect(convert("30 80 02 01 05 00 00")).toBe("3003020105");
    expect(convert("30 83 00 00 03 02 01 05")).toBe("3003020105");
    expect(convert("24 80 04 02 01 02 04 01 03 00 00")).toBe("0403010203");
    expect(convert("24 07 04 02 01 02 04 01 03")).toBe("0403010203");
    expect(convert("30 80 24 80 04 01 01 00 00 00 00")).toBe("3003040101");
  });

  test.for([
    ["a primitive of indefinite length", "04 80 00 00"],
    ["no end of the indefinite", "30 80 02 01 05"],
    ["chunks that are no octets", "24 03 02 01 05"],
    ["data after the end", "30 80 00 00 00"],
    ["a length beyond the input", "30 84 ff ff ff ff"],
    ["an end of contents where none is due", "30 02 00 00"],
    ["nesting beyond the limit", "30 80 ".repeat(9) + "00 00 ".repeat(9)],
  ])("refuses %s", ([, hex = ""]) => {
    expect(convert(hex)).toBeNull();
  });

  test("a bomb of brackets is refused and not followed", () => {
    expect(reading(() => toDer(new Uint8Array(200_000).fill(0x30), { maxDepth: 24 }))).toBeNull();
    const indefinite = Uint8Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 0x30 : 0x80));
    expect(reading(() => toDer(indefinite, { maxDepth: 24 }))).toBeNull();
  });

  test("what is DER comes out as it went in", () => {
    const { tree } = fc.letrec<{ tree: Uint8Array; leaf: Uint8Array; node: Uint8Array }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("node")),
      leaf: fc.uint8Array({ maxLength: 300 }).map((value) => der.octetString(value)),
      node: fc.array(tie("tree"), { maxLength: 4 }).map((parts) => der.sequence(...parts)),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        expect(Buffer.from(toDer(value, limits)).equals(value)).toBe(true);
      }),
    );
  });

  test("no input makes the readers throw anything but «malformed»", () => {
    const survives = (input: Uint8Array) => {
      reading(() => toDer(input, limits));
      reading(() => elements(input));
      return true;
    };
    expect(() => fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives))).not.toThrow();
  });
});
