// Keeps what never changes under its name (built files, fonts, icons) and the offline page. Pages are always asked from
// the network and never kept: they may be personal, and a queue number from yesterday is worse than none.
const VERSION = "kezek-1";
const OFFLINE = "/offline";
const FIXED = /^\/(?:_next\/static|fonts|icons|pictures)\//;

self.addEventListener("install", (event) => {
  event.waitUntil(keepOfflinePage().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (FIXED.test(url.pathname)) event.respondWith(fromCache(request));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
});

// A push message (RFC 8030) says only that there is something to read in the cabinet: anybody may see a locked screen.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // Not ours, or of another version: the notice itself is owed to the browser all the same.
  }
  event.waitUntil(showNotice(said));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { path } = event.notification.data ?? {};
  // A path of the portal's own and nothing else.
  const own = typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : "/";
  event.waitUntil(openPage(new URL(own, self.location.origin).href));
});

/** One notice for all that is unread: of one message it leads to that message, of several to the list of them. */
async function showNotice({ title = "Kezek", body = "", lang = "", path = "/", all = path }) {
  const tag = "kezek-inbox";
  const shown = await self.registration.getNotifications({ tag });
  const others = shown.some(({ data }) => data?.path !== path);
  const data = { path: others ? all : path };
  await self.registration.showNotification(String(title), { body, lang, icon: "/icons/icon-192.png", tag, renotify: true, data });
}

/** Shows a page in the tab that has it, or in a new one: what somebody types in another tab stays. */
async function openPage(address) {
  const tabs = await self.clients.matchAll({ type: "window" });
  const there = tabs.find((tab) => tab.url === address);
  if (there) await there.focus();
  else await self.clients.openWindow(address);
}

/** The offline page with the style sheets and fonts it names, so that it looks like the portal. */
async function keepOfflinePage() {
  const cache = await caches.open(VERSION);
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "reload" });
  if (!page.ok) return;
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/(?:_next\/static|fonts|pictures)\/[^"#]+\.(?:css|woff2|svg))/g)].map((m) => m[1]);
  await cache.put(OFFLINE, page);
  await Promise.allSettled([...new Set(files)].map((file) => cache.add(file)));
}

async function fromCache(request) {
  const cache = await caches.open(VERSION);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
