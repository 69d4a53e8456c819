// @ts-check
// Reads QR codes from frames, off the main thread: the middle at full resolution first, then the whole picture.

import { prepareZXingModule, readBarcodes } from "../vendor/zxing-wasm/es/reader/index.js";
import { centre, cut } from "./pixels.js";

/**
 * @typedef {{start: string}} Start the address of the decoder's wasm
 * @typedef {{n: number, picture?: ImageBitmap, pixels?: ImageData[], patient?: boolean}} Frame
 * @typedef {{n: number, contents: string[], failed?: boolean}} Answer
 */

/** Four, because printed tickets come four to a sheet. */
const MANY = 4;
const options = /** @type {const} */ ({
  formats: ["QRCode"],
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: MANY,
  textMode: "Plain",
});
const canvas = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1);

/** @param {ImageData} pixels @returns {Promise<string[]>} */
async function read(pixels) {
  const found = await readBarcodes(pixels, { ...options, formats: ["QRCode"] });
  return found.filter((one) => one.isValid).map((one) => one.text);
}

/** @param {Frame} frame @returns {Promise<string[]>} */
async function decode({ picture, pixels = [], patient }) {
  for (const piece of pixels) {
    const contents = await read(piece);
    if (contents.length) return contents;
  }
  if (!picture || !canvas) return [];
  const { width, height } = picture;
  const whole = { x: 0, y: 0, width, height };
  const middle = await read(cut(picture, centre(width, height), 1280, canvas));
  if (middle.length) return middle;
  const all = await read(cut(picture, whole, 1280, canvas));
  // A photo has one chance and no next frame: read it large as well.
  return all.length || !patient ? all : read(cut(picture, whole, 3000, canvas));
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
