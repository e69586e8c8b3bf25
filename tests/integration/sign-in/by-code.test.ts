import { and, desc, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { application } from "#db/schema/applications.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { message } from "#db/schema/notifications.ts";
import { contact } from "#db/schema/people.ts";
import { session } from "#db/schema/sessions.ts";
import { knownDevice, oneTimeCode, password } from "#db/schema/sign-in.ts";
import { newSecret } from "#lib/platform/ids.ts";
import { personByIin, saveRepresentation } from "#lib/people/records.ts";
import type { Portal } from "#lib/regions/views.ts";
import { askCode, enterByCode, type Visitor } from "#lib/sign-in/by-code.ts";
import { enterByPassword } from "#lib/sign-in/by-password.ts";
import { sessionActor } from "#lib/sign-in/session-actor.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import {
  after,
  aigerim,
  codeSentTo,
  demoPortals,
  entry,
  forgetCodes,
  gulnar,
  hours,
  nobodysIin,
  not,
  now,
  olga,
  visitor,
} from "./door.ts";

useTestDatabase();

const secret = "жаңа құпиясөз тіркесі";
let oral: Portal;
let akmola: Portal;
beforeAll(async () => {
  ({ oral, akmola } = await demoPortals());
});
beforeEach(async () => {
  await forgetCodes();
  await db().delete(knownDevice);
  await db().delete(contact);
  const own = await personByIin(db(), aigerim.iin);
  await db()
    .delete(password)
    .where(eq(password.personId, own?.id ?? ""));
  await db()
    .delete(session)
    .where(eq(session.personId, own?.id ?? ""));
});

async function enterAnew(browser: Visitor, at = now) {
  const asked = await askCode(browser, aigerim.iin, false, at);
  if (!asked.ok) throw new Error(asked.code);
  const typed = { code: await codeSentTo(aigerim.phone), password: secret, repeat: secret };
  const entered = await enterByCode(browser, aigerim.iin, typed, entry, at);
  if (!entered.ok) throw new Error(JSON.stringify(entered));
  return entered.value;
}

