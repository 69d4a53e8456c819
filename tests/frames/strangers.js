// @ts-check
// What the phone makes of QRs and words by chance: reads each picture as the door does, and says what it takes it for.
// node tests/frames/strangers.js GIVEN.json

import { readFileSync } from "node:fs";

import { fromQr, fromSearch, fromTyping, kindOf } from "../../assets/door/code.js";
import { isExchange } from "../../assets/door/exchange.js";
import { Heard } from "../../assets/door/heard.js";
import { readPieces } from "../../assets/door/read.js";
import "./readers.js";

/** Pixels along a module, and light modules around a code. */
const [SCALE, QUIET] = [3, 4];

/**
 * @typedef {{rows: string[]}} Picture the rows' dark modules are `1`
 * @typedef {{concert: string, key: string, pictures: Picture[], words: string[]}} Given
 */

/** @type {Given} */
const { concert, key, pictures, words } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const heard = new Heard(concert);
const seen = [];
for (const picture of pictures) {
  const contents = await readPieces([() => drawn(picture)]);
  seen.push(await Promise.all(contents.map(takenFor)));
}
console.log(JSON.stringify({ seen, said: await Promise.all(words.map(takenFor)), page: (await others())[0] }));

/** @param {string} content */
async function takenFor(content) {
  const page = isExchange(content) ? await heard.take(content, null, key) : null;
  const [ours, kind, typed, searched] = [fromQr(content), kindOf(content), fromTyping(content), fromSearch(content)];
  return { content, ours, kind, typed, searched, told: page ? page.page.counts.size : null };
}

/** What another phone of this door shows, that let in four. */
async function others() {
  const phone = new Heard(concert);
  for (const number of [1, 2, 17, 300]) await phone.count(number, /** @type {any} */ ({ used: 1, inside: 1 }));
  return phone.show(7, key, false);
}

/** @param {Picture} picture @returns {ImageData} */
function drawn({ rows }) {
  const side = (rows.length + 2 * QUIET) * SCALE;
  const data = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const dark = rows[Math.floor(y / SCALE) - QUIET]?.[Math.floor(x / SCALE) - QUIET] === "1";
      if (dark) data.fill(0, 4 * (y * side + x), 4 * (y * side + x) + 3);
    }
  }
  return /** @type {ImageData} */ ({ data, width: side, height: side });
}
