// @ts-check
// Remembers which codes are in view, so that a ticket held before the camera counts once.

/** A decided code counts again after this long out of view; time in which nobody looked doesn't count. */
const AWAY_MS = 2500;
/** The same after another code was decided in between; more than a blink, for two tickets side by side alternate. */
const AWAY_AFTER_ANOTHER_MS = 900;

export class Sight {
  constructor() {
    /** @type {Map<string, number>} when each decided code was seen last */
    this.seen = new Map();
    /** @type {string | null} */
    this.last = null;
  }

  /**
   * Takes the contents of one frame; says which of them is new to this sight, if any.
   * @param {string[]} contents everything that the frame holds
   * @param {number} now milliseconds on a clock that never jumps
   * @returns {string | null} one that may be decided: say so with `decided`
   */
  look(contents, now) {
    let fresh = null;
    for (const content of contents) {
      const at = this.seen.get(content);
      const away = content === this.last ? AWAY_MS : AWAY_AFTER_ANOTHER_MS;
      if (at === undefined || now - at >= away) fresh ??= content;
      else this.seen.set(content, now);
    }
    return fresh;
  }

  /** Nobody looked for so long, as while a verdict filled the screen. @param {number} ms */
  paused(ms) {
    for (const [content, at] of this.seen) this.seen.set(content, at + ms);
  }

  /**
   * From now on this content is known, until it has been out of view.
   * @param {string} content
   * @param {number} now
   */
  decided(content, now) {
    for (const [other, at] of this.seen) if (now - at > 60_000) this.seen.delete(other);
    this.seen.set(content, now);
    this.last = content;
  }
}
