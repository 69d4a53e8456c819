// @ts-check
// Who decides: the server, waited for so long and no longer, or this phone by its roster. Nobody flips a switch; what the
// server's answers do is all that counts. A scan is on the disk before anybody is asked, and stays until the server has it.

import { effect } from "./queue.js";
import { Line } from "./line.js";

/**
 * @typedef {import("./wire.js").Scan} Scan
 * @typedef {import("./wire.js").Result} Result
 * @typedef {import("./wire.js").Answer} Answer
 * @typedef {import("./store.js").Kept} Kept
 * @typedef {import("./store.js").Back} Back
 * @typedef {import("./line.js").State} State
 * @typedef {"server" | "phone"} Who
 */

/** The server's answer is waited for this long, and an answer that takes longer wasn't in time. */
const PATIENCE_MS = 400;
/** How often a phone on its own looks for the server, and one with the server asks what the others did. */
const PROBE_MS = 2000;
const PULL_MS = 700;
/** While the camera rests nobody waits for it. */
const RESTING_MS = 5000;
/** So many answers in time, one after another, and the server decides again. */
const IN_TIME = 2;
/** Where no roster can decide, the phone says after so many questions in vain that the server does not answer. */
const SILENT_AFTER = 2;
const MANY = 200;
/** A server that fails at so many alone, one after another, fails at everything. */
const FAILED_MAX = 3;

export class Sender {
  /**
   * @param {Line} line to the server
   * @param {import("./queue.js").Queue} queue
   * @param {import("./roster.js").Roster} roster
   * @param {import("./phone.js").Phone} phone what this phone is to the door
   * @param {boolean} lent whether this phone was lent the door, and keeps nothing once that has ended
   * @param {{state: (state: State) => void, who: (who: Who) => void, answer: (answer: Answer) => void,
   *   numbers: (numbers: import("./wire.js").Numbers) => void, kept: () => void, late: (scan: Scan, result: Result) => void, ended: () => void}} tell
   */
  constructor(line, queue, roster, phone, lent, tell) {
    this.line = line;
    this.queue = queue;
    this.roster = roster;
    this.phone = phone;
    this.lent = lent;
    this.tell = tell;
    /** @type {Who} */
    this.who = "server";
    this.inTime = 0;
    this.vain = 0;
    this.over = false;
    /** The server answers, however slowly. */
    this.there = false;
    /** The door has ended for this phone, and it only hands in what it scanned. */
    this.leaving = false;
    /** Who waits for an answer of the server, by the scan's id. @type {Map<string, (result: Result) => void>} */
    this.waiting = new Map();
    /** On their way. @type {Set<string>} */
    this.asked = new Set();
    /** What the server wouldn't read: it holds up no other, and is asked again by the next page. @type {Set<string>} */
    this.refused = new Set();
    this.uploading = false;
    /** How many scans go at once. */
    this.many = MANY;
    /** Whether the camera rests. */
    this.resting = false;
    /** Scans whose answer is waited for: meanwhile the roster stays as it is, lest it count that very scan already. */
    this.deciding = 0;
    /** @type {() => void} cuts the present pause short */
    this.hurry = () => {};
    /** One decision after another: each counts those before it. @type {Promise<unknown>} */
    this.turn = Promise.resolve();
    window.addEventListener("online", () => this.hurry());
  }

  /** Reads what this phone kept, and begins to listen. @param {import("./store.js").Store | null} store */
  async start(store) {
    await this.roster.heard.load(store).catch(() => {});
    await this.queue.load(store).catch(() => (this.queue.unread = true));
    await this.roster.load(store).catch(() => {});
    await this.phone.load(store).catch(() => {});
    this.tell.kept();
    this.listen();
    this.deliver();
  }

  /** Whether this phone may decide by itself a scan that is on its disk or not. @param {boolean} safe */
  mayDecide(safe) {
    return safe && this.roster.possible && this.roster.loaded;
  }

  /**
   * Asks for one scan. The promise is kept as long as the page lives, and is never rejected.
   * @param {Scan} scan
   * @param {Back | null} back what an undo takes back
   * @returns {Promise<Result>}
   */
  async ask(scan, back = null) {
    if (this.over || this.leaving) {
      this.tell.state("signed_out");
      return new Promise(() => {});
    }
    /** @type {Kept} */
    const kept = { scan, back, result: null, effect: null, cursor: null };
    const safe = await this.queue.keep(kept);
    this.tell.kept();
    /** @type {Promise<Result>} */
    const answered = new Promise((done) => this.waiting.set(scan.id, done));
    if (this.who === "server" || !this.mayDecide(safe)) {
      this.vain = 0;
      const failed = this.post([kept]).then(({ state }) => (state === "answering" ? answered : null));
      this.deciding += 1;
      const result = await Promise.race([answered, failed, pause(PATIENCE_MS).then(() => null)]);
      this.deciding -= 1;
      if (result) return result;
      if (!this.mayDecide(safe)) return answered;
      this.missed();
    }
    const decided = this.turn.then(() => this.decide(kept));
    this.turn = decided.catch(() => {});
    return decided;
  }

