import type { Page, Worker } from "playwright-core";
import { expect } from "vitest";

// The browser of the tests has no push service behind it and shows no notifications. What it lacks is put in its place,
// and nothing else: the page's script, the service worker and the keys, which the browser makes, are the real ones.

/** What a subscription of the test's service is kept as: it outlives the page, as a real one does. */
export type Subscribed = {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  /** The browser's private key, base64url; a real one never shows it. */
  readonly privateKey: string;
};

export type Permission = "granted" | "denied" | "default";

/** Says what the reader answers when the browser asks for permission; `default`: nothing. */
export async function answerPermission(page: Page, answer: Permission): Promise<void> {
  await page.addInitScript((given) => {
    const kept = () => localStorage.getItem("permission") ?? "default";
    Object.defineProperty(Notification, "permission", { get: kept });
    Notification.requestPermission = async () => {
      localStorage.setItem("permission", given);
      return given;
    };
  }, answer);
}

/** Gives the browser a push service, at `origin`: subscriptions with keys of its own making. */
export async function givePushService(page: Page, origin: string): Promise<void> {
  await page.addInitScript((service) => {
    const text = (bytes: ArrayBuffer | Uint8Array) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");
    const asSubscription = (kept: Record<string, string>) => ({
      endpoint: kept["endpoint"],
      toJSON: () => ({
        endpoint: kept["endpoint"],
        expirationTime: null,
        keys: { p256dh: kept["p256dh"], auth: kept["auth"] },
      }),
      unsubscribe: async () => {
        localStorage.removeItem("subscription");
        return true;
      },
    });
    Object.assign(PushManager.prototype, {
      getSubscription: async () => {
        const kept = localStorage.getItem("subscription");
        return kept === null ? null : asSubscription(JSON.parse(kept) as Record<string, string>);
      },
      subscribe: async (options: {
        userVisibleOnly: boolean;
        applicationServerKey: Uint8Array;
      }) => {
        const right = options.userVisibleOnly && options.applicationServerKey.length === 65;
        if (!right) throw new DOMException("not so", "NotSupportedError");
        const curve = { name: "ECDH", namedCurve: "P-256" };
        const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
        const { d = "" } = await crypto.subtle.exportKey("jwk", pair.privateKey);
        const kept = {
          endpoint: `${service}/push/${crypto.randomUUID()}`,
          p256dh: text(await crypto.subtle.exportKey("raw", pair.publicKey)),
          auth: text(crypto.getRandomValues(new Uint8Array(16))),
          privateKey: d,
        };
        localStorage.setItem("subscription", JSON.stringify(kept));
        return asSubscription(kept);
      },
    });
  }, origin);
}

/** The subscription that the browser has; null: none. */
export function subscribed(page: Page): Promise<Subscribed | null> {
  return page.evaluate(() => {
    const kept = localStorage.getItem("subscription");
    return kept === null ? null : (JSON.parse(kept) as Subscribed);
  });
}

export type Shown = {
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly data: { readonly path: string };
};

/** Hands the browser's service worker a push message, as its service would. @returns the notification it shows */
export async function deliver(page: Page, text: string): Promise<Shown> {
  const worker = await workerOf(page);
  // As text: the types of a worker's world are not those of this one.
  await worker.evaluate(`
    self.shown ??= [];
    Object.assign(self.registration, {
      getNotifications: async () => self.shown.slice(-1),
      showNotification: async (title, options) => { self.shown.push({ title, ...options }); },
    });
    0`);
  const count = () => worker.evaluate<number>("self.shown.length");
  const before = await count();
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  const found = new Promise<string>((resolve) => {
    session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
      if (own !== undefined) resolve(own.registrationId);
    });
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await found;
  await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: text });
  await expect.poll(count, { timeout: 30_000, interval: 20 }).toBe(before + 1);
  await session.detach();
  return worker.evaluate<Shown>("self.shown.at(-1)");
}

/** Presses the notification that is shown. @returns the address that it opens */
export async function pressNotice(page: Page): Promise<string> {
  const worker = await workerOf(page);
  // A page may be opened for a person's press only, so what would be opened is written down.
  return worker.evaluate<string>(`new Promise((resolve) => {
    self.clients.openWindow = async (address) => resolve(address);
    const event = new ExtendableEvent("notificationclick");
    event.notification = { ...self.shown.at(-1), close: () => undefined };
    self.dispatchEvent(event);
  })`);
}

async function workerOf(page: Page): Promise<Worker> {
  const context = page.context();
  const [running] = context.serviceWorkers();
  return running ?? (await context.waitForEvent("serviceworker"));
}
