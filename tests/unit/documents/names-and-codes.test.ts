import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupToken, newDocumentToken, readToken } from "#lib/documents/document-token.ts";
import { contentDisposition, fileNameFor } from "#lib/documents/file-name.ts";
import { statusOfUpload, type UploadCode } from "#lib/documents/upload-codes.ts";
import { initials } from "#lib/documents/verify.ts";

describe("the name of a file", () => {
  test.each([
    ["справка с работы.jpeg", "image/jpeg", "справка с работы.jpg"],
    ["C:\\Users\\Айгерім\\анықтама.PNG", "image/png", "анықтама.png"],
    ["../../etc/passwd", "application/pdf", "passwd.pdf"],
    ["\u202Egpj.exe", "image/jpeg", "gpj.jpg"],
    ['a"b;c\r\nSet-Cookie: x', "image/jpeg", "a_b_cSet-Cookie_ x.jpg"],
    ["page.html", "application/pdf", "page.pdf"],
    ["...", "image/png", "file.png"],
    ["", "image/png", "file.png"],
    ["и\u0306од.jpg", "image/jpeg", "йод.jpg"],
  ])("%j becomes %s → %s", (given, mime, name) => {
    expect(fileNameFor(given, mime)).toBe(name);
  });

  test(
    "never carries a folder, a control character or a line of a header",
    { timeout: 30_000 },
    () => {
      fc.assert(
        fc.property(fc.string({ unit: "binary", maxLength: 150 }), (given) => {
          const name = fileNameFor(given, "image/jpeg");
          expect(name).toMatch(/^[^/\\\p{Cc}\p{Cf}"<>:|?*;]+\.jpg$/u);
          expect([...name].length).toBeLessThanOrEqual(104);
          const header = contentDisposition("attachment", name);
          expect(header).toMatch(
            /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%.~!-]+$/,
          );
          expect(decodeURIComponent(header.split("''")[1] ?? "")).toBe(name);
        }),
      );
    },
  );
});

describe("the code of a document", () => {
  test("survives being printed, read aloud and typed", () => {
    const token = newDocumentToken();
    expect(token).toHaveLength(16);
    for (const typed of [
      token,
      groupToken(token),
      ` ${groupToken(token).toLowerCase()} `,
      groupToken(token).replaceAll("-", " – "),
    ]) {
      expect(readToken(typed)).toBe(token);
    }
  });

  test.each(["", "7KXR", "7KXR-24BD-MNPQ-9TVW-X", "7KXR24BDMNPQ9TV%", "' or 1=1 --      "])(
    "cannot be %j",
    (typed) => expect(readToken(typed)).toBeNull(),
  );
});

test("initials are all that a stranger sees of a name", () => {
  expect(initials("Ким Алиса Сергеевна")).toBe("К. А. С.");
  expect(initials("Әбдіров Өмір")).toBe("Ә. Ө.");
});

test.each<[UploadCode, number]>([
  ["malformed", 400],
  ["signed-out", 401],
  ["too-light", 403],
  ["foreign-origin", 403],
  ["not-yours", 404],
  ["ticket-used", 409],
  ["ticket-late", 409],
  ["draft-closed", 409],
  ["file-too-large", 413],
  ["file-type", 415],
  ["file-heic", 415],
  ["file-empty", 422],
  ["file-pixels", 422],
  ["too-many-files", 422],
  ["too-often", 429],
])("%s is answered by %i", (code, status) => {
  expect(statusOfUpload(code)).toBe(status);
});
