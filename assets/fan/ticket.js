// @ts-check
// The fan's own page: says that it was seen, follows what becomes of the ticket, and keeps itself for a place without signal.
import { keep } from "./keep.js";

/** A page that was in sight for so long was seen; a preview that a chat makes never is. */
const SEEN_MS = 1000;
const ASKS_MS = 10_000;

const pass = /** @type {HTMLElement} */ (document.getElementById("pass"));
const state = /** @type {HTMLElement} */ (document.getElementById("state"));
const { csrf = "", opened, state: address = "" } = pass.dataset;

function whenSeen(/** @type {() => void} */ act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState !== "visible") return;
    timer = setTimeout(() => {
      document.removeEventListener("visibilitychange", look);
      act();
    }, SEEN_MS);
  };
  document.addEventListener("visibilitychange", look);
  look();
}

/** What became of the ticket; a page of a ticket that is good no more is shown anew, without its code. */
async function ask() {
  if (document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" }, cache: "no-store" });
    if ([401, 404, 410].includes(answer.status) && pass.dataset.keep !== undefined) return location.reload();
    if (!answer.ok) return;
    const { state: said } = await answer.json();
    if (said && state.textContent !== said) state.textContent = said;
  } catch {
    // No signal: the code is what matters, and it is here.
  }
}

function stayBright() {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
}

if (opened) whenSeen(() => void fetch(opened, { method: "POST", headers: { "x-csrf-token": csrf } }).catch(() => {}));
setInterval(ask, ASKS_MS);
document.addEventListener("visibilitychange", ask);
if (pass.dataset.keep !== undefined) {
  document.addEventListener("visibilitychange", stayBright);
  stayBright();
  keep().then((well) => {
    pass.dataset.kept = well ? "yes" : "no";
    const kept = document.getElementById("kept");
    if (kept) kept.hidden = !well;
  });
}
