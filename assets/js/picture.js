// @ts-check
/** A button with `data-copy-picture="address"` puts that picture into the clipboard; it shows only where a browser can. */

/** How long it says that it was done. */
const SAID_MS = 2000;

export function picture() {
  if (!navigator.clipboard?.write || typeof ClipboardItem === "undefined") return;
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy-picture]"))) {
    // A phone shares the picture; there is nothing to paste it with.
    if (matchMedia("(pointer: coarse)").matches) continue;
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}

/** @param {HTMLElement} button */
async function copy(button) {
  const before = button.textContent;
  const fetched = fetch(button.dataset.copyPicture ?? "").then((answer) => answer.blob());
  try {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": fetched })]);
  } catch {
    return;
  }
  button.textContent = button.dataset.copied ?? before;
  setTimeout(() => (button.textContent = before), SAID_MS);
}
