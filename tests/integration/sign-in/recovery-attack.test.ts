import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { message } from "#db/schema/notifications.ts";
import { contact } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { knownDevice, phoneChange, recoveryBlock } from "#db/schema/sign-in.ts";
import { type ActionName, actions } from "#lib/access/actions.ts";
import { authorize } from "#lib/access/authorize.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { accountOf } from "#lib/sign-in/account.ts";
import {
  changeByToken,
  confirmPhoneChange,
  holdOf,
  stopAsOwner,
  stopByToken,
  sweepPhoneChanges,
} from "#lib/sign-in/phone-change-stop.ts";
import { finishRecovery, sendPhoneCode } from "#lib/sign-in/recovery-finish.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { later, now } from "./gate.ts";
import {
  actorOf,
  aigerim,
  answer,
  answersOfGulnar,
  attackersPhone,
  changeTo,
  circumstances,
  claimOf,
  codeSentTo,
  email,
  fits,
  forgetAll,
  givePassword,
  giveContacts,
  gulnar,
  herPassword,
  herPhone,
  isAlive,
  messagesTo,
  ownersSession,
  ownPhone,
  password,
  personIdOf,
  registers,
  settleFamilies,
  stopTokenTo,
  type Street,
} from "./recovery-family.ts";

useTestDatabase();

const hours = (count: number) => later(count * 3_600);

let street: Street;
let personId: string;
beforeAll(async () => {
  street = await settleFamilies();
  personId = await personIdOf(aigerim);
});
beforeEach(async () => {
  await forgetAll();
  await giveContacts(email, ownPhone);
  await givePassword(herPassword);
});

const stop = async (token: string, at: Date) =>
  stopByToken({ regionId: street.oral.id, token, locale: "ru", requestId: null }, at);