describe("the first entry by IIN and code", () => {
  test("shows the masked phone of the application and opens a light session", async () => {
    const browser = visitor(oral);
    const asked = await askCode(browser, aigerim.iin, true, now);
    expect(asked).toMatchObject({ value: { step: "code", sent: { masked: "+770****8345" } } });
    const code = await codeSentTo(aigerim.phone);
    expect(code).toMatch(/^\d{4}$/);
    const typed = { code, password: secret, repeat: secret };
    const entered = await enterByCode(browser, aigerim.iin, typed, entry, after(5));
    if (!entered.ok) throw new Error(entered.code);
    const inside = await sessionActor(db(), entered.value.sessionId, after(6));
    expect(inside?.actor).toMatchObject({ iin: aigerim.iin, strength: "light", method: "code" });
    expect(entered.value.firstEntry).toBe(false);
  });

  test("makes the number a confirmed contact, and leaves another that was given alone", async () => {
    await enterAnew(visitor(oral));
    const [kept] = await db().select().from(contact);
    expect(kept).toMatchObject({ phone: aigerim.phone, phoneConfirmedAt: now, locale: "ru" });
  });

  test("is written down, with what did not fit, and without IIN or code", async () => {
    const browser = visitor(oral);
    await askCode(browser, aigerim.iin, true, now);
    const code = await codeSentTo(aigerim.phone);
    const typed = { password: secret, repeat: secret };
    await enterByCode(browser, aigerim.iin, { ...typed, code: not(code) }, entry, now);
    await enterByCode(browser, aigerim.iin, { ...typed, code }, entry, now);
    const rows = await db()
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, "sign-in.begin"))
      .orderBy(desc(auditEntry.at));
    const outcomes = rows.map((row) => row.detail["outcome"]);
    expect(outcomes).toEqual(expect.arrayContaining(["entered", "wrong"]));
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${aigerim.iin}|"${code}"`));
  });

  test("judges the password before the code: a weak one costs no try", async () => {
    const browser = visitor(oral);
    await askCode(browser, aigerim.iin, true, now);
    const code = await codeSentTo(aigerim.phone);
    const weak: [string, string, string][] = [
      ["password1234", "password1234", "stolen"],
      ["қысқа", "қысқа", "short"],
      [`иин ${aigerim.iin}`, `иин ${aigerim.iin}`, "own"],
      [secret, `${secret}!`, "differ"],
    ];
    for (const [one, repeat, problem] of weak) {
      const typed = { code: not(code), password: one, repeat };
      const refused = await enterByCode(browser, aigerim.iin, typed, entry, now);
      expect(refused).toMatchObject({ code: "mend", detail: [{ code: problem }] });
    }
    const [row] = await db().select().from(oneTimeCode);
    expect(row?.attempts).toBe(0);
  });

  test("says how many tries are left, and nothing can be tried after the last", async () => {
    const browser = visitor(oral);
    await askCode(browser, aigerim.iin, true, now);
    const code = await codeSentTo(aigerim.phone);
    const wrong = { code: not(code), password: secret, repeat: secret };
    for (const left of [2, 1]) {
      expect(await enterByCode(browser, aigerim.iin, wrong, entry, now)).toMatchObject({
        detail: [{ code: "wrong", left }],
      });
    }
    expect(await enterByCode(browser, aigerim.iin, wrong, entry, now)).toMatchObject({
      code: "gone",
    });
    const right = { ...wrong, code };
    expect(await enterByCode(browser, aigerim.iin, right, entry, now)).toMatchObject({
      code: "gone",
    });
  });

  test("a code does not open another's cabinet, whatever IIN the browser claims", async () => {
    const browser = visitor(oral);
    await askCode(browser, aigerim.iin, true, now);
    const code = await codeSentTo(aigerim.phone);
    const typed = { code, password: secret, repeat: secret };
    expect((await enterByCode(browser, gulnar, typed, entry, now)).ok).toBe(false);
    const other = await personByIin(db(), gulnar);
    const opened = await db()
      .select()
      .from(session)
      .where(eq(session.personId, other?.id ?? ""));
    expect(opened).toEqual([]);
  });

  test("an application without a phone leads to «Обновить номер»", async () => {
    expect(await askCode(visitor(oral), gulnar, true, now)).toEqual({
      ok: true,
      value: { step: "update-number" },
    });
  });

  test("a representative who is linked enters by the own phone only, never by the applicant's", async () => {
    const [father, child] = await Promise.all([
      personByIin(db(), "850303390009"),
      personByIin(db(), "220720690004"),
    ]);
    if (!father || !child) throw new Error("no family");
    const link = { childId: child.id, adultId: father.id, kind: "parent" as const };
    await transaction((tx) =>
      saveRepresentation(tx, { ...link, source: "birth-register", confirmed: true }, now),
    );
    expect(await askCode(visitor(oral), father.iin, true, now)).toMatchObject({
      value: { step: "update-number" },
    });
    await db().insert(contact).values({
      personId: father.id,
      phone: "+77055551122",
      phoneConfirmedAt: now,
      locale: "kk",
      updatedAt: now,
    });
    expect(await askCode(visitor(oral), father.iin, true, after(1))).toMatchObject({
      value: { step: "code", sent: { masked: "+770****1122" } },
    });
  });
});

describe("a stranger learns nothing", () => {
  test.each([
    ["an IIN that nobody has", nobodysIin],
    ["a person without a cabinet", olga.iin],
  ])("%s looks like a known one, and the number stays the same", async (_, iin) => {
    const shown: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const asked = await askCode(visitor(oral), iin, true, after(n));
      if (!asked.ok || asked.value.step !== "code") throw new Error("not a code");
      shown.push(asked.value.sent.masked);
    }
    expect(new Set(shown).size).toBe(1);
    expect(shown[0]).toMatch(/^\+77[047][0-9]?\d?\*{4}\d{4}$/u);
    expect(await db().select().from(message).where(eq(message.template, "code"))).toEqual([]);
  });

  test("a cabinet of another region is none here", async () => {
    const asked = await askCode(visitor(akmola), aigerim.iin, true, now);
    expect(asked).toMatchObject({ value: { step: "code" } });
    expect(await db().select().from(message).where(eq(message.template, "code"))).toEqual([]);
  });

  test("a decoy answers wrong guesses and limits as a real one does", async () => {
    const answers = async (iin: string) => {
      const browser = visitor(oral);
      const seen: unknown[] = [];
      seen.push((await askCode(browser, iin, true, now)).ok);
      const soon = await askCode(browser, iin, true, after(30));
      seen.push(soon);
      const wrong = { code: "x1", password: secret, repeat: secret };
      for (let n = 0; n < 4; n += 1) {
        seen.push(await enterByCode(browser, iin, wrong, entry, after(31)));
      }
      for (let n = 0; n < 12; n += 1) {
        const asked = await askCode(visitor(oral), iin, true, after(100 + n));
        seen.push(asked.ok ? asked.value.step : asked);
      }
      return seen;
    };
    const known = await answers(aigerim.iin);
    await db().execute("delete from rate_limit");
    expect(await answers(nobodysIin)).toEqual(known);
  });
});

describe("coming back", () => {
  test("a browser that was here is led to its password, and from there to a new code", async () => {
    const browser = visitor(oral);
    await enterAnew(browser);
    const back = { ...visitor(oral), deviceSecret: browser.deviceSecret };
    expect(await askCode(back, aigerim.iin, true, hours(1))).toEqual({
      ok: true,
      value: { step: "password" },
    });
    expect(await askCode(back, aigerim.iin, false, hours(1))).toMatchObject({
      value: { step: "code" },
    });
    const [row] = await db().select().from(oneTimeCode).where(eq(oneTimeCode.knownDevice, true));
    expect(row?.length).toBe(4);
  });

  test("any other browser gets a code, even with somebody's device", async () => {
    await enterAnew(visitor(oral));
    expect(await askCode(visitor(oral), aigerim.iin, true, hours(1))).toMatchObject({
      value: { step: "code" },
    });
  });

  test("forgetting the password ends every other session, and the old password", async () => {
    const browser = visitor(oral);
    const first = await enterAnew(browser);
    const again = { ...visitor(oral), deviceSecret: browser.deviceSecret };
    await askCode(again, aigerim.iin, false, hours(0.2));
    const code = await codeSentTo(aigerim.phone);
    const other = "басқа ұзын құпиясөз";
    const typed = { code, password: other, repeat: other };
    const second = await enterByCode(again, aigerim.iin, typed, entry, hours(0.2));
    if (!second.ok) throw new Error(second.code);
    expect(await sessionActor(db(), first.sessionId, hours(0.2))).toBeNull();
    expect(await sessionActor(db(), second.value.sessionId, hours(0.2))).not.toBeNull();
    expect(await enterByPassword(again, aigerim.iin, secret, entry, hours(0.3))).toMatchObject({
      code: "wrong",
    });
    expect((await enterByPassword(again, aigerim.iin, other, entry, hours(0.3))).ok).toBe(true);
  });

  test("a replaced password is told to its owner, a first one is not", async () => {
    const told = () => db().select().from(message).where(eq(message.template, "account-changed"));
    const before = (await told()).length;
    await enterAnew(visitor(oral));
    expect(await told()).toHaveLength(before);
    await enterAnew(visitor(oral), hours(1));
    const [last] = (await told()).slice(before);
    expect(last).toMatchObject({ recipient: aigerim.phone, params: { what: "password" } });
  });

  test("a new browser is told of to whoever was here before, an old one is not", async () => {
    const browser = visitor(oral);
    await enterAnew(browser);
    await enterAnew({ ...browser, browserSecret: newSecret() }, hours(1));
    const told = () =>
      db()
        .select()
        .from(message)
        .where(and(eq(message.template, "new-sign-in"), eq(message.recipient, aigerim.phone)));
    const before = (await told()).length;
    await enterAnew(visitor(oral), hours(2));
    expect((await told()).length).toBe(before + 1);
  });
});

test("the application's phone gives way to the one that the person confirmed later", async () => {
  const own = await personByIin(db(), aigerim.iin);
  if (!own) throw new Error("no Aigerim");
  await db().insert(contact).values({
    personId: own.id,
    phone: "+77770005566",
    phoneConfirmedAt: now,
    locale: "kk",
    updatedAt: now,
  });
  expect(await askCode(visitor(oral), aigerim.iin, true, now)).toMatchObject({
    value: { sent: { masked: "+777****5566" } },
  });
  const rows = await db()
    .select({ phone: application.phone })
    .from(application)
    .where(eq(application.applicantId, own.id));
  expect(rows[0]?.phone).toBe(aigerim.phone);
});
