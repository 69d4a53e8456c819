// @ts-check
// The screen that a verdict fills: shows it, fits its word, and leaves after its time or a tap.

import { fit } from "./fit.js";
import { t } from "./texts.js";
import { spoken } from "./wording.js";

/** @typedef {import("./wording.js").Wording} Wording */

/** A tap so soon after the screen has changed was meant for what stood there before. */
const BLIND_MS = 400;
/** What went as wished is read at a glance; a no has to be explained to somebody. */
const STAYS_MS = { done: 1600, refused: 4000 };

export class VerdictScreen {
  /** @param {HTMLElement} screen @param {HTMLElement} voice an assertive live region */
  constructor(screen, voice) {
    this.screen = screen;
    this.voice = voice;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {(() => void) | null} */
    this.gone = null;
    /** @type {Element | null} where the keyboard was */
    this.before = null;
    /** @type {Wording | null} */
    this.wording = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} while taps are let pass unheard */
    this.blind = undefined;
    document.addEventListener("click", (event) => {
      // A key's click has no place on the screen, and is meant.
      if (event.detail === 0 || this.blind === undefined) return;
      event.preventDefault();
      event.stopPropagation();
    }, { capture: true });
    screen.addEventListener("click", (event) => {
      if (!(/** @type {HTMLElement} */ (event.target).closest("button, a"))) this.leave();
    });
    screen.addEventListener("keydown", (event) => {
      const onScreen = event.target === screen;
      if (event.key === "Escape" || (onScreen && (event.key === "Enter" || event.key === " "))) this.leave();
    });
    // Somebody who has moved to its button by keyboard is not to lose it to the clock.
    screen.addEventListener("focusin", (event) => event.target !== screen && clearTimeout(this.timer));
    new ResizeObserver(() => this.fitWord()).observe(screen);
  }

  get open() {
    return !this.screen.hidden;
  }

  /**
   * @param {Wording} wording
   * @param {HTMLElement} act the one button or link, already wired
   * @param {() => void} gone called once, when the screen has left
   */
  show(wording, act, gone) {
    this.leave();
    const { screen } = this;
    this.wording = wording;
    this.gone = gone;
    screen.className = `verdict verdict--${wording.verdict}`;
    part(screen, ".verdict-shape use").setAttribute("href", `#shape-${wording.verdict}`);
    part(screen, ".verdict-who").textContent = wording.who;
    part(screen, ".verdict-help").textContent = wording.help;
    part(screen, ".verdict-act").replaceChildren(act);
    const by = part(screen, ".decider");
    by.textContent = t(`door-by-${wording.by}`);
    by.className = `decider decider--${wording.by}`;
    this.before = document.activeElement;
    screen.hidden = false;
    this.behind(true);
    this.shut();
    this.fitWord();
    screen.focus({ preventScroll: true });
    this.voice.textContent = spoken(wording);
    this.timer = setTimeout(() => this.leave(), STAYS_MS[outcome(wording)]);
  }

  /** Lets taps pass unheard for a moment. */
  shut() {
    clearTimeout(this.blind);
    document.body.dataset.blind = "";
    this.blind = setTimeout(() => {
      this.blind = undefined;
      delete document.body.dataset.blind;
    }, BLIND_MS);
  }

  /** What lies under the verdict can't be reached, by keyboard or by a screen reader. @param {boolean} covered */
  behind(covered) {
    const page = /** @type {HTMLElement | null} */ (this.screen.previousElementSibling);
    if (page) page.inert = covered;
  }

  fitWord() {
    if (!this.open || !this.wording) return;
    const box = part(this.screen, ".verdict-box").getBoundingClientRect();
    const wide = matchMedia("(orientation: landscape)").matches;
    const word = part(this.screen, ".verdict-word");
    const width = wide ? part(this.screen, ".verdict-sign").getBoundingClientRect().width : box.width;
    // The word may take a third of an upright screen; lying down it shares its half with the shape alone.
    fit(word, this.wording.word, width, box.height * (wide ? 0.62 : 0.34));
  }

  leave() {
    if (!this.open) return;
    clearTimeout(this.timer);
    const held = this.screen.contains(document.activeElement);
    this.screen.hidden = true;
    this.behind(false);
    this.shut();
    // Emptied, so that the same sentence is said again for the next person.
    this.voice.textContent = "";
    if (held && this.before instanceof HTMLElement && this.before !== document.body) this.before.focus({ preventScroll: true });
    const { gone } = this;
    this.gone = null;
    gone?.();
  }
}

/** Whether the person got what they came for: in, out, or taken back. @param {Wording | null} wording @returns {"done" | "refused"} */
function outcome(wording) {
  return wording?.act === "undo" || wording?.act === "next" ? "done" : "refused";
}

/** @param {HTMLElement} screen @param {string} which @returns {HTMLElement} */
function part(screen, which) {
  return /** @type {HTMLElement} */ (screen.querySelector(which));
}
