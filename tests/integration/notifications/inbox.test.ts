import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import { myInbox, openMessage, readEverything, unreadOf } from "#lib/notifications/inbox.ts";
import { notify } from "#lib/notifications/notify.ts";
import { recordReceipt } from "#lib/notifications/receipts.ts";
import { sweepMessages } from "#lib/notifications/sweep-messages.ts";
import { newId } from "#lib/platform/ids.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { type Household, nobody, settle, signedIn } from "../documents/household.ts";
import { neverQuiet, workOff } from "./working-off.ts";

useTestDatabase();

const phone = "+77770001199";
const email = "olga@example.kz";
const number = "111-26-000042";
const day = 24 * 3_600_000;
const now = new Date();
let house: Household;
beforeAll(async () => {
  house = await settle();
  await neverQuiet();
});
beforeEach(async () => {
  await db().delete(message);
  await db().delete(inboxItem);
  await db().execute(sql`delete from graphile_worker._private_jobs`);
});

type Changes = {
  readonly cause?: string;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly at?: Date;
};

const withdrawn = ({ at = now, ...changes }: Changes = {}) =>
  transaction((tx) =>
    notify(
      tx,
      {
        personId: house.olga.personId,
        regionId: house.akmola,
        cause: `withdrawn:${newId()}`,
        template: "withdrawn",
        params: { number },
        phone,
        email,
        locale: "kk",
        ...changes,
      },
      at,
    ),
  );

const code = () =>
  transaction((tx) =>
    notify(
      tx,
      {
        personId: house.olga.personId,
        regionId: house.akmola,
        cause: `code:${newId()}`,
        template: "code",
        params: { code: "4711" },
        phone,
        email: null,
        locale: "kk",
      },
      now,
    ),
  );

async function inbox(locale: "kk" | "ru" | "en" = "ru", cursor: string | null = null) {
  const page = await myInbox(house.olga, { locale, cursor }, now);
  if (!page.ok) throw new Error(page.code);
  return page.value;
}

describe("the inbox", () => {
  test("has one message for each cause, with what became of it by each channel", async () => {
    await withdrawn({ cause: "withdrawn:1" });
    await withdrawn({ cause: "withdrawn:1" });
    const { messages, unread, next } = await inbox();
    expect([messages.length, unread, next]).toEqual([1, 1, null]);
    expect(messages[0]).toMatchObject({
      subject: expect.stringContaining("отозвано"),
      application: { number, regionSlug: "akmola", page: "" },
      isNew: true,
      forgotten: false,
    });
    expect(messages[0]?.deliveries).toEqual([
      { channel: "sms", to: "+777****1199", state: "queued", at: null, failure: null },
      { channel: "email", to: "o***@example.kz", state: "queued", at: null, failure: null },
    ]);

    expect(await workOff()).toEqual([]);
    await db().update(message).set({ transportId: "smpp:1" }).where(eq(message.channel, "sms"));
    await recordReceipt({ transportId: "smpp:1", state: "delivered" }, now);
    await db()
      .update(message)
      .set({ state: "failed", failure: "smtp-550" })
      .where(eq(message.channel, "email"));
    const [after] = (await inbox()).messages;
    expect(after?.deliveries).toMatchObject([
      { state: "delivered", at: now },
      { state: "failed", failure: "rejected" },
    ]);
  });

  test("speaks the language of the page, not that of the day it was written", async () => {
    await withdrawn();
    expect((await inbox("en")).messages[0]?.subject).toContain("Application");
    expect((await inbox("kk")).messages[0]?.subject).toContain("өтініш");
  });

  test("leads a reminder to the page where it is answered, and speaks of no link that only the letter has", async () => {
    const date = new Date(now.getTime() + 7 * day).toISOString();
    await transaction((tx) =>
      notify(
        tx,
        {
          personId: house.olga.personId,
          regionId: house.akmola,
          cause: "interest:1",
          template: "interest",
          params: { number, application: newId(), date },
          phone,
          email,
          locale: "kk",
        },
        now,
      ),
    );
    const [reminder] = (await inbox()).messages;
    expect(reminder?.application?.page).toBe("/interest");
    expect(reminder?.body).toContain("Нажмите кнопку ниже");
    expect(reminder?.body).not.toContain("ссылк");
  });

  test("holds what could be sent nowhere", async () => {
    expect(await withdrawn({ phone: null, email: null })).toBe(0);
    expect((await inbox()).messages).toMatchObject([{ deliveries: [], forgotten: false }]);
  });

  test("shows no secret, keeps none, and calls nobody to a code of yesterday", async () => {
    await code();
    const { messages, unread } = await inbox();
    expect(unread).toBe(0);
    expect(messages).toMatchObject([{ subject: "Одноразовый код", isNew: false }]);
    expect(JSON.stringify(await db().select().from(inboxItem))).not.toContain("4711");
    expect(JSON.stringify(messages)).not.toContain("4711");
    expect(messages[0]?.deliveries).toMatchObject([{ channel: "sms", to: "+777****1199" }]);
  });

  test("is read page by page, the newest first, also where many came at once", async () => {
    for (let n = 0; n < 45; n += 1) {
      await withdrawn({ at: new Date(now.getTime() - Math.floor(n / 10) * 1000) });
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page = await inbox("ru", cursor);
      seen.push(...page.messages.map(({ id }) => id));
      cursor = page.next;
      pages += 1;
    } while (cursor !== null);
    expect([pages, new Set(seen).size, seen.length]).toEqual([3, 45, 45]);
    const times = new Map(
      (await db().select().from(inboxItem)).map((row) => [row.id, row.createdAt.getTime()]),
    );
    expect(seen.map((id) => times.get(id))).toEqual(
      seen.map((id) => times.get(id) ?? 0).toSorted((a, b) => b - a),
    );
    for (const strange of ["x", "2026-01-01_1", "_", "'; drop table"]) {
      expect((await inbox("ru", strange)).messages).toHaveLength(20);
    }
  });
});

