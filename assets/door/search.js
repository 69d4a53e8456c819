// @ts-check
// Finds a ticket by name, number or short code; a tap on one asks the server to let it in.

import { fromSearch } from "./code.js";
import { count, t } from "./texts.js";
import { nameOf } from "./wire.js";

/** @typedef {import("./wire.js").Found} Found */

const PAUSE_MS = 180;
const PATIENCE_MS = 4000;
const STATES = new Set(["inside", "exited", "unpaid", "voided", "replaced"]);

export class Search {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {string} address GET here, with `?q=`
   * @param {{ticket: (found: Found) => void, code: (code: string) => void}} done
   * @param {{alone: () => boolean, lent: boolean, find: (words: string) => Found[] | null}} roster what this phone knows itself
   */
  constructor(dialog, address, done, roster) {
    this.dialog = dialog;
    this.address = address;
    this.done = done;
    this.roster = roster;
    this.input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    this.list = /** @type {HTMLElement} */ (dialog.querySelector("ul"));
    this.says = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    /** @type {AbortController | null} */
    this.asking = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.find(), PAUSE_MS);
    });
    dialog.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(this.timer);
      const code = fromSearch(this.input.value);
      if (!code) return this.find();
      dialog.close();
      done.code(code);
    });
    dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
  }

  /** @param {string} [words] already known, e.g. typed in the other dialog */
  open(words = "") {
    this.input.value = words;
    this.list.replaceChildren();
    this.says.textContent = t("door-search-hint");
    this.dialog.showModal();
    this.input.focus();
    if (words) this.find();
  }

  async find() {
    this.asking?.abort();
    const words = this.input.value.trim();
    if (!words) {
      this.list.replaceChildren();
      this.says.textContent = t("door-search-hint");
      return;
    }
    if (fromSearch(words)) {
      this.list.replaceChildren();
      this.says.textContent = t("door-search-code");
      return;
    }
    const own = this.roster.alone() ? this.roster.find(words) : null;
    if (own) return this.show(own);
    if (this.roster.lent) {
      this.list.replaceChildren();
      this.says.textContent = t("door-search-no-list");
      return;
    }
    const asking = (this.asking = new AbortController());
    const timer = setTimeout(() => asking.abort("late"), PATIENCE_MS);
    try {
      const response = await fetch(`${this.address}?q=${encodeURIComponent(words)}`, {
        headers: { accept: "application/json" },
        signal: asking.signal,
        cache: "no-store",
      });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      this.show((await response.json()).tickets);
    } catch {
      if (asking !== this.asking || (asking.signal.aborted && asking.signal.reason !== "late")) return;
      const known = this.roster.find(words);
      if (known) return this.show(known);
      this.list.replaceChildren();
      this.says.textContent = t("door-search-silent");
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Found[]} tickets */
  show(tickets) {
    this.list.replaceChildren(...tickets.map((found) => this.row(found)));
    if (!tickets.length) this.says.textContent = t("door-search-none");
    else this.says.textContent = tickets.length === 1 ? t("door-search-one") : t("door-search-many", { n: count(tickets.length) });
  }

  /** @param {Found} found */
  row(found) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "found";
    const state = STATES.has(found.state) ? t(`door-state-${found.state}`) : "";
    const left = found.left > 1 ? t("door-left-many", { n: found.left }) : "";
    const parts = /** @type {const} */ ([
      ["found-name", nameOf(found)],
      ["found-number", [t("door-number", { number: found.number }), found.short, found.last4 ? `…${found.last4}` : ""].filter(Boolean).join(" · ")],
      [`found-state found-state--${found.state}`, [state, left].filter(Boolean).join(" · ")],
    ]);
    for (const [name, text] of parts) {
      const span = document.createElement("span");
      span.className = name;
      span.textContent = text;
      if (text) button.append(span, " ");
    }
    button.addEventListener("click", () => {
      this.dialog.close();
      this.done.ticket(found);
    });
    item.append(button);
    return item;
  }
}