describe("whoever knows a family's papers and takes its cabinet over", () => {
  test("gets a light session, which is on hold, and may give nothing away", async () => {
    const light = await ownersSession(street, "light");
    const strong = await ownersSession(street, "strong");
    const { sessionId } = await changeTo(attackersPhone, { regionId: street.oral.id }, hours(0.1));
    const actor = await actorOf(sessionId, hours(0.2));
    expect(actor).toMatchObject({ strength: "light", method: "recovery", onHold: true, roles: [] });
    expect(await isAlive(light, hours(0.2))).toBe(false);
    expect(await isAlive(strong, hours(0.2))).toBe(true);

    const subject = { ownerIds: [personId], regionId: street.oral.id };
    const allowed = (Object.keys(actions) as ActionName[]).filter(
      (name) => actions[name].who !== "anyone" && authorize(actor, name, subject).ok,
    );
    // Looking, and ending sessions: nothing of it takes a place, changes a contact or signs.
    expect(allowed.filter((name) => !/\.(read|list)$/.test(name))).toEqual(["session.revoke"]);
  });

  test("cannot keep it: the owner's link puts everything back and the way is closed", async () => {
    const attack = await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
    expect(await accountOf(db(), street.oral.id, aigerim)).toMatchObject({ phone: attackersPhone });
    expect(await fits(password)).toBe(true);
    for (const to of [ownPhone, herPhone, email]) {
      expect(await stopTokenTo(to)).toMatch(/^[\w-]{12}$/);
    }
    expect(await stopTokenTo(attackersPhone)).toBe("");

    const token = await stopTokenTo(ownPhone);
    for (let look = 0; look < 2; look += 1) {
      expect(await changeByToken(token, hours(2))).toMatchObject({
        state: "running",
        regionId: street.oral.id,
        maskedPhone: "+770****2233",
      });
    }
    expect(await stop(token, hours(70))).toMatchObject({ ok: true });

    expect(await isAlive(attack.sessionId, hours(1.1))).toBe(false);
    expect(await accountOf(db(), street.oral.id, aigerim)).toMatchObject({ phone: ownPhone });
    expect(await fits(password)).toBe(false);
    expect(await fits(herPassword)).toBe(true);
    expect(await db().select().from(knownDevice)).toEqual([]);
    const [kept] = await db().select().from(contact).where(eq(contact.personId, personId));
    expect(kept).toMatchObject({ phone: ownPhone, email, phoneConfirmedAt: now });
    const again = claimOf(street.oral.id);
    expect(await answer(again, hours(71))).toMatchObject({ code: "blocked" });
    const [block] = await db().select().from(recoveryBlock).where(isNull(recoveryBlock.liftedAt));
    expect(block).toMatchObject({ ground: "stopped-by-owner" });
    for (const to of [ownPhone, email, attackersPhone]) {
      const told = (await messagesTo(to)).map((each) => each.template);
      expect(told).toContain("recovery-blocked");
    }
    expect(await holdOf(db(), personId, hours(71))).toBeNull();
    expect(await stop(token, hours(72))).toMatchObject({ ok: true });
    expect(await db().select().from(recoveryBlock)).toHaveLength(1);
  });

  test("is not stopped by a link of another region, or by a guess", async () => {
    await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
    const token = await stopTokenTo(ownPhone);
    const there = { regionId: street.akmola.id, token, locale: "ru", requestId: null } as const;
    expect(await stopByToken(there, hours(2))).toMatchObject({ code: "unknown" });
    for (const guess of ["", "abcdefghijkl", "' or 1=1 --", token.toLowerCase() + "x"]) {
      expect(await stop(guess, hours(2))).toMatchObject({ code: "unknown" });
      expect(await changeByToken(guess, hours(2))).toBeNull();
    }
  });

  test("cannot push the owner out by changing twice", async () => {
    await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
    const firstLink = await stopTokenTo(ownPhone);
    const second = await changeTo("+77084445566", { regionId: street.oral.id }, hours(2));
    // Every link of the owner's works; the attacker's first phone got none.
    expect(await stopTokenTo(attackersPhone)).toBe("");
    expect(await stopTokenTo(ownPhone)).not.toBe(firstLink);
    expect(await stop(firstLink, hours(3))).toMatchObject({ ok: true });
    expect(await accountOf(db(), street.oral.id, aigerim)).toMatchObject({ phone: ownPhone });
    expect(await fits(herPassword)).toBe(true);
    expect(await isAlive(second.sessionId, hours(2.1))).toBe(false);
    expect(await holdOf(db(), personId, hours(3))).toBeNull();
  });

  test("cannot go on with what was prepared before the owner stopped it", async () => {
    await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
    const ready = claimOf(street.oral.id);
    expect(await answer(ready, hours(2))).toMatchObject({ ok: true });
    const phone = "+77084445566";
    expect(await sendPhoneCode({ ...ready, phone }, hours(2))).toMatchObject({ ok: true });
    await stop(await stopTokenTo(ownPhone), hours(2));
    const order = { ...ready, code: await codeSentTo(phone), password, repeated: password };
    const entry = { ...circumstances, deviceSecret: newSecret() };
    expect(await finishRecovery(order, entry, registers(), hours(2))).toMatchObject({
      ok: false,
      code: "unproven",
    });
    const late = { ...ready, phone };
    expect(await sendPhoneCode(late, hours(2.1))).toMatchObject({ code: "unproven" });
  });

  test("is thrown out as well by the owner's electronic signature", async () => {
    const attack = await changeTo(attackersPhone, { regionId: street.oral.id }, hours(1));
    const light = await actorOf(attack.sessionId, hours(1.1));
    expect(await stopAsOwner(light, hours(1.1))).toMatchObject({ code: "too-light" });
    expect(await confirmPhoneChange(light, hours(1.1))).toMatchObject({ code: "too-light" });
    const nobodys = { kind: "anonymous", locale: "ru" } as const;
    expect(await stopAsOwner(nobodys, hours(1.1))).toMatchObject({ code: "signed-out" });
    const owner = await actorOf(await ownersSession(street, "strong", hours(2)), hours(2));
    expect(owner.onHold).toBe(true);
    expect(authorize(owner, "profile.write", { ownerIds: [personId] }).ok).toBe(true);
    expect(await stopAsOwner(owner, hours(2))).toMatchObject({ ok: true });
    expect(await isAlive(attack.sessionId, hours(1.2))).toBe(false);
    expect(await accountOf(db(), street.oral.id, aigerim)).toMatchObject({ phone: ownPhone });
  });
});

