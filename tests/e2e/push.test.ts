import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { inboxItem, message, pushSubscription } from "#db/schema/notifications.ts";
import { person } from "#db/schema/people.ts";
import { region } from "#db/schema/regions.ts";
import { notify } from "#lib/notifications/notify.ts";
import { newId } from "#lib/platform/ids.ts";
import { useBrowser } from "#tests/support/browser.ts";
import { type PushServer, startPushServer } from "#tests/support/push-server.ts";
import { inPortal } from "#tests/support/portal.ts";
import { signInAs } from "./sign-in-steps.ts";
import { cleanSlate } from "./support/clean-slate.ts";
import { olga } from "./support/families.ts";
import { lookAt } from "./support/look.ts";
import {
  answerPermission,
  deliver,
  givePushService,
  pressNotice,
  subscribed,
} from "./support/push-browser.ts";
import { button, heading, type Walk, walk, words } from "./support/walk.ts";
import type { Language } from "./support/ways-in.ts";

// The switch of the inbox, pressed in the browser: what it says in each state, and what a message becomes on its way.

const visitor = useBrowser();
let service: PushServer;
beforeAll(async () => {
  service = await startPushServer(inject("pushPort"));
});
beforeEach(async () => {
  await cleanSlate();
  await withPushKeys(async () => {
    for (const table of [inboxItem, message, pushSubscription]) await db().delete(table);
  });
});
afterAll(async () => {
  await cleanSlate();
  await service.stop();
});

/** In the portal's database and with its keys: whoever has none tells no browser. */
async function withPushKeys<T>(work: () => Promise<T>): Promise<T> {
  const secrets = readFileSync(join(inject("portalFolder"), "secrets.json"), "utf8");
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = JSON.parse(secrets) as Record<string, string>;
  const VAPID_SUBJECT = "mailto:kezek@example.kz";
  Object.assign(process.env, { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT });
  try {
    return await inPortal(work);
  } finally {
    for (const name of ["VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY", "VAPID_SUBJECT"])
      delete process.env[name];
  }
}

const browsers = () => withPushKeys(() => db().select().from(pushSubscription));

const number = "111-26-000042";
async function tellOlga(): Promise<void> {
  await withPushKeys(async () => {
    const [who] = await db().select().from(person).where(eq(person.iin, olga.iin));
    const [where] = await db().select().from(region).where(eq(region.slug, "akmola"));
    if (!who || !where) throw new Error("the demo has no Olga");
    const about = { personId: who.id, regionId: where.id, phone: null, email: null };
    const said = { template: "withdrawn" as const, params: { number }, cause: `e2e:${newId()}` };
    // Whatever the hour: the answer to what she has just done.
    const now = { locale: "ru" as const, asked: true };
    await transaction((tx) => notify(tx, { ...about, ...said, ...now }, new Date()));
  });
}

/** Olga in her inbox, in a browser that `prepare` has had in hand. */
async function inInbox(
  prepare: (page: Page) => Promise<void>,
  language: Language = "ru",
): Promise<Walk> {
  const page = await visitor.newPage({ viewport: { width: 360, height: 800 } });
  await prepare(page);
  await signInAs(page, { iin: olga.iin, language }, "/cabinet/inbox");
  return walk(page, language);
}

const ready = async (page: Page) => {
  await answerPermission(page, "granted");
  await givePushService(page, `http://${service.host}`);
};

/** What the browser made while it was switched on, known to the service from now on. */
async function knownToService(page: Page) {
  const made = await subscribed(page);
  if (made === null) throw new Error("the browser has no subscription");
  const { endpoint, p256dh, auth, privateKey } = made;
  const path = new URL(endpoint).pathname;
  return service.join(path, { p256dh, auth }, Buffer.from(privateKey, "base64url"));
}

describe.each(["kk", "ru"] as const)("in %s", (language) => {
  test("switched on, a message comes sealed for this browser, is shown in its language and leads to itself", async () => {
    const visit = await inInbox(ready, language);
    const { page, t, root } = visit;
    await button(visit, "inbox.push.enable").click();
    await page.getByText(t("inbox.push.on"), { exact: true }).waitFor();
    expect(await browsers()).toMatchObject([{ locale: language, failures: 0 }]);
    const browser = await knownToService(page);

    await tellOlga();
    await expect.poll(() => browser.told.length, { timeout: 30_000 }).toBe(1);
    const [text = ""] = browser.told;
    // What lies on a locked screen says nothing of the family.
    expect(text).not.toContain(number);
    const shown = await deliver(page, text);
    expect(shown).toMatchObject({
      title: t("inbox.push.title"),
      body: t("inbox.push.newsOfApplication"),
      lang: language,
    });
    expect(shown.data.path).toMatch(new RegExp(`^${root}/cabinet/inbox/[0-9a-f-]{36}$`));
    await page.goto(await pressNotice(page));
    const subject = t("message.mail.withdrawn.subject", { number });
    await page.getByRole("heading", { level: 1, name: subject }).waitFor();
    expect(await words(visit)).toContain(t("inbox.channel.push"));

    await tellOlga();
    await expect.poll(() => browser.told.length, { timeout: 30_000 }).toBe(2);
    const second = await deliver(page, browser.told[1] ?? "");
    // Two unread ones behind one notice: it leads to the list.
    expect(second.data.path).toBe(`${root}/cabinet/inbox`);

    // It is on the next time too, stands in the list, and is switched off.
    await page.goto(`${root}/cabinet/inbox`);
    await page.getByText(t("inbox.push.on"), { exact: true }).waitFor();
    await page.getByRole("heading", { name: t("inbox.push.list") }).waitFor();
    await lookAt(page, "inbox-push-on");
    await button(visit, "inbox.push.disable").click();
    await page.getByText(t("inbox.push.off"), { exact: true }).waitFor();
    await button(visit, "inbox.push.enable").waitFor();
    expect(await browsers()).toEqual([]);
    expect(await subscribed(page)).toBeNull();
  });
});

