// @ts-check
// An installed app begins empty, and has no address bar: it films the link that another screen shows, and opens the door.

import { Camera } from "./camera.js";
import { Decoder } from "./decode.js";

const page = /** @type {HTMLElement} */ (document.getElementById("claim"));
const video = /** @type {HTMLVideoElement} */ (page.querySelector("video"));
const says = /** @type {HTMLElement} */ (page.querySelector("[role=status]"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-opening]"));
const LINK = /\/door\/open#([0-9a-f]{16,64})$/;
/** The six digits that the members' page shows, as a QR. */
const DIGITS = /^door ([0-9]{6})$/;
let filming = false;

const camera = new Camera(video, {
  trouble: () => (says.textContent = page.dataset.trouble ?? ""),
  running: () => {
    video.hidden = false;
    says.textContent = page.dataset.filming ?? "";
  },
});

page.querySelector("button")?.addEventListener("click", () => {
  camera.open();
  if (filming) return;
  filming = true;
  const decoder = new Decoder(page.dataset.worker ?? "", page.dataset.wasm ?? "");
  decoder.film(video, () => filming && camera.track?.readyState === "live", (contents) => {
    const found = (/** @type {RegExp} */ what) => contents.map((content) => what.exec(content)?.[1]).find(Boolean);
    const [secret, digits] = [found(LINK), found(DIGITS)];
    if (!(secret || digits) || !filming) return;
    filming = false;
    camera.rest();
    const field = /** @type {HTMLInputElement} */ (form.elements.namedItem(secret ? "secret" : "code"));
    field.value = secret ?? digits ?? "";
    form.requestSubmit();
  });
});
