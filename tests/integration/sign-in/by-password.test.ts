import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { session } from "#db/schema/sessions.ts";
import { knownDevice, password } from "#db/schema/sign-in.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { personByIin } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import { enterByPassword } from "#lib/sign-in/by-password.ts";
import { rememberDevice } from "#lib/sign-in/known-devices.ts";
import { mostTriesOfDay, passwordPace } from "#lib/sign-in/password-pace.ts";
import { hashPassword } from "#lib/sign-in/password-hash.ts";
import { passwordHashOf, savePassword } from "#lib/sign-in/passwords.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { after, aigerim, demoPortals, entry, gulnar, nobodysIin, now, visitor } from "./door.ts";

useTestDatabase();

const secret = "менің ұзын құпиясөзім";
let oral: Portal;
let personId = "";
beforeAll(async () => {
  ({ oral } = await demoPortals());
  personId = (await personByIin(db(), aigerim.iin))?.id ?? "";
});
beforeEach(async () => {
  await db().execute("delete from rate_limit");
  await db().delete(knownDevice);
  const hash = await hashPassword(secret);
  if (!hash.ok) throw new Error(hash.code);
  await transaction((tx) => savePassword(tx, personId, hash.value, now));
});

const enter = (typed: string, at = now, browser = visitor(oral), iin = aigerim.iin) =>
  enterByPassword(browser, iin, typed, entry, at);

describe("IIN and password", () => {
  test("open a light session and end the one that the browser had", async () => {
    const first = await enter(secret);
    if (!first.ok) throw new Error(first.code);
    const next = { ...entry, previousSessionId: first.value.sessionId };
    const second = await enterByPassword(visitor(oral), aigerim.iin, secret, next, after(5));
    if (!second.ok) throw new Error(second.code);
    expect(await sessionActor(db(), first.value.sessionId, after(6))).toBeNull();
    expect((await sessionActor(db(), second.value.sessionId, after(6)))?.actor).toMatchObject({
      strength: "light",
      method: "password",
    });
  });

  test("a wrong password, an IIN that nobody has and one without a password are the same", async () => {
    const answers = [
      await enter("басқа құпиясөз"),
      await enter(secret, now, visitor(oral), nobodysIin),
      await enter(secret, now, visitor(oral), gulnar),
      await enter("", now, visitor(oral), gulnar),
    ];
    for (const answer of answers) {
      expect(answer).toEqual({ ok: false, code: "wrong", detail: { until: null } });
    }
  });

  test("a hash of weaker days is made anew at the next sign-in", async () => {
    const weak =
      "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    await db().update(password).set({ hash: weak }).where(eq(password.personId, personId));
    expect((await enter("password")).ok).toBe(true);
    expect(await passwordHashOf(db(), personId)).toContain("m=19456,t=2,p=1");
    expect((await enter("password", after(60))).ok).toBe(true);
  });
});

describe("whoever guesses passwords", () => {
  test("is slowed down ever more, never for good, and the right one waits too", async () => {
    const tries: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 2) {
      const manyNetworks = visitor(oral, { address: `203.0.113.${minute % 200}` });
      const answer = await enter("басқа құпиясөз", after(minute * 60), manyNetworks);
      if (!answer.ok && answer.code === "wrong") tries.push(minute);
    }
    expect(tries.length).toBeGreaterThanOrEqual(5);
    expect(tries.length).toBeLessThanOrEqual(mostTriesOfDay(passwordPace));
    let waited = 0;
    while (!(await enter(secret, after(24 * 3600 + waited))).ok) waited += 600;
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThanOrEqual(12 * 3600);
  });

  test("keeps the owner's new telephone out at no hour, as long as it is one network", async () => {
    const guesser = visitor(oral, { address: "203.0.113.9" });
    const mine = visitor(oral, { address: "95.56.234.99" });
    const refused: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute += 1) {
      await enter("басқа құпиясөз", after(minute * 60), guesser);
      if (minute % 180 !== 179) continue;
      const entered = await enter(secret, after(minute * 60 + 30), {
        ...mine,
        deviceSecret: newSecret(),
      });
      if (!entered.ok) refused.push(minute);
    }
    expect(refused).toEqual([]);
  });

  test("gains nothing by knocking on while refused: the next turn comes when it was said", async () => {
    for (let n = 0; n < 3; n += 1) await enter("басқа құпиясөз", after(n));
    const first = await enter(secret, after(3));
    if (first.ok || first.detail.until === null) throw new Error("let in");
    for (let n = 4; n < 80; n += 1) {
      expect(await enter(secret, after(n))).toMatchObject({ code: "too-many" });
    }
    expect((await enter(secret, first.detail.until)).ok).toBe(true);
  });

  test("does not lock out the owner's own browser", async () => {
    const browser = visitor(oral);
    await transaction((tx) =>
      rememberDevice(tx, { personId, deviceSecret: browser.deviceSecret ?? "", device: "" }, now),
    );
    for (let n = 0; n < 30; n += 1) await enter("басқа құпиясөз", after(n));
    expect(await enter(secret, after(31))).toMatchObject({ code: "too-many" });
    expect((await enter(secret, after(32), browser)).ok).toBe(true);
  });

  test("cannot try many accounts from one network", async () => {
    let refused = 0;
    for (let n = 0; n < 110; n += 1) {
      const address = "203.0.113.9";
      const answer = await enterByPassword(
        visitor(oral, { address, deviceSecret: newSecret() }),
        String(900101000000 + n),
        secret,
        entry,
        after(n),
      );
      if (!answer.ok && answer.code === "too-many") refused += 1;
    }
    expect(refused).toBe(10);
  });

  test("of fifty at once only the allowed are compared", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => enter("басқа құпиясөз")));
    const compared = answers.filter((each) => !each.ok && each.code !== "too-many");
    expect(compared).toHaveLength(3);
  });
});

test("a revoked session is dead at the next request", async () => {
  const entered = await enter(secret);
  if (!entered.ok) throw new Error(entered.code);
  await db()
    .update(session)
    .set({ revokedAt: after(1) })
    .where(eq(session.id, entered.value.sessionId));
  expect(await sessionActor(db(), entered.value.sessionId, after(2))).toBeNull();
});
