// @ts-check
// The three that read: ours as the door's worker does it, jsQR, and zbarimg.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pieces } from "../../assets/door/pixels.js";
import { readPieces } from "../../assets/door/read.js";
import { prepareZXingModule } from "../../assets/vendor/zxing-wasm/es/reader/index.js";
import { HEIGHT, WIDTH } from "./draw.js";

const WASM = new URL("../../assets/vendor/zxing-wasm/reader/zxing_reader.wasm", import.meta.url);
prepareZXingModule({ overrides: { wasmBinary: /** @type {any} */ (readFileSync(WASM)) } });

/** @param {Uint8Array} grey @returns {ImageData} the frame as a canvas gives it */
export function colours(grey) {
  const data = new Uint8ClampedArray(4 * grey.length).fill(255);
  grey.forEach((value, at) => data.fill(value, 4 * at, 4 * at + 3));
  return /** @type {ImageData} */ ({ data, width: WIDTH, height: HEIGHT });
}

/**
 * What a canvas does for the worker. The frame is small enough for nothing to be scaled.
 * @param {ImageData} frame
 * @param {import("../../assets/door/pixels.js").Piece} piece
 */
function cut({ data }, { x, y, width, height }) {
  const part = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row += 1) {
    const from = 4 * ((y + row) * WIDTH + x);
    part.set(data.subarray(from, from + 4 * width), 4 * row * width);
  }
  return /** @type {ImageData} */ ({ data: part, width, height });
}

/** @param {ImageData} frame @returns {Promise<string[]>} */
export function ours(frame) {
  return readPieces(pieces(WIDTH, HEIGHT).map((piece) => () => cut(frame, piece)));
}

/** @param {string} file jsQR's only script @returns {(frame: ImageData) => string[]} */
export function jsqr(file) {
  const read = createRequire(import.meta.url)(file);
  return ({ data, width, height }) => [read(data, width, height)?.data ?? []].flat();
}

/** QR codes only, dark on light and light on dark. */
const ZBARIMG = ["--quiet", "--nodbus", "--xml", "-Sdisable", "-Sqrcode.enable", "-Stest-inverted"];

/** @param {Uint8Array[]} frames @returns {string[][]} what zbarimg reads in each */
export function zbarimg(frames) {
  const folder = mkdtempSync(join(tmpdir(), "frames-"));
  const files = frames.map((_, n) => join(folder, `${n}.pgm`));
  frames.forEach((grey, n) => writeFileSync(files[n], pgm(grey)));
  const { status, stdout, stderr, error } = spawnSync("zbarimg", [...ZBARIMG, ...files], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  // It ends with 4 when some picture holds nothing.
  if (status !== 0 && status !== 4) throw error ?? new Error(`zbarimg: ${stderr}`);
  /** @type {string[][]} */
  const read = frames.map(() => []);
  for (const source of stdout.split("<source ").slice(1)) {
    const [, n] = /(\d+)\.pgm'/.exec(source) ?? [];
    read[Number(n)] = Array.from(source.matchAll(/<data><!\[CDATA\[(.*?)\]\]>/gs), ([, text]) => text);
  }
  return read;
}

/** @param {Uint8Array} grey @returns {Buffer} a portable greymap */
function pgm(grey) {
  return Buffer.concat([Buffer.from(`P5\n${WIDTH} ${HEIGHT}\n255\n`), grey]);
}
