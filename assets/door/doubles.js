// @ts-check
// Tells this phone of somebody who went in twice, or by a dead ticket, where one of the screens was its own.

import { hour, t } from "./texts.js";
import { nameOf } from "./wire.js";

/**
 * @typedef {import("./wire.js").Rostered} Rostered
 * @typedef {import("./wire.js").Conflict} Conflict
 */

const SEEN = "doubles";

export class Doubles {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.says = /** @type {HTMLElement} */ (element.querySelector("p"));
    /** @type {Set<string>} what was read and put away on this phone */
    this.read = new Set(recall());
    /** @type {[Rostered, Conflict][]} */
    this.open = [];
    element.querySelector("button")?.addEventListener("click", () => {
      const [first] = this.open;
      if (first) this.read.add(first[1].id);
      remember([...this.read]);
      this.show(this.open);
    });
  }

  /** @param {[Rostered, Conflict][]} all of this concert */
  show(all) {
    this.open = all.filter(([, { id, first, second }]) => (first?.own || second.own) && !this.read.has(id));
    this.element.hidden = this.open.length === 0;
    if (this.element.hidden) return;
    const text = words(...this.open[0]);
    const more = this.open.length > 1 ? t("door-double-more", { n: this.open.length - 1 }) : "";
    const said = [text, more].filter(Boolean).join(" ");
    if (this.says.textContent !== said) this.says.textContent = said;
  }
}

/** @param {Rostered} ticket @param {Conflict} conflict */
function words(ticket, { kind, first, second }) {
  const who = { name: nameOf(ticket), number: ticket.number };
  const then = { ...who, hour: hour(second.at), door: second.door };
  if (!first) return t(`door-double-${kind}`, then);
  return t("door-double-twice", { ...then, first: hour(first.at), first_door: first.door });
}

/** @returns {string[]} */
function recall() {
  try {
    return JSON.parse(localStorage.getItem(SEEN) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {string[]} ids */
function remember(ids) {
  try {
    localStorage.setItem(SEEN, JSON.stringify(ids.slice(-200)));
  } catch {
    // Without storage it comes back with the next reload.
  }
}
