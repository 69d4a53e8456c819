// @ts-check
// The service worker of one fan's own page. Keeps that page and what it is drawn with, so that the code can be shown in a
// basement; forgets it once the server says that the ticket is good no more.

const sw = /** @type {any} */ (self);
const PAGE = new URL(sw.registration.scope).pathname;
/** A ticket's pages share nothing but this worker's text. */
const NAME = `ticket ${PAGE}`;
/** So long the server may take to give the page anew. */
const PATIENCE_MS = 3000;
const ENDED = [401, 404, 410];

sw.addEventListener("install", () => sw.skipWaiting());
sw.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(sw.clients.claim()));

sw.addEventListener("message", (/** @type {any} */ event) => {
  const { data, ports } = event;
  const kept = keep(data).catch(() => false);
  event.waitUntil(kept.then((well) => ports[0]?.postMessage(well)));
});

sw.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (pathname === PAGE) event.respondWith(open(event));
    return;
  }
  if (/^\/(assets|brand)\//.test(pathname) || pathname === "/brand.css") {
    event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(request.url)) ?? fetch(request)));
  }
});

/**
 * Keeps the page and its files, in the place of what was kept before.
 * @param {{page: string, files: string[]}} wanted
 * @returns {Promise<boolean>}
 */
async function keep({ page, files }) {
  if (page !== PAGE) return false;
  const html = await fetch(PAGE, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!html.ok || html.redirected) return false;
  const cache = await caches.open(NAME);
  for (const file of files) {
    const answer = await fetch(file);
    if (answer.ok) await cache.put(file, answer);
  }
  await cache.put(PAGE, html);
  const wanted = new Set([PAGE, ...files]);
  for (const { url } of await cache.keys()) {
    if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
  }
  return true;
}

/** The page from the server; the kept one when it doesn't come in time. @param {any} event */
async function open(event) {
  const { request } = event;
  const asked = fetch(request).catch(() => null);
  // Also when it comes too late for this page: the next one must not show what is good no more.
  event.waitUntil(asked.then((answer) => (answer && ENDED.includes(answer.status) ? caches.delete(NAME) : false)));
  const late = new Promise((over) => setTimeout(() => over(null), PATIENCE_MS));
  const response = await Promise.race([asked, late]);
  if (!response || response.status >= 500) {
    const kept = await (await caches.open(NAME)).match(PAGE);
    return kept ?? (await asked) ?? Response.error();
  }
  return response;
}
