// @ts-check
/** A form with `data-once` is sent once: its buttons rest while it is on its way, and wake if the page comes back from the history. */

/** @param {HTMLFormElement} form @param {boolean} on */
function rest(form, on) {
  form.toggleAttribute("data-sent", on);
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
}

export function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-once") || event.defaultPrevented) return;
    if (form.hasAttribute("data-sent")) event.preventDefault();
    else rest(form, true);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) rest(/** @type {HTMLFormElement} */ (form), false);
  });
}
