// @ts-check
// Asks the server about scans and does not let go until it has answered. It never invents an answer.

/** @typedef {import("./wire.js").Scan} Scan */
/** @typedef {import("./wire.js").Result} Result */
/** @typedef {import("./wire.js").Answer} Answer */
/** @typedef {"asking" | "silent" | "signed_out" | "refused" | "answering"} State how the server behaves */

/** The first answer is waited for this long, then longer: the server may be slow, and is not asked in vain. */
const PATIENCE_MS = [400, 1500, 3000, 6000];
const PAUSE_MS = [150, 500, 1000, 2000];
/** After so many questions in vain the phone says that the server does not answer. */
const SILENT_AFTER = 3;
const MANY = 200;

export class Sender {
  /**
   * @param {string} address POST here
   * @param {string} csrf
   * @param {{state: (state: State) => void, answer: (answer: Answer) => void, waiting: (n: number) => void}} tell
   */
  constructor(address, csrf, tell) {
    this.address = address;
    this.csrf = csrf;
    this.tell = tell;
    /** @type {Map<string, {scan: Scan, done: (result: Result) => void}>} asked and not answered, oldest first */
    this.waiting = new Map();
    this.vain = 0;
    this.running = false;
    this.urgent = false;
    /** A question with several scans was refused: they are asked one by one, so that one bad scan holds up no other. */
    this.alone = false;
    /** @type {() => void} cuts the present wait or question short */
    this.hurry = () => {};
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("beforeunload", (event) => {
      // What waits here is kept in memory only: closing the page would lose it.
      if (!this.waiting.size) return;
      event.preventDefault();
      event.returnValue = true;
    });
  }

  /**
   * Asks for one scan. The promise is kept as long as the page lives, and is never rejected.
   * @param {Scan} scan
   * @returns {Promise<Result>}
   */
  ask(scan) {
    return new Promise((done) => {
      this.waiting.set(scan.id, { scan, done });
      this.tell.waiting(this.waiting.size);
      this.vain = 0;
      this.urgent = true;
      this.hurry();
      if (!this.running) this.run();
    });
  }

  async run() {
    this.running = true;
    while (this.waiting.size) {
      this.urgent = false;
      const state = await this.question();
      // Somebody new asks: the question was cut short for them, and nothing was learned about the server.
      if (this.urgent) continue;
      this.vain = state === "answering" ? 0 : this.vain + 1;
      this.tell.state(state === "asking" && this.vain >= SILENT_AFTER ? "silent" : state);
      this.tell.waiting(this.waiting.size);
      if (state !== "answering" && this.waiting.size) await this.pause();
    }
    this.running = false;
    this.alone = false;
  }

  /** One question with everything that waits. @returns {Promise<State>} */
  async question() {
    const asked = [...this.waiting.values()].slice(0, this.alone ? 1 : MANY);
    const abort = new AbortController();
    this.hurry = () => abort.abort();
    const timer = setTimeout(() => abort.abort(), at(PATIENCE_MS, this.vain));
    try {
      const response = await fetch(this.address, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json", "x-csrf-token": this.csrf },
        body: JSON.stringify({ device_clock_ms: Date.now(), scans: asked.map(({ scan }) => scan) }),
        signal: abort.signal,
        cache: "no-store",
        credentials: "same-origin",
      });
      if (response.redirected || response.status === 401 || response.status === 403) return "signed_out";
      if (!response.ok) return response.status < 500 && response.status !== 429 ? this.refused(asked) : "asking";
      /** @type {Answer} */
      const answer = await response.json();
      this.tell.answer(answer);
      for (const result of answer.results) {
        const one = this.waiting.get(result.id);
        this.waiting.delete(result.id);
        one?.done(result);
      }
      return asked.some(({ scan }) => this.waiting.has(scan.id)) ? "asking" : "answering";
    } catch {
      // No network, no answer in time, or half of one: the same ids are asked again.
      return "asking";
    } finally {
      clearTimeout(timer);
      this.hurry = () => {};
    }
  }

  /** One scan that is refused is asked about after all others. @param {{scan: Scan, done: (result: Result) => void}[]} asked @returns {State} */
  refused(asked) {
    this.alone = true;
    const [only, ...more] = asked;
    if (!more.length) {
      this.waiting.delete(only.scan.id);
      this.waiting.set(only.scan.id, only);
    }
    return "refused";
  }

  /** @returns {Promise<void>} */
  pause() {
    return new Promise((over) => {
      const timer = setTimeout(over, at(PAUSE_MS, this.vain - 1));
      this.hurry = () => {
        clearTimeout(timer);
        over();
      };
    });
  }
}

/** @param {number[]} steps @param {number} n */
function at(steps, n) {
  return steps[Math.min(Math.max(n, 0), steps.length - 1)];
}
