// @ts-check
// A thread that draws the frames of one level after another, and counts who reads them.

import { parentPort, workerData } from "node:worker_threads";

import { EACH, frame } from "./families.js";
import { colours, jsqr, ours, zbarimg } from "./readers.js";

/**
 * @typedef {import("./draw.js").Code} Code
 * @typedef {import("./draw.js").Ticket} Ticket
 * @typedef {{family: string, level: string, wrong: import("./families.js").Wrong}} Level
 * @typedef {{ticket: Ticket, codes: Code[], seed: number, jsqr: string}} Given
 * @typedef {object} Count of the frames of one level
 * @property {string} family
 * @property {string} level
 * @property {number} frames
 * @property {number} ours
 * @property {number} jsqr
 * @property {number} zbarimg
 * @property {number} wrong frames in which ours reads what isn't there
 * @property {number} ours_ms for all frames, and the longest
 * @property {number} longest_ms
 */

const given = /** @type {Given} */ (workerData);
const byJsqr = jsqr(given.jsqr);

/** @param {Level} level @returns {Promise<Count>} */
async function count({ family, level, wrong }) {
  const sum = { family, level, frames: EACH, ours: 0, jsqr: 0, zbarimg: 0, wrong: 0, ours_ms: 0, longest_ms: 0 };
  const frames = [];
  for (let n = 0; n < EACH; n += 1) {
    const code = given.codes[n % given.codes.length];
    const grey = frame(given.ticket, code, wrong, given.seed, `${family} ${level} ${n}`);
    frames.push(grey);
    const picture = colours(grey);
    const began = performance.now();
    const read = await ours(picture);
    const took = performance.now() - began;
    sum.ours_ms += took;
    sum.longest_ms = Math.max(sum.longest_ms, took);
    sum.ours += Number(read.includes(code.code));
    sum.wrong += Number(read.some((text) => text !== code.code));
    sum.jsqr += Number(byJsqr(picture).includes(code.code));
  }
  zbarimg(frames).forEach((read, n) => {
    sum.zbarimg += Number(read.includes(given.codes[n % given.codes.length].code));
  });
  return sum;
}

parentPort?.on("message", async (/** @type {Level} */ level) => parentPort?.postMessage(await count(level)));
