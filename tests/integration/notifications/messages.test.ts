import { eq, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET } from "#app/s/[code]/route.ts";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { newId } from "#lib/platform/ids.ts";
import { notify } from "#lib/notifications/notify.ts";
import { sendMessage } from "#lib/notifications/send-message.ts";
import { sendWaiting } from "#lib/notifications/send-waiting.ts";
import { outbox } from "#lib/notifications/views.ts";
import { type Household, settle } from "../documents/household.ts";
import { newLogKey } from "#tests/support/environment.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { jobs, neverQuiet, workOff } from "./working-off.ts";

useTestDatabase();

// Messages grow old by the real clock.
const now = new Date();
let house: Household;
beforeAll(async () => {
  house = await settle();
  await neverQuiet();
});
beforeEach(async () => {
  await db().delete(message);
  await db().delete(inboxItem);
});

const phone = "+77770001199";
const email = "olga@example.kz";

function registered(cause = `registered:${newId()}`, changes: { phone?: null; email?: null } = {}) {
  return transaction((tx) =>
    notify(
      tx,
      {
        personId: house.olga.personId,
        regionId: house.akmola,
        cause,
        template: "registered",
        params: { number: "111-26-000042", n: 17, code: "7KXR24BD" },
        phone,
        email,
        locale: "kk",
        ...changes,
      },
      now,
    ),
  );
}

describe("a message", () => {
  test("is said once by each channel, however often it is asked for", async () => {
    expect(await registered("registered:1")).toBe(2);
    expect(await registered("registered:1")).toBe(0);
    expect(await outbox()).toHaveLength(2);
    expect(await registered("registered:2", { email: null })).toBe(1);
    expect(await registered("registered:3", { email: null, phone: null })).toBe(0);
  });

  test("dies with the transaction of its fact", async () => {
    const failed = transaction(async (tx) => {
      await notify(
        tx,
        {
          personId: null,
          regionId: null,
          cause: "sign-in:1",
          template: "new-sign-in",
          params: { device: "Chrome" },
          phone,
          email: null,
          locale: "ru",
        },
        now,
      );
      throw new Error("the fact did not happen");
    });
    await expect(failed).rejects.toThrow("the fact did not happen");
    expect(await outbox(phone)).toEqual([]);
  });

  test("is sent by its job, once, and stands in the demo's outbox", async () => {
    await registered();
    const rows = await db().select().from(message);
    for (const { id } of rows) await sendMessage({ messageId: id });
    const sent = await outbox(email);
    expect(sent).toMatchObject([{ channel: "email", state: "sent", parts: null }]);
    expect(sent[0]?.subject).toContain("111-26-000042");
    const [item] = await db().select({ id: inboxItem.id }).from(inboxItem);
    expect(sent[0]?.text).toContain(`http://localhost:3000/kk/akmola/cabinet/inbox/${item?.id}\n`);
    expect(await outbox(phone)).toMatchObject([{ channel: "sms", state: "sent", parts: 1 }]);

    for (const { id } of rows) await sendMessage({ messageId: id });
    await sendMessage({ messageId: newId() });
    expect((await db().select().from(message)).map((row) => row.attempts)).toEqual([1, 1]);
  });

  test("has a short address in its SMS that leads where the letter does", async () => {
    const cause = `sign-in:${newId()}`;
    await transaction((tx) =>
      notify(
        tx,
        {
          personId: house.olga.personId,
          regionId: house.akmola,
          cause,
          template: "new-sign-in",
          params: { device: "Chrome" },
          phone,
          email: null,
          locale: "ru",
        },
        now,
      ),
    );
    const [sms] = await outbox(phone);
    const code = /\/s\/(\w{9})$/.exec(sms?.text ?? "")?.[1] ?? "";
    const open = async (given: string) =>
      (
        await GET(new Request("http://localhost:3000/s/x"), {
          params: Promise.resolve({ code: given }),
        })
      ).headers.get("location");
    expect(await open(code)).toBe("/ru/akmola/cabinet/sessions");
    for (const strange of ["zzzzzzzzz", "000000000", "short", "../../etc", `${code}x`]) {
      expect(await open(strange)).toBe("/kk/no-message");
    }
  });

  test("waits in the queue while there is no way out, and gets a job once there is one", async () => {
    await registered("registered:9", { email: null });
    const [row] = await db().select().from(message).where(eq(message.cause, "registered:9"));
    await inProduction(async () => {
      await sendMessage({ messageId: row?.id ?? "" });
      await db().execute(sql`delete from graphile_worker._private_jobs`);
      await sendWaiting(now);
      expect(await jobs()).toEqual([]);
    });
    expect(await outbox(phone)).toMatchObject([{ state: "queued", sentAt: null }]);
    await sendWaiting(now);
    await sendWaiting(now);
    expect(await jobs()).toMatchObject([{ key: `send-message:${row?.id}`, priority: 0 }]);
    await workOff();
    expect(await outbox(phone)).toMatchObject([{ state: "sent" }]);
  });
});