describe("the switch says what is the matter", () => {
  test("a browser that forbids notifications, as this one does: no button that cannot help", async () => {
    const visit = await inInbox(async () => undefined);
    const { page, t } = visit;
    await page.getByText(t("inbox.push.denied")).waitFor();
    expect(await button(visit, "inbox.push.enable").count()).toBe(0);
    await lookAt(page, "inbox-push-denied");
  });

  test("forbidden at the question, and no answer to it", async () => {
    const denied = await inInbox((page) => answerPermission(page, "denied"));
    await button(denied, "inbox.push.enable").click();
    await denied.page.getByText(denied.t("inbox.push.denied")).waitFor();
    expect(await button(denied, "inbox.push.enable").count()).toBe(0);
    const silent = await inInbox((page) => answerPermission(page, "default"));
    await button(silent, "inbox.push.enable").click();
    await silent.page.getByText(silent.t("inbox.push.unanswered")).waitFor();
    await button(silent, "inbox.push.enable").waitFor();
    expect(await browsers()).toEqual([]);
  });

  test("this browser's own service, which is not there", async () => {
    const visit = await inInbox((page) => answerPermission(page, "granted"), "kk");
    await button(visit, "inbox.push.enable").click();
    await visit.page.getByText(visit.t("inbox.push.noService")).waitFor();
    await button(visit, "inbox.push.enable").waitFor();
    expect(await browsers()).toEqual([]);
  });

  test("the portal, which does not answer: nothing is left behind, and the next press does it", async () => {
    const visit = await inInbox(ready);
    const { page, t } = visit;
    await page.route("**/api/push/subscriptions", (route) => route.abort());
    await button(visit, "inbox.push.enable").click();
    await page.getByText(t("inbox.push.failed")).waitFor();
    expect(await subscribed(page)).toBeNull();
    await page.unroute("**/api/push/subscriptions");
    await button(visit, "inbox.push.enable").click();
    await page.getByText(t("inbox.push.on"), { exact: true }).waitFor();
  });

  test("a browser that knows no push", async () => {
    const visit = await inInbox(async (page) => {
      await page.addInitScript(() => {
        Reflect.deleteProperty(window, "PushManager");
      });
    });
    await visit.page.getByText(visit.t("inbox.push.unsupported")).waitFor();
    expect(await button(visit, "inbox.push.enable").count()).toBe(0);
  });

  test("one that was taken off elsewhere, or told somebody else, is off and can be switched on anew", async () => {
    const visit = await inInbox(ready);
    const { page, t, root } = visit;
    await button(visit, "inbox.push.enable").click();
    await page.getByText(t("inbox.push.on"), { exact: true }).waitFor();
    const before = await subscribed(page);
    await withPushKeys(() => db().delete(pushSubscription));
    await page.goto(`${root}/cabinet/inbox`);
    await button(visit, "inbox.push.enable").click();
    await page.getByText(t("inbox.push.on"), { exact: true }).waitFor();
    const after = await subscribed(page);
    expect(after?.endpoint).not.toBe(before?.endpoint);
    expect(await browsers()).toMatchObject([{ endpoint: after?.endpoint }]);
  });
});

test("the service worker keeps nothing of the cabinet, and shows no page of yesterday without a network", async () => {
  const visit = await inInbox(ready);
  const { page, t, root } = visit;
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  for (const path of ["/cabinet", "/cabinet/inbox", "/cabinet/profile"]) {
    await page.goto(root + path);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  expect(await page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain("/offline");
  const others = kept.filter(
    (path) => path !== "/offline" && !/^\/(?:_next\/static|fonts|icons|pictures)\//.test(path),
  );
  expect(others).toEqual([]);
  await page.context().setOffline(true);
  await page.goto(`${root}/cabinet/inbox`);
  const said = await words(visit);
  expect(said).not.toContain(t("inbox.title"));
  expect(said).not.toContain(olga.givenName);
  await page.context().setOffline(false);
  await page.goto(`${root}/cabinet/inbox`);
  await heading(visit, "inbox.title");
});
