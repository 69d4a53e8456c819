// @ts-check
// Says in words how things stand: with the camera, with the server, with a photo.

import { count, t } from "./texts.js";

/** @typedef {import("./send.js").State} ServerState */
/** @typedef {import("./camera.js").Trouble | "decoder"} Trouble */

/** Before this the answer is simply quick, and nothing need be said. */
const QUIET_MS = 400;

/** @param {string} id @returns {HTMLElement} */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

export class Status {
  /** @param {HTMLElement} page @param {() => void} leave the person goes on without an answer */
  constructor(page, leave) {
    this.page = page;
    this.decider = byId("decider");
    this.panel = byId("waiting");
    this.n = 0;
    /** @type {ServerState} */
    this.state = "answering";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    byId("waiting-leave").addEventListener("click", leave);
    this.bar();
  }

  /** A question is open for the person at the door. @param {boolean} open */
  asking(open) {
    clearTimeout(this.timer);
    this.page.dataset.asking = open ? "yes" : "no";
    if (open) {
      this.timer = setTimeout(() => {
        this.page.dataset.slow = "yes";
        this.bar();
        if (this.state !== "answering" && this.state !== "asking") this.panelFor(this.state);
      }, QUIET_MS);
    } else {
      this.page.dataset.slow = "no";
      this.panel.hidden = true;
      this.bar();
    }
  }

  /** @param {ServerState} state @param {boolean} someone whether a person is waiting for it */
  server(state, someone) {
    this.state = state;
    this.bar();
    if (state === "answering") this.panel.hidden = true;
    else if (state !== "asking" && someone) this.panelFor(state);
  }

  /** @param {ServerState} state */
  panelFor(state) {
    byId("waiting-says").textContent = t(`door-server-${state.replace("_", "-")}`);
    byId("waiting-login").hidden = state !== "signed_out";
    this.panel.hidden = false;
  }

  /** @param {number} n scans without an answer */
  waiting(n) {
    this.n = n;
    this.bar();
  }

  bar() {
    const slow = this.page.dataset.slow === "yes" && this.state === "answering";
    const key = slow || this.state === "asking" ? "door-by-asking" : this.state === "answering" ? "door-by-server" : "door-by-nobody";
    const well = key === "door-by-server";
    const pending = this.n && !well ? t(this.n === 1 ? "door-pending-one" : "door-pending-many", { n: count(this.n) }) : "";
    const text = [t(key), pending].filter(Boolean).join(" · ");
    if (this.decider.textContent !== text) this.decider.textContent = text;
    this.decider.className = `decider decider--${well ? "server" : "nobody"}`;
  }

  /** @param {Trouble | null} why no camera; null: it runs */
  trouble(why) {
    const panel = byId("trouble");
    panel.hidden = why === null;
    if (why === null) return;
    byId("trouble-says").textContent = t(`door-camera-${why}`);
    byId("trouble-help").textContent = t(`door-camera-${why}-help`);
    byId("photo").hidden = why === "decoder";
    byId("again").hidden = why === "insecure";
  }

  /** @param {"reading" | "empty" | null} how */
  photo(how) {
    const says = byId("photo-says");
    says.textContent = how ? t(`door-photo-${how}`) : "";
    says.hidden = !how;
  }
}
