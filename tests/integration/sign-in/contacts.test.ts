import { and, eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { auditEntry } from "#db/schema/audit.ts";
import { message } from "#db/schema/notifications.ts";
import { contact, pendingContact } from "#db/schema/people.ts";
import { anonymous, type PersonActor } from "#lib/access/actor.ts";
import { profileView } from "#lib/people/profile.ts";
import type { Portal } from "#lib/regions/views.ts";
import { accountOf } from "#lib/sign-in/account.ts";
import type { Visitor } from "#lib/sign-in/by-code.ts";
import { confirmContact, sendContactCode, updateProfile } from "#lib/sign-in/contacts.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { after, aigerim, codeSentTo, demoPortals, forgetCodes, not, now, visitor } from "./door.ts";
import { demoParent, lightly } from "./demo-parent.ts";

useTestDatabase();

let oral: Portal;
let mother: PersonActor;
let browser: Visitor;

beforeAll(async () => {
  ({ oral } = await demoPortals());
  mother = await demoParent(aigerim.iin);
});
beforeEach(async () => {
  await forgetCodes();
  await db().delete(pendingContact);
  await db().delete(contact);
  await db().delete(message);
  browser = visitor(oral);
});

const typed = { email: "aigerim@example.kz", phone: "+77017008345", secondPhone: "", locale: "kk" };
const save = (changes: Record<string, string> = {}, at = now) =>
  updateProfile(mother, { ...typed, ...changes }, at, oral.id);
const contacts = async () => {
  const view = await profileView(mother);
  if (!view.ok) throw new Error(view.code);
  return view.value;
};

async function confirmed(field: "email" | "phone" | "secondPhone", to: string, at = now) {
  const sent = await sendContactCode(mother, browser, field, at);
  expect(sent).toMatchObject({ ok: true });
  return await confirmContact(mother, browser, await codeSentTo(to), at);
}

describe("a contact", () => {
  test("is confirmed by the code sent to it, and only then gets codes for sign-in", async () => {
    expect(await save({ phone: "+77750000001" })).toMatchObject({
      ok: true,
      value: { unconfirmed: ["email", "phone"] },
    });
    // Typed is not proven: the number of the application stands.
    expect((await accountOf(db(), oral.id, mother.iin))?.phone).toBe(aigerim.phone);
    expect(await confirmed("email", "aigerim@example.kz")).toEqual({ ok: true, value: "email" });
    expect(await confirmed("phone", "+77750000001", after(1))).toMatchObject({ value: "phone" });
    expect((await accountOf(db(), oral.id, mother.iin))?.phone).toBe("+77750000001");
    expect((await contacts()).confirmed).toMatchObject({ email: now, phone: after(1) });
  });

  test("that replaces a confirmed one waits for its code; the former one is told", async () => {
    await save();
    await confirmed("email", "aigerim@example.kz");
    await confirmed("phone", aigerim.phone, after(1));
    const saved = await save({ phone: "+77750000002", email: "new@example.kz" }, after(2));
    expect(saved).toMatchObject({ value: { unconfirmed: ["email", "phone"] } });
    expect(await contacts()).toMatchObject({
      contact: { phone: aigerim.phone, email: "aigerim@example.kz" },
      pending: { phone: "+77750000002", email: "new@example.kz" },
    });
    expect((await accountOf(db(), oral.id, mother.iin))?.phone).toBe(aigerim.phone);
    expect(await confirmed("phone", "+77750000002", after(3))).toMatchObject({ ok: true });
    expect(await contacts()).toMatchObject({ contact: { phone: "+77750000002" } });
    expect((await contacts()).pending).toEqual({ email: "new@example.kz" });
    const told = await db().select().from(message).where(eq(message.template, "account-changed"));
    expect(told.map((row) => row.recipient).toSorted()).toEqual([
      aigerim.phone,
      "aigerim@example.kz",
    ]);
  });

  test("taken away is told, and stands no more", async () => {
    await save({ secondPhone: "+77050000009" });
    await confirmed("secondPhone", "+77050000009");
    expect(await save({}, after(5))).toMatchObject({ ok: true });
    expect((await contacts()).contact?.secondPhone).toBeNull();
    const told = await db()
      .select()
      .from(message)
      .where(and(eq(message.template, "account-changed"), eq(message.channel, "sms")));
    expect(told.map((row) => row.recipient)).toEqual(["+77050000009"]);
  });

  test("is not confirmed by another code, in another browser, twice, or for what is not wanted any more", async () => {
    await save();
    await sendContactCode(mother, browser, "phone", now);
    const code = await codeSentTo(aigerim.phone);
    expect(await confirmContact(mother, visitor(oral), code, now)).toMatchObject({ code: "gone" });
    expect(await confirmContact(mother, browser, not(code), now)).toMatchObject({ code: "wrong" });
    expect(await confirmContact(mother, browser, "", now)).toMatchObject({ code: "missing" });
    const father = await demoParent("850303390009");
    await save({ phone: "+77750000003" }, after(1));
    expect(await confirmContact(mother, browser, code, after(2))).toMatchObject({ code: "gone" });
    expect(await confirmContact(father, browser, code, after(2))).toMatchObject({ code: "gone" });
    expect((await contacts()).confirmed.phone).toBeNull();
  });

  test("in parallel one code confirms once", async () => {
    await save();
    await sendContactCode(mother, browser, "phone", now);
    const code = await codeSentTo(aigerim.phone);
    const all = await Promise.all(
      Array.from({ length: 3 }, () => confirmContact(mother, browser, code, now)),
    );
    expect(all.filter((each) => each.ok)).toHaveLength(1);
  });

  test("is changed by nobody who is too light, and by nobody else", async () => {
    for (const actor of [lightly(mother), lightly(mother, true)]) {
      expect(await updateProfile(actor, typed, now)).toMatchObject({ code: "too-light" });
      expect(await sendContactCode(actor, browser, "phone", now)).toMatchObject({
        code: "too-light",
      });
      expect(await confirmContact(actor, browser, "1234", now)).toMatchObject({
        code: "too-light",
      });
    }
    expect(await updateProfile(anonymous("ru"), typed, now)).toMatchObject({ code: "signed-out" });
    expect(await db().select().from(contact)).toEqual([]);
  });

  test("leaves no value in the audit", async () => {
    await save({ phone: "+77750000004" });
    const rows = await db().select().from(auditEntry).where(eq(auditEntry.action, "profile.write"));
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows.map((row) => row.detail))).not.toMatch(/example|7750/u);
  });

  test("keeps the choice of channels", async () => {
    await save({ channels: "email" });
    expect((await contacts()).contact?.channels).toBe("email");
    expect(await save({ channels: "pigeon" })).toMatchObject({ code: "invalid" });
  });
});
