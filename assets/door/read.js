// @ts-check
// What the decoder is asked, and in which order.

import { readBarcodes } from "../vendor/zxing-wasm/es/reader/index.js";

/** Four, because printed tickets come four to a sheet. */
const MANY = 4;
const options = /** @type {const} */ ({
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  maxNumberOfSymbols: MANY,
  textMode: "Plain",
});

/**
 * What a frame holds, by the first piece that holds anything.
 * @param {(() => ImageData)[]} pieces each is cut when its turn comes
 * @returns {Promise<string[]>}
 */
export async function readPieces(pieces) {
  for (const piece of pieces) {
    const contents = await read(piece());
    if (contents.length) return contents;
  }
  return [];
}

/** @param {ImageData} pixels @returns {Promise<string[]>} what one picture holds */
export async function read(pixels) {
  const found = await readBarcodes(pixels, { ...options, formats: ["QRCode"] });
  return found.filter((one) => one.isValid).map((one) => one.text);
}
