// @ts-check
// The last verdict as a strip under the camera: name, hour, and its undoing.

import { hour, t } from "./texts.js";

/** @typedef {import("./wording.js").Wording} Wording */

export class Strip {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /**
   * @param {Wording} wording
   * @param {string} at when it happened
   * @param {HTMLElement | null} act
   * @param {{late?: boolean}} [how] an answer that came after the phone had gone on
   */
  show(wording, at, act, { late = false } = {}) {
    const { element } = this;
    element.className = `strip strip--${wording.verdict}`;
    const shape = /** @type {Element} */ (element.querySelector(".strip-shape use"));
    shape.setAttribute("href", `#shape-${wording.verdict}`);
    const lines = /** @type {HTMLElement} */ (element.querySelector(".strip-lines"));
    const name = document.createElement("b");
    const admitted = wording.verdict === "admitted";
    name.textContent = admitted ? wording.who : wording.word;
    const more = document.createElement("span");
    const rest = admitted ? wording.help : wording.who;
    const when = late ? t("door-late", { hour: hour(at) }) : hour(at);
    more.textContent = [rest, when].filter(Boolean).join(", ");
    lines.replaceChildren(name, " ", more);
    const acts = /** @type {HTMLElement} */ (element.querySelector(".strip-act"));
    acts.replaceChildren(...(act ? [act] : []));
    element.hidden = false;
  }

  /** Something that is no verdict. @param {string} said */
  note(said) {
    const { element } = this;
    element.className = "strip strip--undone";
    /** @type {Element} */ (element.querySelector(".strip-shape use")).setAttribute("href", "#shape-heard");
    const text = document.createElement("b");
    text.textContent = said;
    /** @type {HTMLElement} */ (element.querySelector(".strip-lines")).replaceChildren(text);
    /** @type {HTMLElement} */ (element.querySelector(".strip-act")).replaceChildren();
    element.hidden = false;
  }

  hide() {
    this.element.hidden = true;
  }
}