describe("a message", () => {
  const open = (id: string, actor = house.olga) => openMessage(actor, { id, locale: "ru" }, now);

  test("is read by opening it, a light sign-in and one on hold being enough", async () => {
    await withdrawn();
    await withdrawn();
    const [first] = (await inbox()).messages;
    const light = { ...signedIn({ id: house.olga.personId, iin: house.olga.iin }, "light") };
    expect(await unreadOf({ ...light, onHold: true })).toBe(2);
    expect(await open(first?.id ?? "", light)).toMatchObject({ ok: true, value: { isNew: true } });
    expect(await open(first?.id ?? "")).toMatchObject({ ok: true, value: { isNew: false } });
    expect(await unreadOf(house.olga)).toBe(1);
    await readEverything(house.olga, now);
    expect(await unreadOf(house.olga)).toBe(0);
  });

  test("of somebody else is not there, and stays unread", async () => {
    await withdrawn();
    const [first] = (await inbox()).messages;
    const refused = { ok: false, code: "not-yours" };
    expect(await open(first?.id ?? "", house.aigerim)).toMatchObject(refused);
    expect(await open(newId())).toMatchObject(refused);
    expect(await open("../../etc")).toMatchObject(refused);
    expect(await myInbox(nobody, { locale: "kk" }, now)).toMatchObject({ code: "signed-out" });
    expect(await unreadOf(nobody)).toBe(0);
    await readEverything(house.aigerim, now);
    expect(await unreadOf(house.olga)).toBe(1);
    const others = await myInbox(house.aigerim, { locale: "kk" }, now);
    expect(others).toMatchObject({ ok: true, value: { messages: [], unread: 0 } });
  });
});

test("where a message went is forgotten by the policy, that it came much later, a code with the first", async () => {
  await withdrawn({ cause: "old" });
  await code();
  await workOff();
  await withdrawn({ cause: "waits", at: new Date(now.getTime() + 1) });
  await sweepMessages(new Date(now.getTime() + 399 * day));
  expect(await db().select().from(message)).toHaveLength(5);
  const later = new Date(now.getTime() + 401 * day);
  await sweepMessages(later);
  // What was never sent has not ended.
  expect((await db().select().from(message)).map(({ cause }) => cause)).toEqual(["waits", "waits"]);
  const page = await myInbox(house.olga, { locale: "ru" }, later);
  expect(page).toMatchObject({
    value: { messages: [{ forgotten: false }, { forgotten: true, deliveries: [] }] },
  });
  await sweepMessages(new Date(now.getTime() + 1_101 * day));
  expect(await db().select().from(inboxItem)).toEqual([]);
});
