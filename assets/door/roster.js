// @ts-check
// The roster: what this phone knows of the concert's tickets, and the verdict that it gives by itself.

import { letters } from "./code.js";

/**
 * @typedef {import("./store.js").Store} Store
 * @typedef {import("./store.js").Back} Back
 * @typedef {import("./queue.js").Queue} Queue
 * @typedef {import("./wire.js").Scan} Scan
 * @typedef {import("./wire.js").Result} Result
 * @typedef {import("./wire.js").Rostered} Rostered
 * @typedef {import("./wire.js").Verdict} Verdict
 */

const FOUND_MAX = 20;

export class Roster {
  /** @param {Queue} queue this phone's own scans, counted on top @param {import("./heard.js").Heard} heard */
  constructor(queue, heard) {
    this.queue = queue;
    /** What other phones showed. */
    this.heard = heard;
    /** @type {Store | null} */
    this.store = null;
    /** @type {import("./store.js").Meta | null} */
    this.meta = null;
    /** What people are called, folded: Pepe is José. @type {Record<string, string[]>} */
    this.nicknames = {};
    /** When the server told it last, and how far this phone's clock was ahead then, in milliseconds. */
    this.heardAt = 0;
    this.clockOff = 0;
    /** Places that this phone sold, by their tickets. @type {Map<string, {number: number, name: string}>} */
    this.sold = new Map();
    /** The night is over: nothing more is asked for. */
    this.finished = false;
    /** @type {Map<string, Rostered>} */
    this.byId = new Map();
    /** @type {Map<string, Rostered>} */
    this.byHash = new Map();
  }

  /** Whether this phone can hold one at all: a disk, and SHA-256, which browsers give to https alone. */
  get possible() {
    return this.store !== null && !this.finished && globalThis.crypto?.subtle !== undefined;
  }

  /** Whether the phone may decide by it now. It ends with the night, by the later of its own clock and the server's. */
  get loaded() {
    if (!this.meta) return false;
    return Math.max(Date.now(), Date.parse(this.meta.server_time)) < Date.parse(this.meta.ends_at);
  }

  /** Up to which of its pages a phone's entries are in the roster. @param {number} phone */
  told(phone) {
    return this.meta?.phones?.find(({ number }) => number === phone)?.seq ?? -1;
  }

  get cursor() {
    return this.meta?.cursor ?? 0;
  }

  /** @param {Store | null} store */
  async load(store) {
    this.store = store;
    fetch(new URL("./nicknames.json", import.meta.url)).then(async (list) => (this.nicknames = await list.json())).catch(() => {});
    if (!store) return;
    const { meta, tickets } = await store.roster();
    this.meta = meta;
    this.index(tickets);
    await this.expire();
  }

  /** Takes in what came down: first to the disk, then to what is decided by. @param {import("./wire.js").Roster} roster */
  async take(roster) {
    const { tickets, reset, cursor, server_time } = roster;
    const about = roster.about ?? this.meta;
    if (!this.store || !about) return;
    const meta = { ...about, cursor, server_time };
    await this.store.take(roster, meta);
    this.heardAt = Date.now();
    this.clockOff = this.heardAt - Date.parse(server_time);
    if (reset) {
      this.byId.clear();
      this.byHash.clear();
    }
    this.meta = meta;
    this.index(tickets);
    await this.expire();
  }

  /** Forgets what the night's end has taken. */
  async expire() {
    if (!this.meta || this.loaded) return;
    this.finished = true;
    await this.wipe(false);
  }

  /** What others call a phone. @param {number} number */
  nameOf(number) {
    return this.meta?.phones?.find((phone) => phone.number === number)?.name ?? String(number);
  }

  /** Whoever went in with a place that wasn't theirs, in their order. @returns {[Rostered, import("./wire.js").Conflict][]} */
  conflicts() {
    const clashing = [...this.byId.values()].filter(({ conflicts }) => conflicts?.length);
    const all = clashing.flatMap((ticket) => ticket.conflicts.map((conflict) => /** @type {[Rostered, import("./wire.js").Conflict]} */ ([ticket, conflict])));
    return all.sort(([, a], [, b]) => a.second.at.localeCompare(b.second.at));
  }

  /** @param {Rostered[]} tickets */
  index(tickets) {
    for (const ticket of tickets) {
      this.byId.set(ticket.id, ticket);
      this.byHash.set(ticket.hash, ticket);
    }
  }

  /** @param {boolean} all the scans as well */
  async wipe(all) {
    this.meta = null;
    this.byId.clear();
    this.byHash.clear();
    await this.store?.wipe(all).catch(() => {});
  }

  /** The ticket that a scan names. @param {Scan} scan @returns {Promise<Rostered | undefined>} */
  async named({ code, ticket_id }) {
    return code ? this.byHash.get(await this.hash(code)) : this.byId.get(ticket_id ?? "");
  }

