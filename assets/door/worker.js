// @ts-check
// Reads QR codes from frames, off the main thread: the middle at full resolution first, then the whole picture.

import { prepareZXingModule } from "../vendor/zxing-wasm/es/reader/index.js";
import { LONGEST, cut, pieces } from "./pixels.js";
import { read, readPieces } from "./read.js";

/**
 * @typedef {{start: string}} Start the address of the decoder's wasm
 * @typedef {{n: number, picture?: ImageBitmap, pixels?: ImageData[], patient?: boolean}} Frame
 * @typedef {{n: number, contents: string[], failed?: boolean}} Answer
 */

/** One frame of so many is looked at closely: that takes four times as long, and a ticket is held longer than a quarter of
 * a second. */
const CLOSELY = 3;
const canvas = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1);

/** @param {Frame} frame @returns {Promise<string[]>} */
async function decode({ n, picture, pixels = [], patient }) {
  const closely = patient || n % CLOSELY === 0;
  const found = await readPieces(picture ? cuts(picture) : pixels.map((piece) => () => piece), closely);
  if (found.length || !patient || !picture || !canvas) return found;
  // A photo has one chance and no next frame: read it large as well.
  return read(cut(picture, { x: 0, y: 0, width: picture.width, height: picture.height }, 3000, canvas));
}

/** @param {ImageBitmap} picture @returns {(() => ImageData)[]} its pieces, each cut when its turn comes */
function cuts(picture) {
  if (!canvas) return [];
  return pieces(picture.width, picture.height).map((piece) => () => cut(picture, piece, LONGEST, canvas));
}

/** @param {MessageEvent<Start | Frame>} event */
self.onmessage = async ({ data }) => {
  if ("start" in data) {
    prepareZXingModule({ overrides: { locateFile: () => data.start } });
    return;
  }
  /** @type {Answer} */
  const answer = { n: data.n, contents: [] };
  try {
    answer.contents = await decode(data);
  } catch {
    answer.failed = true;
  } finally {
    data.picture?.close();
  }
  self.postMessage(answer);
};
