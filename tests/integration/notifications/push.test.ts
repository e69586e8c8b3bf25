import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message, pushSubscription } from "#db/schema/notifications.ts";
import { closeTransports } from "#lib/messaging/transport.ts";
import { notify } from "#lib/notifications/notify.ts";
import { pushBrowsers, subscribe, unsubscribe } from "#lib/notifications/push-subscriptions.ts";
import { outbox } from "#lib/notifications/views.ts";
import { newId } from "#lib/platform/ids.ts";
import { resetEnv } from "#lib/platform/env.ts";
import { useTestDatabase } from "#tests/support/database.ts";
import { useTestEnvironment } from "#tests/support/environment.ts";
import {
  pushEnvironment,
  type PushServer,
  startPushServer,
  type TestBrowser,
} from "#tests/support/push-server.ts";
import { type Household, nobody, settle } from "../documents/household.ts";
import { jobs, neverQuiet, workOff } from "./working-off.ts";

useTestDatabase();

const now = new Date();
let house: Household;
let service: PushServer;
beforeAll(async () => {
  house = await settle();
  await neverQuiet();
  service = await startPushServer();
  useTestEnvironment(pushEnvironment(service));
});
beforeEach(async () => {
  service.answer(201);
  await db().delete(message);
  await db().delete(inboxItem);
  await db().delete(pushSubscription);
  await db().execute(sql`delete from graphile_worker._private_jobs`);
});
afterAll(async () => {
  await closeTransports();
  await service.stop();
  for (const name of ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT", "PUSH_HOSTS"])
    delete process.env[name];
  resetEnv();
});

const join = ({ endpoint, keys }: TestBrowser, locale: "kk" | "ru" = "ru", actor = house.olga) =>
  subscribe(actor, { endpoint, keys, locale }, "Chrome, Android", now);

const say = (template: "withdrawn" | "code" | "account-changed" = "withdrawn") =>
  transaction((tx) => {
    const common = {
      personId: house.olga.personId,
      regionId: house.akmola,
      cause: `${template}:${newId()}`,
      phone: null,
      email: null,
      locale: "kk" as const,
    };
    if (template === "code")
      return notify(tx, { ...common, template, params: { code: "4711" } }, now);
    if (template === "account-changed")
      return notify(tx, { ...common, template, params: { what: "password" } }, now);
    return notify(tx, { ...common, template, params: { number: "111-26-000042" } }, now);
  });

describe("a browser that was subscribed", () => {
  test("is told once, in its language, by a text that says nothing of the family", async () => {
    const [phone, desk] = [service.browser(), service.browser()];
    expect(await join(phone)).toMatchObject({ ok: true });
    expect(await join(desk, "kk")).toMatchObject({ ok: true });
    // Whoever counts who can be reached does not count browsers.
    expect(await say()).toBe(0);
    expect(await jobs()).toHaveLength(2);
    expect(await workOff()).toEqual([]);
    const [item] = await db().select({ id: inboxItem.id }).from(inboxItem);
    expect(phone.told.map((text): unknown => JSON.parse(text))).toEqual([
      {
        title: "Kezek",
        body: "Новое сообщение о вашем заявлении",
        path: `/ru/akmola/cabinet/inbox/${item?.id}`,
        all: "/ru/akmola/cabinet/inbox",
        lang: "ru",
      },
    ]);
    expect(desk.told).toHaveLength(1);
    expect(desk.told[0]).toContain("Өтінішіңіз туралы жаңа хабарлама");
    expect(await outbox()).toMatchObject([{ state: "sent" }, { state: "sent" }]);
    expect(service.last()).toMatchObject({ urgency: "normal", "content-encoding": "aes128gcm" });
    await say("account-changed");
    await workOff();
    expect(phone.told.at(-1)).toContain("Новое сообщение в Личном кабинете");
  });

  test("is never told a secret", async () => {
    const browser = service.browser();
    await join(browser);
    await say("code");
    expect(await jobs()).toEqual([]);
    expect(browser.told).toEqual([]);
  });

  test("that is gone is taken off, and nothing stands in for it", async () => {
    for (const status of [404, 410]) {
      await join(service.browser());
      await say();
      service.answer(status);
      await workOff();
      expect(await db().select().from(pushSubscription)).toEqual([]);
      service.answer(201);
    }
    expect((await db().select().from(message)).map((row) => [row.state, row.failure])).toEqual([
      ["failed", "gone"],
      ["failed", "gone"],
    ]);
  });

  test("whose service is down is tried again, whose service refuses is given up after five", async () => {
    await join(service.browser());
    await say();
    service.answer(503);
    expect(await workOff()).toEqual(["http-503"]);
    service.answer(429);
    await db().update(message).set({ handingOverSince: null });
    expect(await workOff()).toEqual(["http-429"]);
    service.answer(201);
    expect(await workOff()).toEqual([]);
    service.answer(400);
    for (let n = 1; n <= 5; n += 1) {
      expect(await db().select().from(pushSubscription)).toMatchObject([{ failures: n - 1 }]);
      await say();
      await workOff();
    }
    expect(await db().select().from(pushSubscription)).toEqual([]);
  });

  test("taken off meanwhile is not called", async () => {
    await join(service.browser());
    await say();
    const calls = service.count();
    await db().delete(pushSubscription);
    await workOff();
    expect(service.count()).toBe(calls);
    expect(await db().select().from(message)).toMatchObject([{ state: "failed" }]);
  });

  test("whose host is allowed no more is not called", async () => {
    await join(service.browser());
    await say();
    const calls = service.count();
    useTestEnvironment({ PUSH_HOSTS: "fcm.googleapis.com" });
    await workOff();
    useTestEnvironment({ PUSH_HOSTS: service.host });
    expect(service.count()).toBe(calls);
    expect(await db().select().from(message)).toMatchObject([{ failure: "host-not-allowed" }]);
  });
});

describe("subscribing", () => {
  test("takes addresses of known services and keys that are keys", async () => {
    const { endpoint, keys } = service.browser();
    const tried = (given: unknown) => subscribe(house.olga, given, "", now);
    expect(await tried({ endpoint, keys })).toMatchObject({ code: "malformed" });
    expect(await tried({ endpoint, keys, locale: "xx" })).toMatchObject({ code: "malformed" });
    const strange = { endpoint: "https://169.254.169.254/x", keys, locale: "ru" };
    expect(await tried(strange)).toMatchObject({ code: "not-allowed" });
    const broken = { endpoint, keys: { ...keys, p256dh: "AAAA" }, locale: "ru" };
    expect(await tried(broken)).toMatchObject({ code: "not-allowed" });
    expect(await subscribe(nobody, { endpoint, keys, locale: "ru" }, "", now)).toMatchObject({
      code: "signed-out",
    });
    expect(await db().select().from(pushSubscription)).toEqual([]);
  });

  test("again changes nothing; by another person the browser is that person's", async () => {
    const browser = service.browser();
    await join(browser);
    await join(browser);
    expect(await db().select().from(pushSubscription)).toHaveLength(1);
    await join(browser, "kk", house.aigerim);
    expect(await pushBrowsers(house.olga)).toMatchObject({ value: [] });
    expect(await pushBrowsers(house.aigerim)).toMatchObject({
      value: [{ device: "Chrome, Android" }],
    });
    await say();
    await workOff();
    expect(browser.told).toEqual([]);
  });

  test("an eleventh browser takes the place of the oldest", async () => {
    const browsers = Array.from({ length: 11 }, () => service.browser());
    for (const [n, { endpoint, keys }] of browsers.entries())
      await subscribe(
        house.olga,
        { endpoint, keys, locale: "ru" },
        "",
        new Date(now.getTime() + n),
      );
    const rows = await db().select().from(pushSubscription);
    expect(rows).toHaveLength(10);
    expect(rows.map((row) => row.endpoint)).not.toContain(browsers[0]?.endpoint);
  });

  test("ends by the list or by the browser's own word, never for somebody else", async () => {
    const [one, two] = [service.browser(), service.browser()];
    await join(one);
    await join(two);
    const [first] = await db()
      .select()
      .from(pushSubscription)
      .where(eq(pushSubscription.endpoint, one.endpoint));
    await unsubscribe(house.aigerim, { id: first?.id ?? "" });
    await unsubscribe(house.aigerim, { endpoint: two.endpoint });
    await unsubscribe(house.olga, { id: "none" });
    expect(await db().select().from(pushSubscription)).toHaveLength(2);
    await unsubscribe(house.olga, { id: first?.id ?? "" });
    await unsubscribe(house.olga, { endpoint: two.endpoint });
    expect(await db().select().from(pushSubscription)).toEqual([]);
  });

  test("is not offered without keys", async () => {
    const kept = { ...process.env };
    for (const name of ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT"])
      delete process.env[name];
    resetEnv();
    try {
      expect(await join(service.browser())).toMatchObject({ code: "not-offered" });
    } finally {
      process.env = kept;
      resetEnv();
    }
  });
});