describe("a code", () => {
  const code = (changes: { expiresAt?: Date } = {}) =>
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
          ...changes,
        },
        now,
      ),
    );

  test("goes before everything else and is read in the demo's outbox", async () => {
    await db().execute(sql`delete from graphile_worker._private_jobs`);
    await registered();
    await code();
    expect((await jobs()).map(({ priority }) => priority).toSorted((a, b) => a - b)).toEqual([
      -10, 0, 0,
    ]);
    await workOff();
    expect(await outbox(phone)).toMatchObject([{ state: "sent" }, { state: "sent" }]);
    expect((await outbox(phone)).map(({ text }) => text)).toContain(
      "Kezek: код 4711. Оны ешкімге айтпаңыз.",
    );
  });

  test("is not sent after its time", async () => {
    await code({ expiresAt: new Date(Date.now() - 1) });
    const [row] = await db().select().from(message);
    await sendMessage({ messageId: row?.id ?? "" });
    expect(await outbox(phone)).toMatchObject([{ state: "expired", sentAt: null }]);
  });

  test("ends with its time when nobody could send it, and its digits with it", async () => {
    await code({ expiresAt: new Date(now.getTime() + 1) });
    await inProduction(async () => {
      await sendWaiting(now);
      expect(await db().select().from(message)).toMatchObject([
        { state: "queued", secret: true, params: { code: "4711" } },
      ]);
      await sendWaiting(new Date(now.getTime() + 1));
    });
    expect(await db().select().from(message)).toMatchObject([{ state: "expired", params: {} }]);
    // Even the demo cannot show what is erased.
    expect(await outbox(phone)).toMatchObject([{ text: "code" }]);
  });
});

/** As in a deployment that has not said yet how it sends. */
async function inProduction(work: () => Promise<void>): Promise<void> {
  const before = { ...process.env };
  Object.assign(process.env, {
    APP_ENV: "production",
    // The connection that is open stays.
    DATABASE_URL: "postgres://kezek@localhost/kezek",
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString("base64"),
    S3_ENDPOINT: "https://s3.example.kz",
    S3_REGION: "kz",
    S3_BUCKET: "kezek",
    S3_ACCESS_KEY_ID: "x",
    S3_SECRET_ACCESS_KEY: "x",
    EDS_TRUST_DIR: "/nowhere",
    EDS_ALLOW_TEST_CA: "0",
    REGISTRIES: "shep",
    SHEP_URL: "https://shep.example.kz",
    SHEP_SENDER_ID: "x",
    SHEP_PASSWORD: "x",
    LOG_SIGNING_KEY: newLogKey(),
    KEZEK_DIR: "",
    STORAGE_DIR: "",
  });
  resetEnv();
  try {
    await work();
  } finally {
    process.env = before;
    resetEnv();
  }
}
