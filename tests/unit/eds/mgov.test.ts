import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  documentAnswer,
  launchLink,
  mgovInstant,
  qrText,
  signedMessageIn,
  signingAnswer,
} from "#lib/eds/mgov.ts";

const names = { kk: "Ақмола облысы", ru: "Акмолинская область", en: "Akmola Region" };
const api = "https://kezek.example/api/mgov/4c0b8b1c-8b0e-4c58-9a6c-5f1d1f1c2a10";

describe("the addresses", () => {
  test("of the QR code: the address without blanks", () => {
    expect(qrText(api)).toBe(`mobileSign:${api}`);
    expect(qrText(api)).not.toMatch(/\s/);
  });

  test("of the same telephone: the link of m.egov.kz, letter by letter", () => {
    expect(launchLink(api)).toBe(
      "https://m.egov.kz/mobileSign?link=https%3A%2F%2Fkezek.example%2Fapi%2Fmgov%2F4c0b8b1c-8b0e-4c58-9a6c-5f1d1f1c2a10&isi=1476128386&ibi=kz.egov.mobile&apn=kz.mobile.mgov",
    );
  });
});

describe("an instant", () => {
  test("is the wall clock of Kazakhstan with hundredths", () => {
    expect(mgovInstant(new Date("2022-09-29T11:21:37.060Z"))).toBe("2022-09-29T16:21:37.06+0500");
    expect(mgovInstant(new Date("2026-12-31T20:00:00.999Z"))).toBe("2027-01-01T01:00:00.99+0500");
  });

  test("means the same instant to within ten milliseconds", () => {
    const range = { min: new Date("2020-01-01"), max: new Date("2090-01-01"), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (at) => {
        const written = mgovInstant(at);
        expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\+0500$/);
        const read = new Date(written.replace("+0500", "+05:00")).getTime();
        expect(at.getTime() - read).toBeGreaterThanOrEqual(0);
        expect(at.getTime() - read).toBeLessThan(10);
      }),
    );
  });
});

describe("the answers", () => {
  test("of API №1 have the fields of the protocol and no others", () => {
    const made = signingAnswer({
      description: "Вход на портал",
      expiresAt: new Date("2026-11-22T05:03:00Z"),
      organisation: { names, bin: "000140000202" },
      documentUrl: `${api}/document`,
      token: "secret",
    });
    expect(made).toEqual({
      description: "Вход на портал",
      expiry_date: "2026-11-22T10:03:00.00+0500",
      organisation: {
        nameRu: "Акмолинская область",
        nameKz: "Ақмола облысы",
        nameEn: "Akmola Region",
        bin: "000140000202",
      },
      document: { uri: `${api}/document`, auth_type: "Token", auth_token: "secret" },
    });
  });

  test("of API №2 hold the exact bytes, asked for with their content inside", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (content) => {
        const made = documentAnswer({ names, meta: [{ name: "Код", value: "4821" }], content });
        expect(made.signMethod).toBe("CMS_WITH_DATA");
        const [document] = made.documentsToSign;
        expect(document).toMatchObject({
          id: 1,
          nameRu: names.ru,
          nameKz: names.kk,
          nameEn: names.en,
          meta: [{ name: "Код", value: "4821" }],
        });
        expect(Buffer.from(document?.document.file.data ?? "", "base64")).toEqual(
          Buffer.from(content),
        );
      }),
    );
  });
});

describe("what comes back", () => {
  const signed = (data: unknown, count = 1) => ({
    signMethod: "CMS_WITH_DATA",
    documentsToSign: Array.from({ length: count }, () => ({
      id: 1,
      meta: [],
      document: { file: { mime: "", data } },
    })),
  });

  test("is the message of the one document, whatever else stands around it", () => {
    expect(signedMessageIn(signed("TUlJ"))).toBe("TUlJ");
  });

  test.each([
    ["no document", signed("x", 0)],
    ["two documents", signed("x", 2)],
    ["no message", signed("")],
    ["a number", signed(7)],
    ["an XML signature", { documentsToSign: [{ documentXml: "<a/>" }] }],
    ["a text", "success"],
    ["nothing", null],
  ])("%s is nothing", (_, body) => {
    expect(signedMessageIn(body)).toBeNull();
  });

  test("nothing that comes breaks it", () => {
    fc.assert(
      fc.property(fc.anything(), (body) => {
        expect(() => signedMessageIn(body)).not.toThrow();
      }),
    );
  });
});
