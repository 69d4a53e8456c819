// @ts-check
// Scans of other concerts' doors that this phone still holds: they go to the server as well, whichever door is open now.

import { Line } from "./line.js";
import { Store } from "./store.js";

const AGAIN_MS = 20_000;
/** Few at once: it may be a slow line that they have waited for. */
const MANY = 20;

/**
 * Hands in what waits, until nothing does.
 * @param {string[]} concerts @param {string} csrf
 * @param {(n: number) => void} tell how many wait
 */
export async function handIn(concerts, csrf, tell) {
  let left = concerts;
  while (left.length) {
    /** @type {string[]} */
    const open = [];
    let n = 0;
    for (const concert of left) {
      const waiting = await of(concert, csrf).catch(() => 1);
      n += waiting;
      if (waiting) open.push(concert);
    }
    tell(n);
    left = open;
    if (left.length) await new Promise((over) => setTimeout(over, AGAIN_MS));
  }
}

/** Hands in what one concert's door showed: how many wait afterwards. @param {string} concert @param {string} csrf */
async function of(concert, csrf) {
  const store = await Store.open(concert);
  if (!store) return 0;
  try {
    const line = new Line(`/door/${concert}`, csrf);
    const { whole } = await store.queue();
    const shown = whole.filter(({ scan, cursor }) => cursor === null && scan.phone_verdict !== null);
    let [many, left] = [MANY, 0];
    while (shown.length) {
      const some = shown.slice(0, many);
      const { state, broken, answer } = await line.scans(some.map(({ scan }) => scan), { phone: null, places: null });
      if (answer) {
        // It stays until a roster counts it, as if its own door had handed it in.
        for (const kept of some) await store.keep({ ...kept, cursor: answer.cursor });
      } else if (state !== "refused" && !broken) {
        break;
      } else if (some.length > 1) {
        // One that can't be taken holds up no other: each goes alone.
        many = 1;
        continue;
      } else {
        left += 1;
      }
      shown.splice(0, some.length);
    }
    return shown.length + left;
  } finally {
    store.db.close();
  }
}
