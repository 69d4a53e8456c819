// @ts-check
/** A button with `data-copy="#id"` copies that element's value or text, and says so for a moment. */

/** @param {Element | null} from */
function text(from) {
  return from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement ? from.value : (from?.textContent ?? "").trim();
}

export function copy() {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-copy]") : null;
    if (!(button instanceof HTMLElement)) return;
    const from = document.querySelector(button.dataset.copy ?? "");
    try {
      await navigator.clipboard.writeText(text(from));
    } catch {
      // No clipboard (plain http): select it, so that the person can.
      if (from) getSelection()?.selectAllChildren(from);
      return;
    }
    if (button.dataset.said) return;
    const label = button.textContent ?? "";
    button.dataset.said = label;
    // The button keeps its width, so that nothing beside it moves.
    button.style.minWidth = `${button.offsetWidth}px`;
    button.textContent = button.dataset.copied ?? "✓";
    button.setAttribute("aria-live", "polite");
    setTimeout(() => {
      button.textContent = label;
      delete button.dataset.said;
    }, 1600);
  });
}
