// @ts-check
// Before leaving the signal: what this phone has and what it lacks, in words, each with what mends it.

import { rhythm, signal } from "./signal.js";
import { count, hour, t } from "./texts.js";

/**
 * @typedef {"yes" | "no" | "none" | "ask"} State there, wrong, this phone has none, or only a person can tell
 * @typedef {"camera" | "light" | "sound" | "shake" | "list" | "clock" | "kept" | "opens" | "installed" | "practice"} Thing
 */

/** @type {Thing[]} */
const THINGS = ["camera", "sound", "list", "opens", "clock", "practice", "kept", "light", "shake", "installed"];
/** A clock that is further off than this shows hours that nobody understands. */
const CLOCK_MS = 30_000;
const LIST_MS = 5 * 60_000;
const PRACTICE = ["admitted", "already_used", "other_concert", "unpaid", "voided"];

export class Ready {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {{camera: import("./camera.js").Camera, roster: import("./roster.js").Roster, phone: import("./phone.js").Phone,
   *   page: HTMLElement}} of
   */
  constructor(dialog, of) {
    this.dialog = dialog;
    this.of = of;
    this.list = /** @type {HTMLElement} */ (dialog.querySelector("ul"));
    this.sum = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    /** What only a person can tell, this time. @type {Record<string, State>} */
    this.told = { sound: "ask" };
    this.asking = false;
    this.drawn = "";
    /** @type {Set<string>} practice tickets that this phone read */
    this.read = new Set();
  }

  /** @param {import("./store.js").Store | null} store */
  async load(store) {
    this.store = store;
    if (!store) return;
    this.read = new Set((await store.said("practice")) ?? []);
    this.told.sound = (await store.said("sound")) ?? "ask";
  }

  open() {
    this.drawn = "";
    this.dialog.showModal();
    this.show();
  }

  /** A practice ticket was read. @param {string} verdict */
  practised(verdict) {
    this.read.add(verdict);
    this.store?.say("practice", [...this.read]).catch(() => {});
    this.show();
  }

  /** @returns {Promise<Record<Thing, State>>} */
  async states() {
    const { camera, roster, page } = this.of;
    const meta = roster.meta;
    const asked = meta?.practice ?? [];
    if (meta && !asked.length) this.read.clear();
    const standalone = matchMedia("(display-mode: standalone)").matches || /** @type {{standalone?: boolean}} */ (navigator).standalone === true;
    return {
      camera: camera.track?.readyState === "live" ? "yes" : "no",
      light: camera.hasLight ? "yes" : "none",
      sound: this.told.sound,
      shake: typeof navigator.vibrate === "function" ? "yes" : "none",
      list: roster.loaded && meta && Date.now() - roster.heardAt < LIST_MS ? "yes" : "no",
      // Before the server has told its own time nobody knows.
      clock: !roster.heardAt ? "ask" : Math.abs(roster.clockOff) < CLOCK_MS ? "yes" : "no",
      kept: (await navigator.storage?.persisted?.().catch(() => false)) ? "yes" : "no",
      opens: page.dataset.shell === "yes" ? "yes" : "no",
      installed: standalone ? "yes" : "none",
      practice: !asked.length ? "none" : PRACTICE.every((verdict) => this.read.has(verdict)) ? "yes" : "no",
    };
  }

  async show() {
    const states = await this.states();
    this.of.phone.isReady(JSON.stringify({ ...states, read: [...this.read] }));
    if (!this.dialog.open) return;
    const wrong = THINGS.filter((thing) => needs(thing, states[thing]));
    this.sum.textContent = wrong.length ? t("door-ready-wrong", { n: count(wrong.length) }) : t("door-ready-all");
    // Drawn anew only when something changed: a button that somebody is about to tap stays where it is.
    const drawn = JSON.stringify([states, this.asking, THINGS.map((thing) => this.words(thing, states[thing]))]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const order = [...wrong, ...THINGS.filter((thing) => !wrong.includes(thing))];
    this.list.replaceChildren(...order.map((thing) => this.row(thing, states[thing])));
  }

  /** @param {Thing} thing @param {State} state */
  row(thing, state) {
    const item = document.createElement("li");
    item.className = `check check--${needs(thing, state) ? "wrong" : state}`;
    item.dataset.thing = thing;
    const name = document.createElement("b");
    name.textContent = t(`door-check-${thing}`);
    const says = document.createElement("span");
    says.textContent = this.words(thing, state);
    item.append(name, " ", says);
    if (thing === "sound") item.append(this.hearing());
    if (thing === "shake") item.append(button(t("door-check-shake-act"), () => rhythm([140, 70, 140, 70, 140], this.dialog)));
    return item;
  }

  /** @param {Thing} thing @param {State} state */
  words(thing, state) {
    const { byId, clockOff, meta } = this.of.roster;
    const at = meta ? hour(meta.server_time) : "";
    const values = { n: count(byId.size), s: span(Math.abs(clockOff)), read: this.read.size, hour: at };
    return t(`door-check-${thing}-${thing === "list" && state === "no" && meta ? "old" : state}`, values);
  }

  hearing() {
    const box = document.createElement("div");
    box.className = "check-acts";
    if (!this.asking) {
      box.append(button(t("door-check-sound-act"), () => {
        signal("admitted", this.dialog);
        this.asking = true;
        this.show();
      }));
      return box;
    }
    const question = document.createElement("p");
    question.textContent = t("door-check-sound-heard");
    const answer = (/** @type {State} */ state) => () => {
      this.told.sound = state;
      this.asking = false;
      this.store?.say("sound", state).catch(() => {});
      this.show();
    };
    box.append(question, button(t("door-check-yes"), answer("yes")), button(t("door-check-no"), answer("no")));
    return box;
  }
}

/** Whether somebody has to do something about it. @param {Thing} thing @param {State} state */
function needs(thing, state) {
  if (thing === "kept" || thing === "light" || thing === "shake" || thing === "installed") return false;
  return state === "no" || state === "ask";
}

/** @param {string} label @param {() => void} act */
export function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "door-btn";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/** A length of time as people say it: seconds, or minutes where there are many. @param {number} ms */
function span(ms) {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${count(seconds)} s` : `${count(Math.round(seconds / 60))} min`;
}
