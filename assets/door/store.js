// @ts-check
// What this phone keeps of one concert on its own disk: the roster, and each scan until the server has it.

/**
 * @typedef {import("./wire.js").Scan} Scan
 * @typedef {import("./wire.js").Result} Result
 * @typedef {import("./wire.js").Roster} Roster
 * @typedef {import("./wire.js").Rostered} Rostered
 * @typedef {import("./wire.js").Place} Place
 *
 * @typedef {{ticket: string, used: number, inside: number}} Effect what a scan changed of its ticket
 * @typedef {{kind: string, ticket: string | null}} Back what an undo takes back
 *
 * @typedef {object} Kept one scan as it is kept
 * @property {Scan} scan
 * @property {Back | null} back
 * @property {Result | null} result what the screen showed; of the server, once it has answered
 * @property {Effect | null} effect
 * @property {boolean} [counted] among those whom this phone tells others of
 * @property {number | null} cursor the server has it, and a roster from this cursor on counts it; null: unsent
 *
 * @typedef {import("./wire.js").About & {cursor: number, server_time: string}} Meta
 */

const PREFIX = "door-";
const STORES = ["roster", "meta", "queue", "damaged", "places", "self"];
const VERSION = 2;
/** What has no id of its own is kept under a name. */
const NAMED = ["meta", "self"];

export class Store {
  /** @param {IDBDatabase} db */
  constructor(db) {
    this.db = db;
    // Another page that takes the whole away isn't held up by this one.
    db.onversionchange = () => db.close();
  }

  /** The store of a concert; null where the browser keeps nothing. @param {string} concert @returns {Promise<Store | null>} */
  static async open(concert) {
    try {
      const request = indexedDB.open(PREFIX + concert, VERSION);
      request.onupgradeneeded = () => {
        const { result } = request;
        for (const name of STORES.filter((one) => !result.objectStoreNames.contains(one))) {
          result.createObjectStore(name, NAMED.includes(name) ? undefined : { keyPath: name === "places" ? "ticket_id" : "id" });
        }
      };
      return new Store(await got(request));
    } catch {
      return null;
    }
  }

  /** Writes a scan, and comes back when it is on the disk. @param {Kept} kept */
  async keep(kept) {
    const text = JSON.stringify(kept);
    const tx = this.write(["queue"]);
    tx.objectStore("queue").put({ id: kept.scan.id, text, sum: sum(text) });
    await done(tx);
  }

  /** @param {string[]} ids */
  async forget(ids) {
    const tx = this.write(["queue"]);
    for (const id of ids) tx.objectStore("queue").delete(id);
    await done(tx);
  }

  /** The scans in the order in which they were made. A row that isn't as it was written is set aside, never dropped. */
  async queue() {
    const tx = this.write(["queue", "damaged"]);
    const finished = done(tx);
    /** @type {Kept[]} */
    const whole = [];
    for (const row of await got(tx.objectStore("queue").getAll())) {
      const kept = read(row);
      if (kept) whole.push(kept);
      else {
        tx.objectStore("damaged").put(row);
        tx.objectStore("queue").delete(row.id);
      }
    }
    const damaged = await got(tx.objectStore("damaged").count());
    await finished;
    return { whole, damaged };
  }

  /** @returns {Promise<{meta: Meta | null, tickets: Rostered[]}>} */
  async roster() {
    const tx = this.db.transaction(["roster", "meta"], "readonly");
    const [meta, tickets] = await Promise.all([
      got(tx.objectStore("meta").get("meta")),
      got(tx.objectStore("roster").getAll()),
    ]);
    return { meta: meta ?? null, tickets };
  }

  /** Takes in what came down, all of it or nothing. @param {Roster} roster @param {Meta} meta */
  async take({ reset, tickets }, meta) {
    const tx = this.db.transaction(["roster", "meta"], "readwrite");
    const rows = tx.objectStore("roster");
    if (reset) rows.clear();
    for (const ticket of tickets) rows.put(ticket);
    tx.objectStore("meta").put(meta, "meta");
    await done(tx);
  }

