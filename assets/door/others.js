// @ts-check
// Scans of other concerts' doors that this phone still holds: they go to the server as well, whichever door is open now.

import { Line } from "./line.js";
import { Store } from "./store.js";

const AGAIN_MS = 20_000;
const MANY = 200;

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
    while (shown.length) {
      const some = shown.slice(0, MANY);
      const { answer } = await line.scans(some.map(({ scan }) => scan), { phone: null, places: null });
      if (!answer) break;
      // It stays until a roster counts it, as if its own door had handed it in.
      for (const kept of some) await store.keep({ ...kept, cursor: answer.cursor });
      shown.splice(0, some.length);
    }
    return shown.length;
  } finally {
    store.db.close();
  }
}