describe("a change that was the owner's own", () => {
  const nextPhone = "+77015556677";

  test("is settled after 72 hours, and the old password forgotten", async () => {
    const { sessionId } = await changeTo(nextPhone, { regionId: street.oral.id });
    const token = await stopTokenTo(ownPhone);
    const [before] = await db().select().from(phoneChange);
    expect(before?.holdUntil).toEqual(hours(72));
    await db()
      .update(session)
      .set({ lastSeenAt: hours(72), expiresAt: hours(80) });
    expect((await actorOf(sessionId, later(72 * 3600 - 1))).onHold).toBe(true);
    expect((await actorOf(sessionId, hours(72))).onHold).toBe(false);
    expect(await changeByToken(token, hours(72))).toMatchObject({ state: "over" });
    expect(await stop(token, hours(72))).toMatchObject({ ok: false, code: "over" });

    const kept = async () => (await db().select().from(phoneChange))[0]?.passwordBefore;
    await sweepPhoneChanges(db(), later(72 * 3600 - 1));
    expect(await kept()).toMatch(/^\$/);
    await sweepPhoneChanges(db(), hours(72));
    expect(await kept()).toBeNull();
  });

  test("is settled at once by an electronic signature", async () => {
    const { sessionId } = await changeTo(nextPhone, { regionId: street.oral.id });
    const owner = await actorOf(await ownersSession(street, "strong", hours(1)), hours(1));
    expect(await holdOf(db(), personId, hours(0.5))).toMatchObject({ until: hours(72) });
    expect(await confirmPhoneChange(owner, hours(1))).toMatchObject({ ok: true });
    await db()
      .update(session)
      .set({ lastSeenAt: hours(1) });
    expect((await actorOf(sessionId, hours(1))).onHold).toBe(false);
    expect(await stop(await stopTokenTo(ownPhone), hours(1))).toMatchObject({ code: "over" });
    const entries = await db()
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.action, "phone-change.settle"), eq(auditEntry.personId, personId)));
    expect(entries.map((entry) => entry.detail)).toContainEqual({ outcome: "confirmed" });
  });

  test("without anybody to tell, the hold lasts until a signature or an officer", async () => {
    const hers = { regionId: street.oral.id, iin: gulnar, typed: answersOfGulnar };
    const { sessionId } = await changeTo(nextPhone, hers);
    const told = await db().select().from(message).where(eq(message.template, "phone-change"));
    expect(told).toEqual([]);
    expect(await holdOf(db(), await personIdOf(gulnar), hours(73))).toMatchObject({ until: null });
    await db()
      .update(session)
      .set({ lastSeenAt: hours(73), expiresAt: hours(80) });
    expect((await actorOf(sessionId, hours(73))).onHold).toBe(true);
    expect(await accountOf(db(), street.oral.id, gulnar)).toMatchObject({
      phone: nextPhone,
      hasPassword: true,
    });
  });
});

describe("the last step", () => {
  const entry = { ...circumstances, deviceSecret: newSecret() };
  const phone = "+77015556677";
  const ready = async () => {
    const claim = claimOf(street.oral.id);
    expect(await answer(claim)).toMatchObject({ ok: true });
    expect(await sendPhoneCode({ ...claim, phone }, now)).toMatchObject({ ok: true });
    return { ...claim, code: await codeSentTo(phone), password, repeated: password };
  };
  const finish = (order: Parameters<typeof finishRecovery>[0], at = now) =>
    finishRecovery(order, entry, registers(), at);

  test("needs right answers, of this browser, for this IIN, in this region", async () => {
    const order = await ready();
    const elsewhere = [
      { browserSecret: newSecret() },
      { iin: gulnar },
      { regionId: street.akmola.id },
    ];
    for (const change of elsewhere) {
      expect(await finish({ ...order, ...change })).toMatchObject({ code: "unproven" });
    }
    expect(await finish(order, later(31 * 60))).toMatchObject({ code: "unproven" });
    expect(await finish(order)).toMatchObject({ ok: true });
  });

  test("takes a weak password or two different ones for no try of the code", async () => {
    const order = await ready();
    expect(await finish({ ...order, password: "short" })).toMatchObject({ detail: "short" });
    expect(await finish({ ...order, repeated: "another" })).toMatchObject({ detail: "differ" });
    expect(await finish({ ...order, code: "0".repeat(10) })).toMatchObject({ code: "wrong" });
    expect(await finish(order)).toMatchObject({ ok: true });
  });

  test("happens once, however many try at once", async () => {
    const order = await ready();
    const said = await Promise.all([finish(order), finish(order), finish(order)]);
    expect(said.filter((each) => each.ok)).toHaveLength(1);
    expect(await db().select().from(phoneChange)).toHaveLength(1);
    expect(await finish(order)).toMatchObject({ code: "unproven" });
  });

  test("sends no code to a landline, or without right answers", async () => {
    const claim = claimOf(street.oral.id);
    expect(await sendPhoneCode({ ...claim, phone }, now)).toMatchObject({ code: "unproven" });
    expect(await sendPhoneCode({ ...claim, phone: "+77112500100" }, now)).toMatchObject({
      code: "phone-not-mobile",
    });
  });
});
