import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { askCode, enterByCode, type Visitor } from "#lib/sign-in/by-code.ts";
import { stopByToken } from "#lib/sign-in/phone-change-stop.ts";
import { finishRecovery, sendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now } from "./gate.ts";
import {
  aigerim,
  answer,
  attackersPhone,
  changeTo,
  circumstances,
  claimOf,
  codeSentTo,
  fits,
  forgetAll,
  giveContacts,
  givePassword,
  herPassword,
  messagesTo,
  ownPhone,
  password,
  registers,
  settleFamilies,
  stopTokenTo,
  type Street,
} from "./recovery-family.ts";

// Codes that are on their way while a phone changes hands, and those of the last step.

useTestDatabase();

const hours = (count: number) => later(count * 3_600);

let street: Street;
beforeAll(async () => {
  street = await settleFamilies();
});
beforeEach(async () => {
  await forgetAll();
  await giveContacts(null, ownPhone);
  await givePassword(herPassword);
});

const browser = (): Visitor => ({
  regionId: street.oral.id,
  browserSecret: newSecret(),
  deviceSecret: newSecret(),
  address: "",
  locale: "ru",
});
const typed = (code: string) => ({ code, password, repeat: password });

describe("a code that waits while the phone changes hands", () => {
  test("does not open the cabinet after the owner stopped the change", async () => {
    await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
    const visitor = browser();
    expect(await askCode(visitor, aigerim, false, hours(2))).toMatchObject({ ok: true });
    const code = await codeSentTo(attackersPhone);
    const token = await stopTokenTo(ownPhone);
    const stop = { regionId: street.oral.id, token, locale: "ru", requestId: null } as const;
    expect(await stopByToken(stop, hours(2))).toMatchObject({ ok: true });
    expect(
      await enterByCode(visitor, aigerim, typed(code), circumstances, later(2 * 3_600 + 60)),
    ).toMatchObject({ ok: false, code: "gone" });
    expect(await fits(herPassword)).toBe(true);
  });

  test("does not open it from the phone that was left behind", async () => {
    const visitor = browser();
    expect(await askCode(visitor, aigerim, false, now)).toMatchObject({ ok: true });
    const code = await codeSentTo(ownPhone);
    await changeTo("+77015556677", { regionId: street.oral.id }, later(60));
    expect(
      await enterByCode(visitor, aigerim, typed(code), circumstances, later(120)),
    ).toMatchObject({ ok: false, code: "gone" });
  });
});

test("a number that came by answers hears that another one replaces it, without the link", async () => {
  const next = "+77015556677";
  await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
  const before = (await messagesTo(attackersPhone)).length;
  await changeTo(next, { regionId: street.oral.id }, hours(2));
  const heard = (await messagesTo(attackersPhone)).slice(before).map((each) => each.template);
  expect(heard).toEqual(["recovery-tried"]);
  const told = (await messagesTo(next)).map((each) => each.template);
  expect(told).not.toContain("recovery-tried");
});

describe("the code of the last step", () => {
  const entry = { ...circumstances, deviceSecret: newSecret() };

  test("says that it is over with the last wrong try, not that none are left", async () => {
    const claim = claimOf(street.oral.id);
    expect(await answer(claim)).toMatchObject({ ok: true });
    expect(await sendPhoneCode({ ...claim, phone: attackersPhone }, now)).toMatchObject({
      ok: true,
    });
    const order = { ...claim, code: "0".repeat(10), password, repeated: password };
    const said: string[] = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const ended = await finishRecovery(order, entry, registers(), now);
      said.push(ended.ok ? "in" : ended.code);
    }
    expect(said).toEqual(["wrong", "wrong", "gone", "gone"]);
    const right = { ...order, code: await codeSentTo(attackersPhone) };
    expect(await finishRecovery(right, entry, registers(), now)).toMatchObject({ code: "gone" });
  });

  test("leaves a trace when it is wrong, under the attempt it belongs to", async () => {
    const claim = claimOf(street.oral.id);
    expect(await answer(claim)).toMatchObject({ ok: true });
    expect(await sendPhoneCode({ ...claim, phone: attackersPhone }, now)).toMatchObject({
      ok: true,
    });
    const order = { ...claim, code: "0".repeat(10), password, repeated: password };
    const request = { ...entry, requestId: "wrong-code" };
    expect(await finishRecovery(order, request, registers(), now)).toMatchObject({ code: "wrong" });
    const written = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.requestId, "wrong-code"));
    expect(written).toMatchObject([
      {
        action: "sign-in.begin",
        subjectKind: "recovery-attempt",
        detail: { outcome: "wrong", method: "recovery" },
      },
    ]);
  });
});
