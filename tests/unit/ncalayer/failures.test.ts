import { describe, expect, test } from "vitest";
import {
  browserWillAsk,
  explainFailure,
  GivenUp,
  type LocalNetworkPermission,
  type NcalayerFailure,
  signatureOf,
  TimeUp,
} from "#lib/eds/ncalayer-failures.ts";

const byUser = Object.assign(new Error("cancelled by user"), { canceledByUser: true });

describe("why NCALayer gave no signature", () => {
  const cases: [string, "connect" | "sign", unknown, LocalNetworkPermission, NcalayerFailure][] = [
    [
      "nobody listens",
      "connect",
      new Error("Ошибка взаимодействия с NCALayer. В том случае"),
      "unknown",
      { code: "absent" },
    ],
    [
      "nobody listens, the browser let us",
      "connect",
      new Error("x"),
      "granted",
      { code: "absent" },
    ],
    ["the browser was told no", "connect", new Error("x"), "denied", { code: "lna-blocked" }],
    ["the question was closed", "connect", new Error("x"), "prompt", { code: "lna-blocked" }],
    ["no greeting", "connect", new TimeUp(), "unknown", { code: "absent" }],
    ["the page's own cancel, early", "connect", new GivenUp(), "denied", { code: "cancelled" }],
    ["the page's own cancel", "sign", new GivenUp(), "granted", { code: "cancelled" }],
    ["cancel in basics", "sign", byUser, "granted", { code: "cancelled" }],
    [
      "cancel in commonUtils",
      "sign",
      new Error("500: action.canceled"),
      "granted",
      { code: "cancelled" },
    ],
    [
      "no key suits",
      "sign",
      new Error("SIGNING_FAILURE: No suitable key (undefined)"),
      "granted",
      { code: "wrong-key" },
    ],
    [
      "an error with a code",
      "sign",
      new Error("INVALID_SIGNING_PARAMS: data (undefined)"),
      "granted",
      { code: "error", reason: "INVALID_SIGNING_PARAMS" },
    ],
    [
      "an error of commonUtils",
      "sign",
      new Error("500: java.lang.X"),
      "granted",
      { code: "error", reason: "500" },
    ],
    [
      "no such module",
      "sign",
      new Error("undefined: undefined"),
      "granted",
      { code: "error", reason: "MODULE_NOT_FOUND" },
    ],
    [
      "the line broke",
      "sign",
      new Error("NCALayer закрыл соединение."),
      "granted",
      { code: "drop" },
    ],
    [
      "the line broke, the permission went",
      "sign",
      new Error("Ошибка взаимодействия с NCALayer."),
      "denied",
      { code: "drop" },
    ],
    ["four minutes", "sign", new TimeUp(), "granted", { code: "timeout" }],
    ["something thrown that is no error", "sign", "oops", "granted", { code: "drop" }],
  ];
  test.each(cases)("%s", (_, phase, thrown, permission, expected) => {
    expect(explainFailure(phase, thrown, permission)).toEqual(expected);
  });
});

test("the signature is found in every shape NCALayer has used", () => {
  expect(signatureOf("CMS")).toBe("CMS");
  expect(signatureOf(["CMS"])).toBe("CMS");
  expect(signatureOf({ signatures: ["CMS"], certificate: "C" })).toBe("CMS");
  for (const none of ["", " ", [], ["A", "B"], {}, null, undefined, 7])
    expect(signatureOf(none)).toBeUndefined();
});

test("the browser's question is announced on a public page only", () => {
  expect(browserWillAsk("prompt", "kezek.kz")).toBe(true);
  expect(browserWillAsk("granted", "kezek.kz")).toBe(false);
  for (const own of ["localhost", "127.0.0.1", "oral.localhost", "[::1]"])
    expect(browserWillAsk("prompt", own)).toBe(false);
});