  /** @param {string} code @returns {Promise<string>} as the roster holds it */
  async hash(code) {
    const bytes = new TextEncoder().encode((this.meta?.salt ?? "") + code);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** The verdict of a practice ticket, while there is a rehearsal. @param {string} code @returns {Promise<Verdict | null>} */
  async practice(code) {
    const { practice } = this.meta ?? {};
    if (!practice?.length || !crypto.subtle) return null;
    const hash = await this.hash(code);
    return practice.find((one) => one.hash === hash)?.verdict ?? null;
  }

  /** How often a ticket was used and how many are inside, this phone's own scans included. @param {Rostered} ticket */
  counts(ticket) {
    const own = this.queue.changes(ticket.id);
    const [used, inside] = [Math.max(ticket.used + own.used, 0), Math.max(ticket.inside + own.inside, 0)];
    const others = this.heard.others(ticket.number, (phone) => this.told(phone));
    if (!others) return { used, inside };
    // Some of those may be in the roster by now: as many as one of the two knows of, and never the sum of both.
    const { used: here, inside: there } = this.heard.own;
    return {
      used: Math.max(used, (here[ticket.number] ?? 0) + others),
      inside: Math.max(inside, (there[ticket.number] ?? 0) + others),
    };
  }

  /** The verdict of this phone: the server's rule over what is known here. @param {Scan} scan @param {Back | null} back @returns {Promise<Result>} */
  async decide(scan, back) {
    const ticket = scan.kind === "undo" ? this.byId.get(back?.ticket ?? "") : await this.named(scan);
    /** @type {Result} */
    const result = { id: scan.id, verdict: "unknown", by: "phone", ticket: null, first: null, other: null, due_cents: null, currency: null };
    if (scan.kind === "undo") result.verdict = back ? "undone" : "not_inside";
    else if (ticket) result.verdict = this.judge(scan, ticket);
    const sold = this.sold.get(scan.ticket_id ?? "");
    if (!ticket && sold && scan.sale) {
      const ticket = { id: scan.ticket_id ?? "", number: sold.number, first_name: sold.name, initial: null, left: 0 };
      return { ...result, verdict: "admitted", ticket };
    }
    if (!ticket) return result;
    const gained = { admitted: -1, undone: back?.kind === "exit" ? 0 : 1 }[/** @type {string} */ (result.verdict)] ?? 0;
    const { id, number, first_name, initial } = ticket;
    const counts = this.counts(ticket);
    const left = Math.max(ticket.admits - (this.meta?.reentry ? counts.inside : counts.used) + gained, 0);
    result.ticket = { id, number, first_name, initial, left };
    if (result.verdict === "unpaid") {
      [result.due_cents, result.currency] = [ticket.due_cents || null, this.meta?.currency ?? null];
    }
    if (scan.kind === "entry" && (result.verdict === "already_used" || result.verdict === "exited")) {
      const at = this.queue.entered(id);
      const [other] = this.heard.by(number, (phone) => this.told(phone));
      const told = other ? { at: "", device: this.nameOf(other), door: null } : null;
      result.first = ticket.first ?? (at ? { at, device: null, door: null } : told);
    }
    return result;
  }

  /** The rule of `door/verdict.rs`. @param {Scan} scan @param {Rostered} ticket @returns {Verdict} */
  judge({ kind, paid }, ticket) {
    const { used, inside } = this.counts(ticket);
    if (kind === "exit") return inside > 0 ? "exited" : "not_inside";
    if (ticket.state === "replaced" || ticket.state === "voided") return ticket.state;
    const taken = this.meta?.reentry ? inside : used;
    const owes = ticket.state === "unpaid" && !paid && !this.queue.paid(ticket.id);
    if (taken < ticket.admits) return owes ? "unpaid" : "admitted";
    return inside < ticket.admits ? "exited" : "already_used";
  }

  /** Tickets by what a phone may know of them: first name, the surname's beginning, number, short code, last four digits. @param {string} typed @returns {import("./wire.js").Found[]} */
  find(typed) {
    const words = fold(typed).split(" ").filter(Boolean);
    if (!words.length) return [];
    const called = words.map((word) => this.also(word));
    const short = letters(typed);
    const exact = (/** @type {Rostered} */ ticket) => ticket.short === short || String(ticket.number) === words.join("");
    const all = [...this.byId.values()].filter((ticket) => exact(ticket) || called.every((names) => names.some((name) => matches(ticket, name))));
    all.sort((a, b) => Number(exact(b)) - Number(exact(a)) || a.first_name.localeCompare(b.first_name) || a.number - b.number);
    return all.slice(0, FOUND_MAX).map((ticket) => this.found(ticket));
  }

  /** A word with what else the same person may be called. @param {string} word folded */
  also(word) {
    const short = Object.keys(this.nicknames).filter((nickname) => this.nicknames[nickname].includes(word));
    return [word, ...(this.nicknames[word] ?? []), ...short];
  }

  /** @param {Rostered} ticket @returns {import("./wire.js").Found} */
  found(ticket) {
    const { id, number, short, first_name, initial, last4, admits } = ticket;
    const { used, inside } = this.counts(ticket);
    const gone = ticket.state === "voided" || ticket.state === "replaced";
    const state = gone ? ticket.state : inside > 0 ? "inside" : used > 0 ? "exited" : ticket.state;
    return { id, number, short, first_name, initial, last4, state, left: Math.max(admits - used, 0) };
  }
}

/** @param {Rostered} ticket @param {string} word folded */
function matches({ first_name, surname3, last4 }, word) {
  const surname = surname3 !== null && (surname3.startsWith(word) || (surname3.length === 3 && word.startsWith(surname3)));
  return surname || last4 === word || fold(first_name).split(" ").some((part) => part.startsWith(word));
}

/** @param {string} text without accents, case and signs */
function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
}
