// @ts-check
// What one phone shows another without any network: whom it let in, and what it heard of others, as QRs in alphanumeric
// mode. Each page stands alone: a header, one bitmap of tickets' numbers, those admitted more than once, a seal.

/**
 * @typedef {object} Page
 * @property {number} sender the number of the phone that shows it
 * @property {number} subject the phone of which it speaks
 * @property {number} seq how far that phone was: of two pages the later one holds
 * @property {number} n from 0 @property {number} m pages in all
 * @property {number} first the first ticket's number of the bitmap
 * @property {Map<number, number>} counts by ticket's number, only what isn't 0
 */

/** No other QR begins so. */
const PREFIX = "AN:";
const FORMAT = 1;
/** Tickets' numbers of one page: 128 bytes, which an old phone still reads from an old screen. */
export const NUMBERS = 1024;
/** Groups of one page; more of them count as one, which is safe: nobody is refused by it. */
const GROUPS = 40;
const HEAD = 18;
const SEAL = 8;
/** RFC 9285; the alphabet of a QR's alphanumeric mode. */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** @param {string} content of a QR */
export function isExchange(content) {
  return content.startsWith(PREFIX);
}

/**
 * @param {Page} page
 * @param {Uint8Array} concert four bytes that stand for it
 * @param {CryptoKey} key of the concert's door
 * @returns {Promise<string>} what the QR holds
 */
export async function write(page, concert, key) {
  const numbers = [...page.counts.keys()].filter((number) => page.counts.get(number));
  const groups = numbers.filter((number) => (page.counts.get(number) ?? 0) > 1).slice(0, GROUPS);
  const bytes = numbers.length ? ((Math.max(...numbers) - page.first) >> 3) + 1 : 0;
  const data = new Uint8Array(HEAD + bytes + 1 + groups.length * 3);
  const view = new DataView(data.buffer);
  data[0] = FORMAT;
  data.set(concert, 1);
  view.setUint16(5, page.sender);
  view.setUint16(7, page.subject);
  view.setUint32(9, page.seq);
  data[13] = page.n;
  data[14] = page.m;
  view.setUint16(15, page.first);
  data[17] = bytes;
  for (const number of numbers) data[HEAD + ((number - page.first) >> 3)] |= 1 << ((number - page.first) & 7);
  data[HEAD + bytes] = groups.length;
  groups.forEach((number, at) => {
    view.setUint16(HEAD + bytes + 1 + at * 3, number);
    data[HEAD + bytes + 3 + at * 3] = Math.min(page.counts.get(number) ?? 0, 255);
  });
  const whole = new Uint8Array(data.length + SEAL);
  whole.set(data);
  whole.set(await seal(data, key), data.length);
  return PREFIX + base45(whole);
}

/**
 * @param {string} content
 * @param {Uint8Array} concert
 * @param {CryptoKey} key
 * @returns {Promise<Page | null>} null: damaged, of another concert, or made by somebody who doesn't have this door
 */
export async function read(content, concert, key) {
  const whole = isExchange(content) ? unbase45(content.slice(PREFIX.length)) : null;
  if (!whole || whole.length < HEAD + 1 + SEAL || whole[0] !== FORMAT) return null;
  const data = whole.subarray(0, whole.length - SEAL);
  const sealed = await seal(data, key);
  if (!sealed.every((byte, at) => byte === whole[data.length + at])) return null;
  if (!concert.every((byte, at) => byte === data[1 + at])) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const [first, bytes] = [view.getUint16(15), data[17]];
  if (data.length < HEAD + bytes + 1 || data.length !== HEAD + bytes + 1 + data[HEAD + bytes] * 3) return null;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < bytes * 8; at += 1) if (data[HEAD + (at >> 3)] & (1 << (at & 7))) counts.set(first + at, 1);
  for (let at = HEAD + bytes + 1; at < data.length; at += 3) counts.set(view.getUint16(at), data[at + 2]);
  return { sender: view.getUint16(5), subject: view.getUint16(7), seq: view.getUint32(9), n: data[13], m: data[14], first, counts };
}

/** The first bytes of an HMAC-SHA-256 (RFC 2104). @param {Uint8Array} data @param {CryptoKey} key */
async function seal(data, key) {
  const whole = await crypto.subtle.sign("HMAC", key, /** @type {BufferSource} */ (data));
  return new Uint8Array(whole).subarray(0, SEAL);
}

/** @param {Uint8Array} bytes @returns {string} RFC 9285 */
export function base45(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = at + 1 < bytes.length;
    let n = pair ? bytes[at] * 256 + bytes[at + 1] : bytes[at];
    for (let digit = 0; digit < (pair ? 3 : 2); digit += 1) {
      text += ALPHABET[n % 45];
      n = Math.floor(n / 45);
    }
  }
  return text;
}

/** @param {string} text @returns {Uint8Array | null} null: that isn't base45 */
export function unbase45(text) {
  if (text.length % 3 === 1) return null;
  const bytes = [];
  for (let at = 0; at < text.length; at += 3) {
    const digits = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
    if (digits.includes(-1)) return null;
    const n = digits.reduceRight((sum, digit) => sum * 45 + digit, 0);
    if (n > (digits.length === 3 ? 0xffff : 0xff)) return null;
    if (digits.length === 3) bytes.push(n >> 8);
    bytes.push(n & 0xff);
  }
  return new Uint8Array(bytes);
}
