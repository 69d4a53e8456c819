// @ts-check
// Has the service worker keep the scanner's page and its files, so that it opens again without a network.

const SCOPE = "/scan";

/** @param {string} concert @param {string[]} files @returns {Promise<boolean>} whether all of it is kept now */
export async function keepShell(concert, files) {
  if (!navigator.serviceWorker) return false;
  await navigator.serviceWorker.register("/scan-shell.js", { scope: SCOPE });
  const { active } = await navigator.serviceWorker.ready;
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data === true);
    active?.postMessage({ page: `${SCOPE}?concert=${concert}`, files }, [port2]);
  });
}

/** Forgets all of it. */
export async function forgetShell() {
  await caches.delete("scan");
  const registration = await navigator.serviceWorker?.getRegistration(SCOPE);
  await registration?.unregister();
}