  /** Forgets the roster; the scans as well, if `all`. @param {boolean} all */
  async wipe(all) {
    const names = all ? STORES : ["roster", "meta"];
    const tx = this.write(names);
    for (const name of names) tx.objectStore(name).clear();
    await done(tx);
  }

  /** What this phone said of itself under a name. @param {string} name @returns {Promise<any>} */
  async said(name) {
    return got(this.db.transaction(["self"], "readonly").objectStore("self").get(name));
  }

  /** @param {string} name @param {unknown} value */
  async say(name, value) {
    const tx = this.write(["self"]);
    tx.objectStore("self").put(value, name);
    await done(tx);
  }

  /** The places that this phone may sell. @returns {Promise<Place[]>} */
  async places() {
    const all = await got(this.db.transaction(["places"], "readonly").objectStore("places").getAll());
    return all.sort((a, b) => a.number - b.number);
  }

  /**
   * Keeps what the server says that this phone may sell, but for what was sold here and not handed in yet.
   * @param {Place[]} places
   * @returns {Promise<Place[]>}
   */
  async keepPlaces(places) {
    const tx = this.write(["places", "self"]);
    const finished = done(tx);
    /** @type {string[]} */
    const taken = (await got(tx.objectStore("self").get("taken"))) ?? [];
    const free = places.filter(({ ticket_id }) => !taken.includes(ticket_id));
    tx.objectStore("places").clear();
    for (const place of free) tx.objectStore("places").put(place);
    await finished;
    return free;
  }

  /** Takes a place to sell: in one step, so that two pages never take the same. @returns {Promise<Place | null>} */
  async takePlace() {
    const tx = this.write(["places", "self"]);
    const finished = done(tx);
    /** @type {Place[]} */
    const all = await got(tx.objectStore("places").getAll());
    const now = new Date().toISOString();
    const place = all.sort((a, b) => a.number - b.number).find(({ until }) => until > now) ?? null;
    if (place) {
      const taken = (await got(tx.objectStore("self").get("taken"))) ?? [];
      tx.objectStore("places").delete(place.ticket_id);
      tx.objectStore("self").put([...taken, place.ticket_id], "taken");
    }
    await finished;
    return place;
  }

  /** A transaction that is on the disk when it ends, not only on its way there. @param {string[]} names */
  write(names) {
    return this.db.transaction(names, "readwrite", { durability: "strict" });
  }
}

/**
 * Forgets what was kept of nights that are over, if nothing waits there.
 * @param {string} concert that is open now
 * @returns {Promise<string[]>} other concerts where something waits
 */
export async function sweep(concert) {
  const waiting = [];
  const all = (await indexedDB.databases?.()) ?? [];
  const others = all.filter(({ name }) => name?.startsWith(PREFIX) && name !== PREFIX + concert);
  for (const { name = "" } of others) {
    const store = await Store.open(name.slice(PREFIX.length));
    if (!store) continue;
    const { meta } = await store.roster();
    const isOn = meta !== null && Date.parse(meta.ends_at) > Date.now();
    if (!isOn) await store.wipe(false);
    const { whole, damaged } = await store.queue();
    store.db.close();
    if (whole.some((kept) => kept.cursor === null)) waiting.push(name.slice(PREFIX.length));
    else if (!isOn && !damaged) indexedDB.deleteDatabase(name);
  }
  return waiting;
}

/** @param {any} row @returns {Kept | null} */
function read(row) {
  try {
    if (sum(row.text) !== row.sum) return null;
    const kept = JSON.parse(row.text);
    return kept.scan.id === row.id ? kept : null;
  } catch {
    return null;
  }
}

/** CRC-32 of a text, as a number. @param {string} text */
export function sum(text) {
  let crc = ~0;
  for (const byte of new TextEncoder().encode(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function got(request) {
  return new Promise((well, badly) => {
    request.onsuccess = () => well(request.result);
    request.onerror = () => badly(request.error);
  });
}

/** @param {IDBTransaction} tx @returns {Promise<void>} */
function done(tx) {
  return new Promise((well, badly) => {
    tx.oncomplete = () => well();
    tx.onabort = tx.onerror = () => badly(tx.error);
  });
}
