import { sql } from "drizzle-orm";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message } from "#db/schema/notifications.ts";
import { myInbox } from "#lib/notifications/inbox.ts";
import { notify } from "#lib/notifications/notify.ts";
import { subscribe } from "#lib/notifications/push-subscriptions.ts";
import { sendWaiting } from "#lib/notifications/send-waiting.ts";
import { type RunningWorker, startWorker } from "#lib/worker/runner.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import { pushEnvironment, type PushServer, startPushServer } from "#tests/support/push-server.ts";
import { type SmppServer, startSmppServer } from "#tests/support/smpp-server.ts";
import { type Household, settle } from "../documents/household.ts";
import { neverQuiet } from "./working-off.ts";

// Facts that come twice, several processes that tell of them at once, and two workers: one message for one cause.

useTestDatabase();

let house: Household;
let centre: SmppServer;
let service: PushServer;
let workers: RunningWorker[] = [];
beforeAll(async () => {
  house = await settle();
  await neverQuiet();
});
afterEach(async () => {
  for (const worker of workers) await worker.stop();
  workers = [];
  await centre.stop();
  await service.stop();
});

test("ten tellings of three facts and two workers make three messages by each way, and the parent sees them delivered", async () => {
  centre = await startSmppServer();
  service = await startPushServer();
  useTestEnvironment({
    SMS_URL: centre.url(),
    ...pushEnvironment(service),
  });
  const browser = service.browser();
  const { endpoint, keys } = browser;
  await subscribe(house.olga, { endpoint, keys, locale: "kk" }, "", new Date());
  const tell = (n: number) =>
    transaction((tx) =>
      notify(
        tx,
        {
          personId: house.olga.personId,
          regionId: house.akmola,
          cause: `withdrawn:${n}`,
          template: "withdrawn",
          params: { number: `111-26-00000${n}` },
          phone: "+77770001199",
          email: null,
          locale: "kk",
        },
        new Date(),
      ),
    );
  const facts = Array.from({ length: 10 }, () => [1, 2, 3]).flat();
  workers = await Promise.all([startWorker({ concurrency: 2 }), startWorker({ concurrency: 2 })]);
  const counts = await Promise.all(facts.map(tell));
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(3);
  // The minute's look at what waits, by both at once, adds nothing to what has a job.
  await Promise.all([sendWaiting(new Date()), sendWaiting(new Date())]);
  await vi.waitFor(
    async () => {
      const rows = await db().select({ state: message.state }).from(message);
      expect(rows.map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => "sent"));
    },
    { timeout: 40_000, interval: 50 },
  );
  const left = await db().execute(
    sql`select 1 from graphile_worker.jobs where task_identifier = 'send-message'`,
  );
  expect(left).toHaveLength(0);
  expect(centre.came).toHaveLength(3);
  expect(browser.told).toHaveLength(3);
  expect(await db().select().from(inboxItem)).toHaveLength(3);
  const inbox = await myInbox(house.olga, { locale: "kk" }, new Date());
  if (!inbox.ok) throw new Error(inbox.code);
  for (const { deliveries } of inbox.value.messages)
    expect(deliveries).toMatchObject([
      { channel: "sms", state: "sent" },
      { channel: "push", state: "sent" },
    ]);
});
