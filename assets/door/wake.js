// @ts-check
// Keeps the screen on while the scanner is in front. A phone without wake locks just dims as it always does.

/** Asks for the lock now, and again each time the page comes back to the front (the system takes it away then). */
export function stayAwake() {
  const ask = () => {
    if (document.visibilityState !== "visible") return;
    navigator.wakeLock?.request("screen").catch(() => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
