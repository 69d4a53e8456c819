// @ts-check
// What the decoder is asked, and in which order: for the worker, and for tests/frames, which measures it.

import { readBarcodes } from "../vendor/zxing-wasm/es/reader/index.js";
import { sharpened, straightened } from "./clear.js";

/** Four, because printed tickets come four to a sheet; and as many that were found and could not be read. */
const MANY = 8;
const options = /** @type {const} */ ({
  tryHarder: true,
  tryRotate: true,
  tryInvert: true,
  tryDownscale: true,
  returnErrors: true,
  maxNumberOfSymbols: MANY,
  textMode: "Plain",
});

/** So many of those are set straight and read again; in mere noise the decoder finds more. */
const NEARLY = 3;

/**
 * What a frame holds, by the first look that finds anything: each piece as it is, then the first one sharpened.
 * @param {(() => ImageData)[]} pieces each is cut when its turn comes
 * @param {boolean} [closely] whether to look at the sharpened one, which takes longer than all before
 * @returns {Promise<string[]>}
 */
export async function readPieces(pieces, closely = true) {
  for (const piece of pieces) {
    const contents = await read(piece());
    if (contents.length) return contents;
  }
  return closely && pieces.length ? readSharpened(pieces[0]()) : [];
}

/**
 * What one picture holds. A code that was found and could not be read is set straight and read again.
 * @param {ImageData} pixels
 * @param {"LocalAverage" | "GlobalHistogram"} [binarizer] what is dark: less than around it, or less than all in all
 * @returns {Promise<string[]>}
 */
export async function read(pixels, binarizer = "LocalAverage") {
  const found = await look(pixels, binarizer);
  if (found.some(isRead)) return texts(found);
  for (const one of found.slice(0, NEARLY)) {
    const again = await look(straightened(pixels, one.position), binarizer);
    if (again.some(isRead)) return texts(again);
  }
  return [];
}

/** @param {ImageData} pixels */
async function readSharpened(pixels) {
  const sharp = sharpened(pixels);
  const contents = await read(sharp, "GlobalHistogram");
  return contents.length ? contents : read(sharp);
}

/** @param {ImageData} pixels @param {"LocalAverage" | "GlobalHistogram"} binarizer */
function look(pixels, binarizer) {
  return readBarcodes(pixels, { ...options, formats: ["QRCode"], binarizer });
}

/** @typedef {Awaited<ReturnType<typeof look>>[number]} Found */

/**
 * Whether it is a QR that could be read. The decoder also looks for QRs' smaller kin (Micro QR, rMQR), whose few digits
 * it finds in mere noise.
 * @param {Found} one
 */
function isRead({ isValid, format }) {
  return isValid && format === "QRCode";
}

/** @param {Found[]} found */
function texts(found) {
  return found.filter(isRead).map(({ text }) => text);
}
