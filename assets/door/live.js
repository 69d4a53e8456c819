// @ts-check
// The night's numbers at the top of the scanner, as the server counts them.

import { count, t } from "./texts.js";

/** @typedef {import("./wire.js").Numbers} Numbers */

const AGAIN_MS = 30_000;

export class Live {
  /** @param {HTMLElement} element @param {string | undefined} address of the server's events; none: only what it is shown */
  constructor(element, address) {
    this.element = element;
    if (address) this.listen(address);
  }

  /** @param {Partial<Numbers> | undefined} numbers */
  show(numbers) {
    if (numbers?.inside === undefined || numbers.expected === undefined) return;
    this.element.textContent = t("door-numbers", { inside: count(numbers.inside), expected: count(numbers.expected) });
  }

  /** @param {string} address */
  listen(address) {
    const events = new EventSource(address);
    events.onmessage = ({ data }) => {
      try {
        this.show(JSON.parse(data));
      } catch {
        // A line that is no JSON says nothing about the night.
      }
    };
    events.onerror = () => {
      // The browser goes on by itself, unless the server said no: then ask again, slowly.
      if (events.readyState !== EventSource.CLOSED) return;
      setTimeout(() => this.listen(address), AGAIN_MS);
    };
  }
}
