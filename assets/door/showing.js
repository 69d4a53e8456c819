// @ts-check
// Shows another phone's camera whom this one let in: one QR after another, until it is closed.

import { t } from "./texts.js";

/** Each page stays as long as a camera needs to find it twice. */
const PAGE_MS = 1500;

export class Showing {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {() => Promise<string[] | null>} pages null: this phone has no number yet
   */
  constructor(dialog, pages) {
    this.dialog = dialog;
    this.pages = pages;
    this.canvas = /** @type {HTMLCanvasElement} */ (dialog.querySelector("canvas"));
    this.says = /** @type {HTMLElement} */ (dialog.querySelector("[role=status]"));
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
    dialog.addEventListener("close", () => clearInterval(this.timer));
  }

  async open() {
    const pages = await this.pages();
    this.canvas.hidden = !pages;
    this.says.textContent = pages ? "" : t("door-show-none");
    this.dialog.showModal();
    if (!pages) return;
    const { encodeQR } = await import("../vendor/qr/index.js");
    let at = 0;
    const next = () => {
      const rows = encodeQR(pages[at], "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });
      draw(this.canvas, /** @type {boolean[][]} */ (rows));
      this.says.textContent = pages.length > 1 ? t("door-show-page", { n: at + 1, of: pages.length }) : t("door-show-one");
      this.dialog.dataset.page = String(at + 1);
      at = (at + 1) % pages.length;
    };
    next();
    if (pages.length > 1) this.timer = setInterval(next, PAGE_MS);
  }
}

/** Draws the modules, each a whole number of pixels. @param {HTMLCanvasElement} canvas @param {boolean[][]} rows */
function draw(canvas, rows) {
  const size = Math.max(2, Math.floor(960 / rows.length));
  canvas.width = canvas.height = rows.length * size;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#000";
  rows.forEach((row, y) => row.forEach((dark, x) => dark && pen.fillRect(x * size, y * size, size, size)));
}
