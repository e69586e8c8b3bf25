import { eq, sql } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { message } from "#db/schema/notifications.ts";
import { closeTransports, openTransports } from "#lib/messaging/transport.ts";
import { notify } from "#lib/notifications/notify.ts";
import { keepReceipt, recordReceipt } from "#lib/notifications/receipts.ts";
import { sendMessage } from "#lib/notifications/send-message.ts";
import { sendWaiting } from "#lib/notifications/send-waiting.ts";
import { outbox } from "#lib/notifications/views.ts";
import { saveContact } from "#lib/people/records.ts";
import { newId } from "#lib/platform/ids.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import {
  readText,
  receiptBody,
  type SmppServer,
  startSmppServer,
} from "#tests/support/smpp-server.ts";
import { startGateway } from "#tests/support/sms-gateway.ts";
import {
  header,
  letterText,
  type MailServer,
  startMailServer,
} from "#tests/support/smtp-server.ts";
import { type Household, settle } from "../documents/household.ts";
import { jobs, neverQuiet, workOff } from "./working-off.ts";

useTestDatabase();

const now = new Date();
const phone = "+77770001199";
const email = "olga@example.kz";

let house: Household;
let centre: SmppServer;
let mail: MailServer;

beforeAll(async () => {
  house = await settle();
  await neverQuiet();
  await transaction((tx) =>
    saveContact(tx, house.olga.personId, { phone, email, secondPhone: null, locale: "kk" }, now),
  );
});
beforeEach(async () => {
  centre = await startSmppServer();
  mail = await startMailServer();
  useTestEnvironment({ SMS_URL: centre.url(), SMTP_URL: mail.url() });
});
afterEach(async () => {
  await closeTransports();
  await centre.stop();
  await mail.stop();
  await db().delete(message);
  await db().execute(sql`delete from graphile_worker._private_jobs`);
});

async function write(
  what: "registered" | "code",
  to: { phone?: string | null; email?: string | null } = { phone },
): Promise<string> {
  const common = {
    personId: house.olga.personId,
    regionId: house.akmola,
    cause: `${what}:${newId()}`,
    phone: null,
    email: null,
    locale: "kk" as const,
    ...to,
  };
  const params = { number: "111-26-000042", n: 17, code: "7KXR24BD" };
  await transaction((tx) =>
    what === "code"
      ? notify(tx, { ...common, template: "code", params: { code: "4711" } }, now)
      : notify(tx, { ...common, template: "registered", params }, now),
  );
  const [row] = await db().select().from(message).where(eq(message.cause, common.cause));
  return row?.id ?? "";
}

const rows = () => db().select().from(message).orderBy(message.createdAt, message.insteadOf);
const row = async (id: string) => (await db().select().from(message).where(eq(message.id, id)))[0];