  /** A verdict that needs nobody's deciding: kept, and told to the server. @param {Scan} scan @param {Result} result */
  async note(scan, result) {
    if (this.over) return;
    // A disk that doesn't answer holds up nobody at the door.
    await Promise.race([this.queue.keep({ scan, back: null, result, effect: null, cursor: null }), pause(PATIENCE_MS)]);
    this.tell.kept();
    if (this.who === "server") this.upload();
  }

  /** This phone's own verdict; the server's, if that has come in the meantime. @param {Kept} kept @returns {Promise<Result>} */
  async decide(kept) {
    const result = await this.roster.decide(kept.scan, kept.back);
    if (kept.cursor !== null && kept.result) return kept.result;
    kept.scan.phone_verdict = result.verdict;
    kept.result = result;
    kept.effect = effect(kept.scan, result, kept.back);
    this.waiting.delete(kept.scan.id);
    await this.queue.keep(kept);
    return result;
  }

  /** The camera rests, or is awake again: then what the others did meanwhile is asked for at once. @param {boolean} resting */
  sleep(resting) {
    this.resting = resting;
    if (!resting) this.hurry();
  }

  /** An answer didn't come in time. */
  missed() {
    this.inTime = 0;
    if (this.who === "phone") return;
    this.who = "phone";
    this.tell.who("phone");
  }

  /** The server answered, after so many milliseconds. @param {number} took */
  heard(took) {
    this.inTime = took < PATIENCE_MS ? this.inTime + 1 : 0;
    if (this.who === "server" || this.inTime < IN_TIME) return;
    this.who = "server";
    this.tell.who("server");
  }

  /** Pulls what the others did, and so finds out whether the server is there. */
  async listen() {
    while (!this.over && this.roster.possible) {
      const took = await this.pull();
      await this.roster.expire();
      this.there = took !== null;
      if (took !== null) this.heard(took);
      else if (this.roster.loaded) this.missed();
      await this.rest(this.resting ? RESTING_MS : this.who === "phone" ? PROBE_MS : PULL_MS);
    }
    // Without a roster only the server is left to decide.
    if (this.over || this.who === "server") return;
    this.who = "server";
    this.tell.who("server");
  }

  /** Uploads go their own way: neither holds up the other. */
  async deliver() {
    while (!this.over) {
      if (this.queue.unread) await this.queue.load(this.queue.store).then(this.tell.kept, () => {});
      // A server that is too slow to decide is quick enough to be told.
      if (this.who === "server" || this.there || this.leaving) {
        await this.upload();
        // Whoever has left says nothing more until all is handed in: a question with no scans would end it.
        const silent = this.over || (this.leaving && this.queue.unsent().length > 0);
        if (this.phone.due && !silent) await this.post([]);
      }
      await pause(PULL_MS);
    }
  }

  /** The milliseconds that the server took to tell what changed; null when it didn't. @returns {Promise<number | null>} */
  async pull() {
    const [begun, since] = [performance.now(), this.roster.cursor];
    const { state, roster } = await this.line.roster(since, this.roster.meta?.version ?? "");
    const took = performance.now() - begun;
    if (state === "ended") await this.leave();
    while (this.deciding) await pause(20);
    await this.turn;
    if (!roster || this.over) return null;
    try {
      await this.roster.take(roster);
      // A server that knows less than this phone did is another one: nothing is counted on top of it but what it hasn't.
      await this.queue.prune(roster.reset && since > 0 ? Infinity : roster.cursor);
      if (roster.numbers) this.tell.numbers(roster.numbers);
    } catch {
      // A full disk: what was known stays, and the same is asked for again.
    }
    this.tell.kept();
    return took;
  }

