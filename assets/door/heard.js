// @ts-check
// Whom this phone let in, and what it heard of other phones by their QRs: kept on its disk, counted by the roster.

import { NUMBERS, read, write } from "./exchange.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Effect} Effect
 * @typedef {import("./exchange.js").Page} Page
 *
 * @typedef {{seq: number, used: Record<number, number>, inside: Record<number, number>}} Own by ticket's number
 * @typedef {{seq: number, counts: [number, number][]}} Kept one page of another phone
 */

export class Heard {
  /** @param {string} concert */
  constructor(concert) {
    this.concert = concert;
    /** @type {Store | null} */
    this.store = null;
    /** @type {Own} */
    this.own = { seq: 0, used: {}, inside: {} };
    /** By phone and first number of the page: union, whatever comes twice or in whatever order. @type {Map<string, Kept>} */
    this.pages = new Map();
  }

  /** @param {Store | null} store */
  async load(store) {
    this.store = store;
    if (!store) return;
    this.own = (await store.said("own")) ?? this.own;
    this.pages = new Map((await store.said("heard")) ?? []);
  }

  /** What a verdict of this phone changed. @param {number} number the ticket's @param {Effect} effect */
  count(number, { used, inside }) {
    const { own } = this;
    own.seq += 1;
    own.used[number] = Math.max((own.used[number] ?? 0) + used, 0);
    own.inside[number] = Math.max((own.inside[number] ?? 0) + inside, 0);
    return this.store?.say("own", own).catch(() => {});
  }

  /** What phones said that the roster doesn't tell yet. @param {number} number a ticket's @param {(phone: number) => number} told up to which of its pages the roster has a phone */
  news(number, told) {
    const all = [...this.pages].map(([name, page]) => ({ phone: Number(name.split(" ")[0]), ...page }));
    const some = all.filter(({ phone, seq }) => seq > told(phone));
    return some.flatMap(({ phone, counts }) => counts.filter(([one]) => one === number).map(([, n]) => ({ phone, n })));
  }

  /** How many other phones let in with a ticket, as far as they said and the roster doesn't. @param {number} number @param {(phone: number) => number} told */
  others(number, told) {
    return this.news(number, told).reduce((sum, { n }) => sum + n, 0);
  }

  /** The phones that said so. @param {number} number @param {(phone: number) => number} told @returns {number[]} */
  by(number, told) {
    return this.news(number, told).map(({ phone }) => phone);
  }

  /**
   * Everything that another phone should hear, one QR a page.
   * @param {number} me this phone's number @param {string} key in hexadecimal @param {boolean} reentry
   * @returns {Promise<string[]>}
   */
  async show(me, key, reentry) {
    const counts = Object.entries(reentry ? this.own.inside : this.own.used).map(([number, n]) => [Number(number), n]);
    /** @type {Pick<Page, "subject" | "seq" | "first" | "counts">[]} */
    const pages = [];
    const last = Math.max(1, ...counts.map(([number]) => number));
    for (let first = 1; first <= last; first += NUMBERS) {
      const within = counts.filter(([number]) => number >= first && number < first + NUMBERS);
      pages.push({ subject: me, seq: this.own.seq, first, counts: new Map(/** @type {[number, number][]} */ (within)) });
    }
    for (const [name, { seq, counts: heard }] of this.pages) {
      const [subject, first] = name.split(" ").map(Number);
      pages.push({ subject, seq, first, counts: new Map(heard) });
    }
    const [sealing, concert] = [await sealed(key), await short(this.concert)];
    return Promise.all(pages.map((page, n) => write({ ...page, sender: me, n, m: pages.length }, concert, sealing)));
  }

  /**
   * Takes in what another phone shows.
   * @param {string} content @param {number | null} me @param {string} key
   * @returns {Promise<{page: Page, news: number} | null>} with how many tickets this phone hadn't heard of; null: not for us
   */
  async take(content, me, key) {
    const page = await read(content, await short(this.concert), await sealed(key));
    if (!page) return null;
    if (page.subject === me) return { page, news: 0 };
    const name = `${page.subject} ${page.first}`;
    const known = this.pages.get(name);
    if (known && known.seq >= page.seq) return { page, news: 0 };
    const before = new Set(known?.counts.map(([number]) => number));
    const news = [...page.counts.keys()].filter((number) => !before.has(number)).length;
    this.pages.set(name, { seq: page.seq, counts: [...page.counts] });
    await this.store?.say("heard", [...this.pages]).catch(() => {});
    return { page, news };
  }
}

/** @param {string} hex */
function sealed(hex) {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** Four bytes that stand for a concert. @param {string} concert */
async function short(concert) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(concert));
  return new Uint8Array(digest).subarray(0, 4);
}