describe("a message", () => {
  test("leaves by SMS and by letter with every Kazakh letter, and is delivered when the centre says so", async () => {
    openTransports(keepReceipt);
    const id = await write("registered", { phone, email });
    expect(await workOff()).toEqual([]);
    expect(centre.taken.map(readText)).toEqual([
      "Өтініш тіркелді: 111-26-000042. Кезектегі нөмірі: 17",
    ]);
    expect(mail.taken.map(({ raw }) => header(raw, "subject"))).toEqual([
      "№\u00a0111-26-000042 өтініш тіркелді",
    ]);
    expect(letterText(mail.taken[0]?.raw ?? "")).toContain("Кезектегі нөмірі: 17");
    const sent = (await rows()).map(({ state, transportId }) => [state, transportId]);
    expect(sent).toContainEqual(["sent", "smpp:abc1"]);

    await expect.poll(() => centre.deliver(receiptBody("ABC1", "DELIVRD"))).toEqual([0]);
    expect(await workOff(now)).toEqual([]);
    const sms = (await rows()).find(({ channel }) => channel === "sms");
    expect(sms).toMatchObject({ state: "delivered", deliveredAt: now });
    // Nothing is said twice, however often the job runs.
    await sendMessage({ messageId: id });
    expect([centre.came.length, mail.taken.length]).toEqual([1, 1]);
  });

  test("waits while the centre is down or refuses, and leaves once", async () => {
    const { port } = centre;
    await centre.stop();
    const id = await write("registered");
    expect(await workOff()).toEqual(["no-connection"]);
    expect(await row(id)).toMatchObject({
      state: "queued",
      failure: "no-connection",
      handingOverSince: null,
    });
    centre = await startSmppServer(port);
    centre.statuses.push(0x08);
    await expect.poll(() => workOff(), { timeout: 30_000 }).toEqual(["smpp-08"]);
    expect(await workOff()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: "sent", failure: null });
    expect([centre.came.length, centre.taken.length]).toEqual([2, 1]);
  });

  test("is handed over by one worker only, however many try", async () => {
    const id = await write("registered");
    const held: Array<() => void> = [];
    centre.before = () => new Promise<void>((resolve) => held.push(resolve));
    const tries = Promise.allSettled(
      Array.from({ length: 20 }, () => sendMessage({ messageId: id })),
    );
    await expect.poll(() => held.length).toBe(1);
    // Only one of the others may still be on its way to the database; then it finds the mark.
    await sendMessage({ messageId: id });
    held[0]?.();
    await tries;
    expect(centre.came).toHaveLength(1);
    expect(await row(id)).toMatchObject({ state: "sent", attempts: 1 });
  });
});

describe("a second channel", () => {
  test("says it when the number is none", async () => {
    centre.statuses.push(0x0b);
    const id = await write("registered");
    expect(await workOff()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: "failed", failure: "smpp-0b" });
    expect(await workOff()).toEqual([]);
    expect(mail.taken.map(({ to }) => to)).toEqual([email]);
    expect(await rows()).toContainEqual(
      expect.objectContaining({ channel: "email", state: "sent", insteadOf: id }),
    );
  });

  test("says it when a receipt says that it did not arrive, and a later receipt changes nothing", async () => {
    const id = await write("registered");
    await workOff();
    await recordReceipt({ transportId: "smpp:abc1", state: "failed" }, now);
    expect(await row(id)).toMatchObject({ state: "failed", failure: "undelivered" });
    await recordReceipt({ transportId: "smpp:abc1", state: "delivered" }, now);
    await recordReceipt({ transportId: "smpp:abc1", state: "failed" }, now);
    expect((await row(id))?.state).toBe("failed");
    await workOff();
    expect(mail.taken).toHaveLength(1);
  });

  test("keeps still when it has spoken already, and does not send the matter back", async () => {
    centre.statuses.push(0x0b);
    mail.mood = "no-such-box";
    await write("registered", { phone, email });
    await workOff();
    await workOff();
    expect((await rows()).map(({ state }) => state)).toEqual(["failed", "failed"]);
    // Nor does it write to the new address what went to the old one.
    centre.statuses.push(0x0b);
    mail.mood = "honest";
    await write("registered", { phone, email: "older@example.kz" });
    await workOff();
    expect(await jobs()).toEqual([]);
    mail.mood = "no-such-box";
    await write("registered", { email });
    await workOff();
    // The letter failed: the SMS says it.
    expect((await jobs()).length).toBe(1);
    centre.statuses.push(0x0b);
    await workOff();
    expect(await jobs()).toEqual([]);
  });
});