  /**
   * Sends everything that the server hasn't answered, oldest first. Where it refuses some, or fails at them, each goes
   * alone, and the one that it can't take holds up no other: refused, it waits for the next page; failed at, for the next
   * time.
   */
  async upload() {
    if (this.uploading || this.over) return;
    this.uploading = true;
    /** @type {Set<string>} */
    const failed = new Set();
    let alone = false;
    for (;;) {
      const open = this.queue.unsent().filter(({ scan: { id } }) => !this.asked.has(id) && !this.refused.has(id) && !failed.has(id));
      if (!open.length) break;
      const some = open.slice(0, alone ? 1 : this.many);
      const { state, broken } = await this.post(some);
      if (state === "answering") {
        this.many = Math.min(2 * this.many, MANY);
        continue;
      }
      // A line too slow for so many at once takes half of them the next time.
      if (state === "asking" && !broken) this.many = Math.max(1, some.length >> 1);
      if (state !== "refused" && !broken) break;
      if (some.length === 1) (broken ? failed : this.refused).add(some[0].scan.id);
      if (failed.size === FAILED_MAX) break;
      alone = true;
    }
    this.uploading = false;
  }

  /** @param {Kept[]} some @returns {Promise<{state: State, broken?: boolean}>} */
  async post(some) {
    for (const { scan } of some) this.asked.add(scan.id);
    const told = new Set(some.filter(({ scan }) => scan.phone_verdict !== null).map(({ scan }) => scan.id));
    const pending = this.queue.unsent().length - some.length;
    const roster_at = this.roster.meta?.server_time ?? null;
    // With these the server has all that this phone shows to others.
    const whole = pending === 0 && !this.queue.unread && !this.queue.damaged;
    const seq = whole ? this.roster.heard.own.seq : null;
    const report = this.phone.report({ pending, damaged: this.queue.damaged, roster_at, seq });
    const { state, broken, answer } = await this.line.scans(some.map(({ scan }) => scan), report);
    for (const { scan } of some) this.asked.delete(scan.id);
    // Refused though every screen of it was shown: somebody ended this door, and it wasn't its hour.
    const refused = this.leaving && some.length > 0 && told.size === some.length;
    if (state === "ended") await (refused ? this.end() : this.leave());
    if (answer) {
      await this.settle(answer, told);
      await this.phone.heard(answer, report.phone);
    }
    this.vain = state === "answering" ? 0 : this.vain + 1;
    const said = state === "ended" ? "signed_out" : state;
    if (!this.over) this.tell.state(said === "asking" && this.vain >= SILENT_AFTER ? "silent" : said);
    this.tell.kept();
    return { state, broken };
  }

  /** @param {Answer} answer @param {Set<string>} told the scans whose screens the server knows */
  async settle({ results, cursor, ...rest }, told) {
    this.tell.answer({ results, cursor, ...rest });
    for (const result of results) {
      const kept = this.queue.all.get(result.id);
      if (!kept || kept.cursor !== null) continue;
      const shown = kept.result;
      const differs = shown && shown.verdict !== result.verdict;
      // It answered without knowing what this screen has shown since: it is told, by the same scan once more.
      if (differs && !told.has(result.id)) continue;
      kept.result = result;
      // What the screen did is what happened, and the server counts it so.
      if (!shown) kept.effect = effect(kept.scan, result, kept.back);
      kept.cursor = cursor;
      await this.queue.keep(kept);
      this.waiting.get(result.id)?.(result);
      this.waiting.delete(result.id);
      // A screen never turns once it is decided: what the server says otherwise is a notice.
      if (differs) this.tell.late(kept.scan, result);
    }
    await this.queue.prune(this.roster.possible ? this.roster.cursor : Infinity);
  }

  /**
   * The server says that the door has ended for this phone. It forgets the roster at once; what its screens showed is handed
   * in before it forgets that too. Where only the hour has come the server takes it; where somebody ended it, it doesn't.
   */
  async leave() {
    if (this.lent) {
      this.leaving = true;
      await this.roster.wipe(false);
      await this.queue.forgetUnshown();
      await this.upload();
      if (this.queue.unread || this.queue.unsent().length) return;
    }
    await this.end();
  }

  /** The door has ended for this phone: it forgets what it was lent. A member's own scans wait until they sign in again. */
  async end() {
    if (this.over) return;
    this.over = true;
    if (this.lent) this.queue.all.clear();
    await this.roster.wipe(this.lent);
    this.who = "server";
    this.tell.who("server");
    this.tell.state("signed_out");
    this.tell.ended();
    this.tell.kept();
  }

  /** @param {number} ms @returns {Promise<void>} */
  rest(ms) {
    return new Promise((over) => {
      const timer = setTimeout(over, ms);
      this.hurry = () => {
        clearTimeout(timer);
        over();
      };
    });
  }
}

/** @param {number} ms @returns {Promise<void>} */
function pause(ms) {
  return new Promise((over) => setTimeout(over, ms));
}
