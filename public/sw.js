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
