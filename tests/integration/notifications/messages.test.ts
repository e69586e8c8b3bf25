import { eq } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { newId } from "#lib/platform/ids.ts";
import { notify } from "#lib/notifications/notify.ts";
import { sendMessage } from "#lib/notifications/send-message.ts";
import { outbox } from "#lib/notifications/views.ts";
import { type Household, now, settle } from "../documents/household.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";

useTestDatabase();

let house: Household;
beforeAll(async () => {
  house = await settle();
});
beforeEach(async () => {
  await db().delete(message);
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
    expect(sent[0]?.text).toContain("http://localhost:3000/kk/akmola/cabinet");
    expect(await outbox(phone)).toMatchObject([{ channel: "sms", state: "sent", parts: 1 }]);

    for (const { id } of rows) await sendMessage({ messageId: id });
    await sendMessage({ messageId: newId() });
    expect((await db().select().from(message)).map((row) => row.attempts)).toEqual([1, 1]);
  });

  test("waits in the queue while there is no way out", async () => {
    await registered("registered:9", { email: null });
    const [row] = await db().select().from(message).where(eq(message.cause, "registered:9"));
    useTestEnvironment({ SMS_URL: "https://sms.example.kz" });
    await sendMessage({ messageId: row?.id ?? "" });
    delete process.env["SMS_URL"];
    resetEnv();
    expect(await outbox(phone)).toMatchObject([{ state: "queued", sentAt: null }]);
  });
});
