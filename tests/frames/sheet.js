// @ts-check
// A sheet of sample frames, to be looked at: a row for each family, a frame of each level, at half the size.

import { deflateSync } from "node:zlib";

import { HEIGHT, WIDTH } from "./draw.js";
import { FAMILIES, frame } from "./families.js";

const GAP = 4;
const [CELL_WIDTH, CELL_HEIGHT] = [WIDTH / 2, HEIGHT / 2];

/** @param {import("./level.js").Given} given @returns {Buffer} a PNG */
export function sheet({ ticket, codes, seed }) {
  const families = Object.entries(FAMILIES);
  const columns = Math.max(...families.map(([, levels]) => levels.length));
  const width = columns * (CELL_WIDTH + GAP) + GAP;
  const height = families.length * (CELL_HEIGHT + GAP) + GAP;
  const all = new Uint8Array(width * height).fill(255);
  families.forEach(([family, levels], row) => {
    levels.forEach(({ level, wrong }, column) => {
      const grey = frame(ticket, codes[0], wrong, seed, `${family} ${level} 0`);
      const [left, top] = [GAP + column * (CELL_WIDTH + GAP), GAP + row * (CELL_HEIGHT + GAP)];
      for (let y = 0; y < CELL_HEIGHT; y += 1) {
        for (let x = 0; x < CELL_WIDTH; x += 1) {
          const at = 2 * y * WIDTH + 2 * x;
          all[(top + y) * width + left + x] = (grey[at] + grey[at + 1] + grey[at + WIDTH] + grey[at + WIDTH + 1]) / 4;
        }
      }
    });
  });
  return png(all, width, height);
}

/** @param {Uint8Array} grey @param {number} width @param {number} height @returns {Buffer} a PNG, 8-bit grey (RFC 2083) */
function png(grey, width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  // Each row after a byte that says: as it is.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) rows.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const chunks = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

/** @param {string} name @param {Buffer} data */
function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([length, body, sum]);
}

/** @param {Buffer} bytes */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
