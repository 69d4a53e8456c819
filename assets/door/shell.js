// @ts-check
// The scanner's service worker. Keeps exactly the scanner's shell, so that the door opens without a network, and forgets
// it, and what this phone was lent, once the server says that the door has ended.

const sw = /** @type {any} */ (self);
const NAME = "scan";
const PAGE = "/scan";
/** So long the server may take to give the page anew. */
const PATIENCE_MS = 3000;
const ENDED = [401, 410];

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
  const isFile = /^\/(assets|scan|brand)\//.test(pathname) || pathname === "/brand.css" || /^\/[a-z-]+\.(ico|svg|png)$/.test(pathname);
  if (isFile) event.respondWith(caches.match(request.url).then((file) => file ?? fetch(request)));
});

/**
 * Keeps a page and its files: all of them, or what was kept before stays.
 * @param {{page: string, files: string[]}} shell
 * @returns {Promise<boolean>}
 */
async function keep({ page, files }) {
  const cache = await caches.open(NAME);
  const html = await fetch(page, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!html.ok || html.redirected) return false;
  // Another version's page has other files: its own script will bring them.
  if (!(await html.clone().text()).includes(files[0])) return false;
  const wanted = new Set([PAGE, ...files, ...(await fonts())]);
  for (const file of wanted) {
    const lasts = /^\/(assets|scan|brand)\//.test(file);
    if (file === PAGE || (lasts && (await cache.match(file)))) continue;
    const response = await fetch(file, { cache: lasts ? "default" : "no-cache" });
    if (!response.ok) return false;
    await cache.put(file, response);
  }
  await cache.put(PAGE, html);
  for (const { url } of await cache.keys()) {
    if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
  }
  return true;
}

/** The fonts of a band's own brand. @returns {Promise<string[]>} */
async function fonts() {
  const response = await fetch("/brand.css");
  const urls = (await response.text()).matchAll(/url\("?(\/brand\/[^")]+)"?\)/g);
  return [...urls].map(([, url]) => url);
}

/** The page from the server; the kept one when it doesn't come in time. @param {any} event */
async function open({ request }) {
  const asked = fetch(request).catch(() => null);
  const late = new Promise((over) => setTimeout(() => over(null), PATIENCE_MS));
  const response = await Promise.race([asked, late]);
  if (!response || response.status >= 500) {
    const kept = await (await caches.open(NAME)).match(PAGE);
    return kept ?? (await asked) ?? Response.error();
  }
  // Whoever isn't let in any more is led to sign in: asked as a script asks, the server says so.
  if (response.type !== "opaqueredirect" || !(await hasEnded())) return response;
  if (!(await waits())) {
    await wipe();
    return response;
  }
  // What a lent phone let in and nobody has: its page hands that in first, and forgets everything then. Whom others let in it
  // forgets now.
  await each((tx) => ["meta", "roster"].forEach((name) => tx.objectStore(name).clear()));
  return (await (await caches.open(NAME)).match(PAGE)) ?? response;
}

async function hasEnded() {
  const answer = await fetch(PAGE, { headers: { accept: "application/json" }, cache: "no-store" }).catch(() => null);
  return answer !== null && ENDED.includes(answer.status);
}

/** Whether a lent phone has scans that the server hasn't. */
async function waits() {
  let some = false;
  await each((tx, lent) => {
    if (!lent) return;
    const rows = tx.objectStore("queue").getAll();
    rows.onsuccess = () => {
      some ||= rows.result.some((/** @type {{text: string}} */ { text }) => text.includes('"cursor":null'));
    };
  });
  return some;
}

/** Forgets the shell, each roster, and a lent phone's scans. */
async function wipe() {
  await caches.delete(NAME);
  await each((tx, lent) => {
    for (const name of tx.objectStoreNames) if (lent || name === "meta" || name === "roster") tx.objectStore(name).clear();
  });
}

/** Goes through what this phone keeps of each concert. @param {(tx: IDBTransaction, lent: boolean) => void} act */
async function each(act) {
  for (const { name } of (await indexedDB.databases?.()) ?? []) if (name?.startsWith("door-")) await through(name, act);
}

/** @param {string} name @param {(tx: IDBTransaction, lent: boolean) => void} act @returns {Promise<void>} */
function through(name, act) {
  return new Promise((over) => {
    const request = indexedDB.open(name);
    request.onerror = () => over();
    request.onsuccess = () => {
      const db = request.result;
      const names = [...db.objectStoreNames];
      if (!names.includes("self")) return over();
      const tx = db.transaction(names, "readwrite");
      const lent = tx.objectStore("self").get("lent");
      lent.onsuccess = () => act(tx, lent.result === true);
      tx.oncomplete = tx.onabort = () => {
        db.close();
        over();
      };
    };
  });
}
