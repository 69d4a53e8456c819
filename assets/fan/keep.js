// @ts-check
// Has the service worker keep this page and what it is drawn with.

/** @returns {Promise<boolean>} whether it opens again without a network */
export async function keep() {
  if (!("serviceWorker" in navigator)) return false;
  try {
    const registration = await navigator.serviceWorker.register("/t-shell.js", { scope: location.pathname });
    const worker = registration.active ?? registration.waiting ?? registration.installing;
    if (!worker) return false;
    const files = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
    const own = files.filter(({ origin, pathname }) => origin === location.origin && !pathname.startsWith("/t"));
    const { port1, port2 } = new MessageChannel();
    const answered = new Promise((done) => (port1.onmessage = ({ data }) => done(data === true)));
    worker.postMessage({ page: location.pathname, files: [...new Set(own.map(({ pathname }) => pathname))] }, [port2]);
    return await answered;
  } catch {
    return false;
  }
}
