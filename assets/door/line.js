// @ts-check
// The line to the server: one question, one answer, and what the outcome says about the server.

/**
 * @typedef {import("./wire.js").Scan} Scan
 * @typedef {import("./wire.js").Answer} Answer
 * @typedef {import("./wire.js").Roster} Roster
 * @typedef {"asking" | "silent" | "signed_out" | "refused" | "answering" | "ended"} State how the server behaves
 */

/**
 * @typedef {{state: State, broken?: boolean, json?: any}} Heard `broken`: the server answered that it failed
 */

/** No answer comes any more after this; the whole roster may take longer. */
const GIVE_UP_MS = 4000;
const WHOLE_MS = 60_000;

export class Line {
  /** @param {string} door the address of the concert's door @param {string} csrf */
  constructor(door, csrf) {
    this.door = door;
    this.csrf = csrf;
  }

  /**
   * @param {Scan[]} scans
   * @param {{phone: import("./wire.js").Report | null, places: number | null}} more what the phone says of itself, and wants
   * @returns {Promise<{state: State, broken?: boolean, answer?: Answer}>}
   */
  async scans(scans, more) {
    const body = JSON.stringify({ device_clock_ms: Date.now(), scans, ...more });
    const headers = { "content-type": "application/json", "x-csrf-token": this.csrf };
    const { state, broken, json } = await this.ask("scans", { method: "POST", headers, body }, GIVE_UP_MS);
    return { state, broken, answer: json };
  }

  /** @param {number} since a cursor @param {string} about the version that this phone has @returns {Promise<{state: State, roster?: Roster}>} */
  async roster(since, about) {
    const { state, json } = await this.ask(`roster?since=${since}&about=${about}`, {}, since ? GIVE_UP_MS : WHOLE_MS);
    return { state, roster: json };
  }

  /** @param {string} what @param {RequestInit} how @param {number} ms @returns {Promise<Heard>} */
  async ask(what, how, ms) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ms);
    try {
      const response = await fetch(`${this.door}/${what}`, {
        ...how,
        headers: { accept: "application/json", ...how.headers },
        signal: abort.signal,
        cache: "no-store",
        credentials: "same-origin",
      });
      if (response.redirected || response.status === 403) return { state: "signed_out" };
      if (response.status === 401 || response.status === 410) return { state: "ended" };
      if (response.status === 500) return { state: "asking", broken: true };
      if (!response.ok) return { state: response.status < 500 && response.status !== 429 ? "refused" : "asking" };
      return { state: "answering", json: await response.json() };
    } catch {
      // No network, no answer in time, or half of one: the same is asked again.
      return { state: "asking" };
    } finally {
      clearTimeout(timer);
    }
  }
}
