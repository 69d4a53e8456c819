// @ts-check
// Takes a code typed by hand, for a screen too cracked to film.

import { fromTyping, letters } from "./code.js";
import { t } from "./texts.js";

const LENGTH = 16;
const SHORT = 4;

export class Typing {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {{code: (code: string) => void, search: (words: string) => void}} done
   */
  constructor(dialog, done) {
    this.dialog = dialog;
    this.input = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
    this.problem = /** @type {HTMLElement} */ (dialog.querySelector(".problem"));
    dialog.querySelector("form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const code = fromTyping(this.input.value);
      // The ticket shows the first four: those are looked for in the list.
      if (!code && letters(this.input.value).length === SHORT) {
        dialog.close();
        return done.search(letters(this.input.value));
      }
      if (!code) return this.refuse();
      dialog.close();
      done.code(code);
    });
    this.input.addEventListener("input", () => this.say(""));
    dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
    dialog.querySelector("[data-search]")?.addEventListener("click", () => {
      dialog.close();
      done.search(this.input.value.trim());
    });
  }

  open() {
    this.input.value = "";
    this.say("");
    this.dialog.showModal();
    this.input.focus();
  }

  refuse() {
    const n = letters(this.input.value).length;
    this.say(n === LENGTH ? t("door-type-strange") : t("door-type-length", { n }));
    this.input.focus();
  }

  /** @param {string} problem */
  say(problem) {
    this.problem.textContent = problem;
    this.problem.hidden = !problem;
    this.input.setAttribute("aria-invalid", problem ? "true" : "false");
  }
}
