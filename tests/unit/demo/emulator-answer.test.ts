import { describe, expect, test } from "vitest";
import {
  applyOrder,
  defaultSigner,
  emulatorOrder,
  type EmulatorSetting,
  noSetting,
  readSetting,
  takeAnswer,
} from "#lib/demo/emulator-answer.ts";

const father = "890117390005";
const mother = "910925490000";

function told(...orders: unknown[]): EmulatorSetting {
  return orders.reduce<EmulatorSetting>(
    (before, body) => applyOrder(before, emulatorOrder.parse(body)),
    noSetting,
  );
}

function answers(setting: EmulatorSetting, count: number) {
  let rest = setting;
  return Array.from({ length: count }, () => {
    const { answer, after } = takeAnswer(rest);
    rest = after;
    return answer;
  });
}

describe("what the emulator answers next", () => {
  test("nothing told: signs as whoever is asked for", () => {
    expect(answers(noSetting, 1)).toMatchObject([{ action: "sign", who: null, force: false }]);
  });

  test("a chosen signer stays, with GOST unless RSA is asked for", () => {
    const gost = { who: { iin: father, algorithm: "gost", key: "valid" } };
    expect(answers(told({ signer: father }), 2)).toMatchObject([gost, gost]);
    expect(answers(told({ iin: father, algorithm: "RSA-SHA256" }), 1)).toMatchObject([
      { who: { iin: father, algorithm: "rsa" } },
    ]);
  });

  test("an algorithm or a kind of key alone keeps the person, and starts from the mother of the main journey", () => {
    expect(told({ signer: father }, { key: "revoked" }).chosen).toEqual({
      iin: father,
      algorithm: "gost",
      key: "revoked",
    });
    expect(told({ algorithm: "rsa" }).chosen).toEqual({
      iin: defaultSigner,
      algorithm: "rsa",
      key: "valid",
    });
    expect(told({ signer: father }, { signer: null }).chosen).toBeNull();
  });

  test.each([
    [{ action: "cancel" }, "cancel"],
    [{ cancel: true }, "cancel"],
    ["cancel", "cancel"],
    [{ error: true }, "error"],
    [{ slow: true }, "slow"],
    [{ slow: 50 }, "slow"],
    [{ slow: 0 }, "slow"],
    [{ stall: true }, "stall"],
    [{ drop: 1 }, "drop"],
  ])("%j holds for one answer", (order, action) => {
    expect(answers(told({ signer: father }, order), 2)).toMatchObject([
      { action, who: { iin: father } },
      { action: "sign", who: { iin: father } },
    ]);
  });

  test("a sticky answer stays until another order", () => {
    const cancelled = told({ cancel: true, sticky: true });
    expect(answers(cancelled, 3).map((a) => a.action)).toEqual(["cancel", "cancel", "cancel"]);
    expect(applyOrder(cancelled, { signer: mother }).next).toBeNull();
  });

  test("a signer for one answer only", () => {
    const setting = told({ signer: mother }, { signer: father, key: "expired", once: true });
    expect(answers(setting, 2)).toMatchObject([
      { who: { iin: father, key: "expired" } },
      { who: { iin: mother, key: "valid" } },
    ]);
  });

  test("the code of an error and the length of a delay", () => {
    expect(answers(told({ error: "GENERAL_ERROR" }), 1)).toMatchObject([
      { errorCode: "GENERAL_ERROR" },
    ]);
    expect(answers(told({ error: "action.canceled" }), 1)).toMatchObject([
      { action: "error", errorCode: "action.canceled" },
    ]);
    expect(answers(told({ slow: 50 }), 1)).toMatchObject([{ delayMs: 50 }]);
  });

  test("reset forgets", () => {
    expect(told({ signer: father, cancel: true, sticky: true }, { reset: true })).toEqual(
      noSetting,
    );
  });

  test.each([
    "sing",
    { error: "<b>" },
    { signer: "1" },
    { algorithm: "dsa" },
    { key: "stolen" },
    { cancel: true, drop: true },
    { action: "cancel", error: true },
    { unknown: 1 },
    { algorithm: "__proto__" },
  ])("%j is refused", (body) => {
    expect(emulatorOrder.safeParse(body).success).toBe(false);
  });

  test("what is stored is read back; anything else counts as nothing told", () => {
    const setting = told({ signer: father, key: "rogue-ca" }, { slow: 50, sticky: true });
    expect(readSetting(JSON.parse(JSON.stringify(setting)))).toEqual(setting);
    for (const old of [undefined, null, 7, { chosen: 1 }])
      expect(readSetting(old)).toEqual(noSetting);
  });
});
