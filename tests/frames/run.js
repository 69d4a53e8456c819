// @ts-check
// Draws degraded camera frames of real tickets, has them read by ours, jsQR and zbarimg, and prints the counts as JSON.
// node tests/frames/run.js TICKET.json JSQR.cjs [SEED [SHEET.png]]

import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, getPriority, setPriority } from "node:os";
import { resolve } from "node:path";
import { Worker } from "node:worker_threads";

import { LEVELS } from "./families.js";
import { sheet } from "./sheet.js";

const [file, jsqr, seed = "1", picture] = process.argv.slice(2);
if (!jsqr) {
  console.error("node tests/frames/run.js TICKET.json JSQR.cjs [SEED [SHEET.png]]");
  process.exit(2);
}
// Whoever works at this machine comes first.
setPriority(Math.max(10, getPriority()));

const { ticket, codes } = JSON.parse(readFileSync(file, "utf8"));
ticket.grey = new Uint8Array(Buffer.from(ticket.grey, "base64"));
const given = { ticket, codes, jsqr: resolve(jsqr), seed: Number(seed) };

/** @type {import("./level.js").Count[]} */
const counts = [];
let next = 0;
await Promise.all(Array.from({ length: Math.min(availableParallelism(), LEVELS.length) }, thread));
if (picture) writeFileSync(picture, sheet(given));
console.log(JSON.stringify({ seed: given.seed, levels: counts }));

/** One thread takes level after level. @returns {Promise<void>} */
function thread() {
  const worker = new Worker(new URL("level.js", import.meta.url), { workerData: given });
  return new Promise((done, failed) => {
    let at = -1;
    const go = () => {
      at = next;
      next += 1;
      if (at < LEVELS.length) worker.postMessage(LEVELS[at]);
      else worker.terminate().then(() => done());
    };
    worker.on("error", failed);
    worker.on("message", (count) => {
      counts[at] = count;
      go();
    });
    go();
  });
}