describe("a secret", () => {
  test("is erased when it has left", async () => {
    const id = await write("code");
    expect(await workOff()).toEqual([]);
    expect(centre.taken.map(readText)).toEqual(["Kezek: код 4711. Оны ешкімге айтпаңыз."]);
    expect(await row(id)).toMatchObject({ state: "sent", params: {} });
    expect(JSON.stringify(await outbox())).not.toContain("4711");
  });

  test("is never said by another channel", async () => {
    centre.statuses.push(0x0b);
    const id = await write("code");
    await workOff();
    expect(await row(id)).toMatchObject({ state: "failed", params: {} });
    expect(await rows()).toHaveLength(1);
    const second = await write("code");
    await workOff();
    await recordReceipt({ transportId: "smpp:abc2", state: "failed" }, now);
    expect(await row(second)).toMatchObject({ state: "failed" });
    expect(await rows()).toHaveLength(2);
    expect(mail.taken).toEqual([]);
  });

  test("that nobody answered for is given up: it does not come twice", async () => {
    const id = await write("code");
    centre.mood = "hanging-up";
    expect(await workOff()).toEqual([]);
    centre.mood = "honest";
    await workOff();
    expect(await row(id)).toMatchObject({ state: "failed", failure: "unknown", params: {} });
    expect(centre.came).toHaveLength(1);
  });

  test("that surely did not leave is tried again", async () => {
    const id = await write("code");
    centre.statuses.push(0x08);
    expect(await workOff()).toEqual(["smpp-08"]);
    expect(await workOff()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: "sent" });
  });
});

describe("what a dead worker was handing over", () => {
  const marked = async (id: string, minutes: number) =>
    db().execute(sql`
      update message set handing_over_since = now() - make_interval(mins => ${minutes}) where id = ${id}`);

  test("is left alone while the worker may live", async () => {
    const id = await write("registered");
    await marked(id, 1);
    expect(await workOff()).toEqual([]);
    expect(centre.came).toEqual([]);
    expect(await row(id)).toMatchObject({ state: "queued" });
    // It comes back when the mark counts no longer: three minutes after it was made.
    const waiting = await db().execute<{ seconds: number }>(sql`
      select extract(epoch from run_at - now())::int as seconds from graphile_worker.jobs`);
    expect(waiting.map(({ seconds }) => Math.round(seconds / 20))).toEqual([6]);
  });

  test("is not called unsent when its time is over: nobody knows", async () => {
    const id = await write("code");
    await marked(id, 4);
    await db().execute(sql`update message set expires_at = now() where id = ${id}`);
    await sendWaiting(new Date());
    expect(await row(id)).toMatchObject({ state: "queued" });
    expect(await workOff()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: "failed", failure: "unknown", params: {} });
  });

  test("is never said again by that channel: a letter says the news, a secret is given up", async () => {
    const [news, code] = [await write("registered"), await write("code")];
    await marked(news, 4);
    await marked(code, 4);
    expect(await workOff()).toEqual([]);
    expect(await row(news)).toMatchObject({ state: "failed", failure: "unknown" });
    expect(await row(code)).toMatchObject({ state: "failed", failure: "unknown", params: {} });
    expect(await workOff()).toEqual([]);
    expect(mail.taken).toHaveLength(1);
    expect(centre.came).toEqual([]);
  });

  test("is handed over again where the other side knows its number", async () => {
    const gateway = await startGateway();
    useTestEnvironment({ SMS_URL: gateway.url() });
    gateway.answers.push("cut");
    const id = await write("registered");
    expect(await workOff()).toEqual(["no-answer"]);
    await marked(id, 4);
    expect(await workOff()).toEqual([]);
    expect(await row(id)).toMatchObject({ state: "sent" });
    expect([gateway.came.length, gateway.taken.length]).toEqual([2, 1]);
    await gateway.stop();
  });
});

test("a receipt that comes before its message is written waits for it; a strange one changes nothing", async () => {
  const id = await write("registered");
  await keepReceipt({ transport: "smpp", id: "abc1", state: "delivered" });
  await db().execute(
    sql`update graphile_worker._private_jobs set priority = -20 where key is null`,
  );
  expect(await workOff(now)).toEqual(["a receipt for no message of ours"]);
  expect(await row(id)).toMatchObject({ state: "sent" });
  expect(await workOff(now)).toEqual([]);
  expect(await row(id)).toMatchObject({ state: "delivered" });
  await expect(recordReceipt({ transportId: "smpp:nobody", state: "failed" }, now)).rejects.toThrow(
    "no message of ours",
  );
});
