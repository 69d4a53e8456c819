// @ts-check
// Sells a place to whoever stands here without a ticket: how many, what it costs, how it is paid. One tap lets them in.

import { money, t } from "./texts.js";

/**
 * @typedef {import("./wire.js").Priced} Priced
 * @typedef {import("./wire.js").Sale} Sale
 */

const MOST = 9;

export class Selling {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {{prices: () => Priced[], currency: () => string, left: () => number, sold: (sale: Omit<Sale, "phone">, n: number) => void}} door
   */
  constructor(dialog, door) {
    this.dialog = dialog;
    this.door = door;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.prices = /** @type {HTMLElement} */ (dialog.querySelector("[data-prices]"));
    this.says = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    this.act = /** @type {HTMLButtonElement} */ (this.form.querySelector("button[value=sell]"));
    this.n = 1;
    this.form.addEventListener("change", () => this.show());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sell();
    });
    dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
    for (const step of /** @type {NodeListOf<HTMLElement>} */ (dialog.querySelectorAll("[data-step]"))) {
      step.addEventListener("click", () => {
        this.n = Math.min(Math.max(this.n + Number(step.dataset.step), 1), Math.min(MOST, Math.max(this.door.left(), 1)));
        this.show();
      });
    }
  }

  open() {
    // The one in force first.
    const prices = [...this.door.prices()].sort((a, b) => Number(b.now) - Number(a.now));
    this.n = 1;
    this.form.reset();
    this.prices.replaceChildren(...prices.map((price) => this.choice(price)));
    this.show();
    this.dialog.showModal();
    this.act.focus();
  }

  /** The places have changed. */
  refresh() {
    if (this.dialog.open) this.show();
  }

  /** @param {Priced} price */
  choice(price) {
    const label = document.createElement("label");
    const input = document.createElement("input");
    label.className = "pick";
    Object.assign(input, { type: "radio", name: "price", value: price.id, checked: price.now });
    const text = document.createElement("span");
    text.textContent = `${price.name} ${money(price.amount_cents, this.door.currency())}`;
    label.append(input, text);
    return label;
  }

  /** @returns {Priced | undefined} */
  get price() {
    const chosen = new FormData(this.form).get("price");
    return this.door.prices().find(({ id }) => id === chosen);
  }

  show() {
    const { price } = this;
    const left = this.door.left();
    /** @type {HTMLElement} */ (this.dialog.querySelector("[data-n]")).textContent = String(this.n);
    this.act.disabled = !price || left < this.n;
    this.act.textContent = price ? t("door-sell-act", { amount: money(price.amount_cents * this.n, this.door.currency()) }) : t("door-sell");
    this.says.textContent = left === 0 ? t("door-sell-none") : left === 1 ? t("door-sell-left-one") : t("door-sell-left-many", { n: left });
  }

  sell() {
    const { price } = this;
    if (!price || this.door.left() < this.n) return this.show();
    const typed = new FormData(this.form);
    const name = String(typed.get("name") ?? "").trim().slice(0, 80);
    const method = /** @type {"cash" | "card" | "spei"} */ (String(typed.get("method") ?? "cash"));
    this.dialog.close();
    this.door.sold({ name, price: price.id, amount_cents: price.amount_cents, method }, this.n);
  }
}
