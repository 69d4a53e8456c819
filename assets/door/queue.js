// @ts-check
// The scans of this phone: each on its disk before a screen turns, and there until the server has it and the roster counts it.

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Kept} Kept
 * @typedef {import("./wire.js").Scan} Scan
 * @typedef {import("./wire.js").Result} Result
 */

export class Queue {
  /** @param {import("./heard.js").Heard} heard counts whom this phone lets in */
  constructor(heard) {
    this.heard = heard;
    /** @type {Store | null} */
    this.store = null;
    /** @type {Map<string, Kept>} oldest first */
    this.all = new Map();
    /** Rows that weren't as they were written. */
    this.damaged = 0;
    /** What is on the disk couldn't be read: nobody knows how many wait. */
    this.unread = false;
    /** Scans that the disk wouldn't take: they live as long as this page. @type {Set<string>} */
    this.unwritten = new Set();
    window.addEventListener("beforeunload", (event) => {
      if (!this.unsent().some(({ scan }) => this.unwritten.has(scan.id))) return;
      event.preventDefault();
      event.returnValue = true;
    });
  }

  /** @param {Store | null} store */
  async load(store) {
    this.store = store;
    if (!store) return;
    const { whole, damaged } = await store.queue();
    this.unread = false;
    this.damaged = damaged;
    this.all = new Map([...whole.map((kept) => /** @type {const} */ ([kept.scan.id, kept])), ...this.all]);
  }

  /** Keeps a scan as it is now. @param {Kept} kept @returns {Promise<boolean>} whether it is on the disk */
  async keep(kept) {
    const { id } = kept.scan;
    this.all.set(id, kept);
    const number = kept.result?.ticket?.number;
    if (kept.effect && !kept.counted && number !== undefined) {
      kept.counted = true;
      this.heard.count(number, kept.effect);
    }
    try {
      if (!this.store) throw new Error("nothing to keep it in");
      await this.store.keep(kept);
      this.unwritten.delete(id);
      return true;
    } catch {
      this.unwritten.add(id);
      return false;
    }
  }

  /** What the server hasn't answered yet. */
  unsent() {
    return [...this.all.values()].filter(({ cursor }) => cursor === null);
  }

  /** What this phone's own scans changed of a ticket that the roster doesn't count yet. @param {string} ticket */
  changes(ticket) {
    let [used, inside] = [0, 0];
    for (const { effect } of this.all.values()) {
      if (effect?.ticket !== ticket) continue;
      used += effect.used;
      inside += effect.inside;
    }
    return { used, inside };
  }

  /** Whether money that a ticket owed was taken here. @param {string} ticket */
  paid(ticket) {
    return [...this.all.values()].some(({ scan, effect }) => scan.paid && effect?.ticket === ticket);
  }

  /** When this phone let somebody in with a ticket, as far as it still knows. @param {string} ticket */
  entered(ticket) {
    const rows = [...this.all.values()].filter(({ effect }) => effect?.ticket === ticket && effect.used > 0);
    return rows[0]?.scan.happened_at ?? null;
  }

  /** Forgets what the server has and a roster of this cursor counts. @param {number} cursor */
  async prune(cursor) {
    await this.forget((kept) => kept.cursor !== null && kept.cursor <= cursor);
  }

  /** Forgets what no screen has shown and nobody has answered: nothing came of it. */
  async forgetUnshown() {
    await this.forget(({ scan, cursor }) => cursor === null && scan.phone_verdict === null);
  }

  /** @param {(kept: Kept) => boolean} which */
  async forget(which) {
    const ids = [...this.all.values()].filter(which).map(({ scan }) => scan.id);
    if (!ids.length) return;
    for (const id of ids) {
      this.all.delete(id);
      this.unwritten.delete(id);
    }
    // A row that stays on the disk is sent again and gets its first answer: nothing is lost by it.
    await this.store?.forget(ids).catch(() => {});
  }
}

/** What a verdict changed. @param {Scan} scan @param {Result} result @param {import("./store.js").Back | null} back @returns {import("./store.js").Effect | null} */
export function effect(scan, { verdict, ticket }, back) {
  const id = ticket?.id ?? back?.ticket;
  if (!id) return null;
  if (scan.kind === "entry" && verdict === "admitted") return { ticket: id, used: 1, inside: 1 };
  if (scan.kind === "exit" && verdict === "exited") return { ticket: id, used: 0, inside: -1 };
  if (scan.kind !== "undo" || verdict !== "undone") return null;
  return back?.kind === "exit" ? { ticket: id, used: 0, inside: 1 } : { ticket: id, used: -1, inside: -1 };
}
