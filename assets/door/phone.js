// @ts-check
// What this phone is to the door: its id, its number, the places that it may sell by itself, and what it says of itself.

import { id } from "./id.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./wire.js").Place} Place
 * @typedef {import("./wire.js").Report} Report
 * @typedef {import("./wire.js").Answer} Answer
 */

/** A phone that sells keeps so many places, and asks for more when fewer than half are left. */
const PLACES = 10;
/** How often the server hears how this phone is, while nothing else is said. */
const EVERY_MS = 20_000;

export class Phone {
  /** @param {string} concert @param {boolean} sells whether it was lent to sell: then it asks for places at once */
  constructor(concert, sells) {
    /** Whether it keeps places: a member's phone from the first sale on, lest it holds them for nothing. */
    this.sells = sells;
    this.concert = concert;
    this.id = own(concert);
    /** @type {number | null} given by the server */
    this.number = null;
    /** @type {Place[]} */
    this.places = [];
    /** @type {Store | null} */
    this.store = null;
    /** What it found when it was made ready, and whether the server has heard of it. @type {{text: string, told: boolean} | null} */
    this.ready = null;
    this.saidAt = 0;
    /** How often it has changed its mind about places, and what it had in mind when it spoke last. */
    this.wish = 0;
    this.said = 0;
    /** Whether its places are to go back. */
    this.back = false;
    this.sold = false;
  }

  /** @param {Store | null} store */
  async load(store) {
    this.store = store;
    if (!store) return;
    this.number = (await store.said("number")) ?? null;
    this.places = await store.places();
    this.sells ||= (await store.said("sells")) === true;
  }

  /** From here on it keeps places to sell. */
  sell() {
    if (this.sells) return;
    this.sells = true;
    this.wish += 1;
    this.saidAt = 0;
    this.store?.say("sells", true).catch(() => {});
  }

  /** Whether it is time to say something, though no scan waits. */
  get due() {
    return this.saidAt === 0 || this.ready?.told === false || Date.now() - this.saidAt > EVERY_MS;
  }

  /** @param {{pending: number, damaged: number, roster_at: string | null, seq: number | null}} how @returns {{phone: Report, places: number | null}} */
  report(how) {
    const ready = this.ready && !this.ready.told ? this.ready.text : null;
    const wants = this.sells && this.places.length < PLACES / 2 ? PLACES : null;
    const places = this.back && !this.sells ? 0 : wants;
    this.said = this.wish;
    return { phone: { id: this.id, address: location.origin, ...how, ready }, places };
  }

  /** The server heard a report. @param {Answer} answer @param {Report} said */
  async heard({ phone, places }, said) {
    // What it wishes since is still to be said: somebody stands there and waits for a place.
    if (this.said === this.wish) this.saidAt = Date.now();
    // That id is another's, as after another person signed in here: this phone is a new one, without places.
    if (phone === null && said.id === this.id) {
      const kept = own(this.concert);
      this.id = kept === said.id ? own(this.concert, true) : kept;
      return;
    }
    if (this.ready && said.ready === this.ready.text) this.ready.told = true;
    if (phone && phone !== this.number) {
      this.number = phone;
      await this.store?.say("number", phone).catch(() => {});
    }
    if (!places) return;
    this.back = false;
    const given = places.map((place) => ({ ...place, phone: said.id }));
    this.places = (await this.store?.keepPlaces(given).catch(() => null)) ?? [];
  }

  /** A member's phone that sold nothing gives its places back. */
  giveBack() {
    this.sells = false;
    this.back = true;
    this.wish += 1;
    this.saidAt = 0;
    this.store?.say("sells", false).catch(() => {});
  }

  /** The next place to sell, taken off this phone's disk: no other page of it has it. @returns {Promise<Place | null>} */
  async next() {
    const place = (await this.store?.takePlace().catch(() => null)) ?? null;
    this.places = (await this.store?.places().catch(() => null)) ?? [];
    return place;
  }

  /** @param {string} text what it found, as JSON */
  isReady(text) {
    if (this.ready?.text !== text) this.ready = { text, told: false };
  }
}

/** This phone's id at a concert. @param {string} concert @param {boolean} [anew] */
function own(concert, anew = false) {
  const key = `phone-${concert}`;
  try {
    const kept = localStorage.getItem(key);
    if (kept && !anew) return kept;
    const made = id();
    localStorage.setItem(key, made);
    return made;
  } catch {
    return id();
  }
}
