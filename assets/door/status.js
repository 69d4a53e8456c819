// @ts-check
// Says in words how things stand: with the camera, with the server, with a photo.

import { count, hour, t } from "./texts.js";

/** @typedef {import("./line.js").State} ServerState */
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
    this.damaged = 0;
    this.unwritten = 0;
    this.unread = false;
    /** Scans of other nights that wait. */
    this.others = 0;
    /** When the server told the list last. @type {string | null} */
    this.listAt = null;
    /** What waits under another address, in words. */
    this.away = "";
    /** That the page won't open again without a network. */
    this.closed = "";
    /** @type {import("./send.js").Who} */
    this.decides = "server";
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

  /** Who decides from here on. @param {import("./send.js").Who} decides */
  who(decides) {
    this.decides = decides;
    if (decides === "phone") this.panel.hidden = true;
    this.bar();
  }

  /** @param {import("./queue.js").Queue} queue @param {string | null} listAt when the server told the list last */
  waiting(queue, listAt) {
    this.n = queue.unsent().length;
    [this.damaged, this.unwritten, this.unread, this.listAt] = [queue.damaged, queue.unwritten.size, queue.unread, listAt];
    this.bar();
  }

  /** @param {number} n scans of other nights that this phone still holds */
  elsewhen(n) {
    this.others = n;
    this.bar();
  }

  /** How many wait, in words; a question that is just being asked doesn't count while all is well. @param {boolean} well */
  pending(well) {
    // That nothing waits is said only where it is so.
    if (this.n === 0 && (this.damaged || this.unread || this.others)) return "";
    const own = this.decides === "phone" || well;
    if (well && this.decides === "server" && (this.n === 0 || this.page.dataset.asking === "yes")) return "";
    if (!own && this.n === 0) return "";
    const key = own ? "door-unsent" : "door-pending";
    return t(`${key}-${this.n === 1 ? "one" : "many"}`, { n: count(this.n) });
  }

  bar() {
    const slow = this.page.dataset.slow === "yes" && this.state === "answering";
    const server = slow || this.state === "asking" ? "door-by-asking" : this.state === "answering" ? "door-by-server" : "door-by-nobody";
    const ended = this.state === "signed_out" ? "door-by-ended" : server;
    const key = this.decides === "phone" ? "door-by-phone" : ended;
    const well = key === "door-by-server";
    const damaged = this.damaged ? t("door-damaged", { n: count(this.damaged) }) : "";
    const unwritten = this.unwritten ? t("door-unwritten") : "";
    const unread = this.unread ? t("door-unread") : "";
    const others = this.others ? t(`door-others-${this.others === 1 ? "one" : "many"}`, { n: count(this.others) }) : "";
    const list = this.decides === "phone" && this.listAt ? t("door-list-of", { hour: hour(this.listAt) }) : "";
    const all = [t(key), this.pending(well), others, damaged, unwritten, unread, this.away, this.closed, list];
    const text = all.filter(Boolean).join(" · ");
    if (this.decider.textContent !== text) this.decider.textContent = text;
    this.decider.className = `decider decider--${well ? "server" : this.decides === "phone" ? "phone" : "nobody"}`;
  }

  /** Whether the page opens again without a network. @param {boolean} well */
  shell(well) {
    this.closed = well ? "" : t("door-shell-none");
    this.bar();
  }

  /** Scans that wait under another address of this phone's. @param {import("./wire.js").Elsewhere[] | undefined} all */
  elsewhere(all) {
    const [first] = all ?? [];
    const element = byId("elsewhere");
    element.hidden = !first;
    this.away = first ? away(first.pending) : "";
    if (!first) return this.bar();
    // No link: what another phone said of itself is read, and not followed.
    element.textContent = t("door-elsewhere-how", { away: this.away, there: first.address, here: location.origin });
    this.bar();
  }

  /** @param {Trouble | null} why no camera; null: it runs */
  trouble(why) {
    const panel = byId("trouble");
    panel.hidden = why === null;
    if (why === null) return;
    byId("trouble-says").textContent = t(`door-camera-${why}`);
    byId("trouble-help").textContent = t(`door-camera-${why}-help`);
    // Without a camera there is only what lies in the device's own folders.
    byId("photo-label").textContent = t(why === "none" ? "door-photo-choose" : "door-photo");
    byId("photo").querySelector("input")?.toggleAttribute("capture", why !== "none");
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

/** What waits under another address, in words. @param {number | null} n null: nobody knows */
function away(n) {
  if (n === null) return t("door-elsewhere-maybe");
  return t(n === 1 ? "door-elsewhere-one" : "door-elsewhere-many", { n: count(n) });
}
