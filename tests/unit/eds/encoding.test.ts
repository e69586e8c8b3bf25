import fc from "fast-check";
import { expect, test } from "vitest";
import * as der from "#lib/eds/der.ts";
import { binaryOf } from "#lib/eds/encoding.ts";

const text = (value: string) => binaryOf(Buffer.from(value));

test("DER, base64 and PEM of the same bytes are the same bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("\n", "\r\n"), (bytes, line) => {
      const message = der.sequence(der.octetString(bytes));
      const base64 = Buffer.from(message).toString("base64");
      const lines = (base64.match(/.{1,64}/g) ?? []).join(line);
      expect(binaryOf(message)).toEqual(message);
      expect(text(base64)).toEqual(message);
      expect(text(lines + line)).toEqual(message);
      expect(text(`-----BEGIN CMS-----${line}${lines}${line}-----END CMS-----${line}`)).toEqual(
        message,
      );
    }),
  );
});

test("base64 has one form: no spare bits, no missing or surplus padding, no other alphabet", () => {
  expect(text("MAA=")).toEqual(Uint8Array.of(0x30, 0));
  for (const wrong of ["MAB=", "MAA", "MAA==", "MA=A", "MA-_", "MAA=MAA=", "", "   "]) {
    expect(text(wrong)).toBeNull();
  }
});
