// @ts-check
/** A form that came back with something to correct begins there, and not at the top of the page. */
export function wrong() {
  const field = document.querySelector("main [role=alert]") && document.querySelector("main [aria-invalid=true]");
  if (field instanceof HTMLElement) field.focus();
}
