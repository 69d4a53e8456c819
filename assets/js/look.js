// @ts-check
/** Shows a look while it is chosen: the samples take its colours and fonts at once, the ticket is drawn a moment later. */

const PAUSE_MS = 400;
const COLOURS = { ink: "--ink", bone: "--bone", signal: "--signal", signal_ink: "--signal-ink" };
const FONTS = { display: "--display", body: "--body", mono: "--mono" };

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("#look"));
const sample = /** @type {HTMLElement | null} */ (document.querySelector("#sample"));
const ticket = /** @type {HTMLImageElement | null} */ (document.querySelector("#sample-ticket"));
const contrasts = /** @type {HTMLElement | null} */ (document.querySelector("#contrasts"));
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** @param {string} name */
const value = (name) => String(new FormData(/** @type {HTMLFormElement} */ (form)).get(name) ?? "");

function shows() {
  for (const [name, property] of Object.entries(COLOURS)) sample?.style.setProperty(property, value(name));
  for (const [name, property] of Object.entries(FONTS)) sample?.style.setProperty(property, `"${value(name)}"`);
  for (const place of document.querySelectorAll("[data-sample=name]")) place.textContent = value("name");
  clearTimeout(waiting);
  waiting = setTimeout(draws, PAUSE_MS);
}

async function draws() {
  if (!form || !ticket || !contrasts) return;
  const fields = ["name", ...Object.keys(COLOURS), ...Object.keys(FONTS), "ticket_es", "ticket_en"];
  const query = new URLSearchParams(fields.map((name) => [name, value(name)]));
  const said = await fetch(`${contrasts.dataset.contrast}?${query}`).catch(() => null);
  if (said?.ok) {
    const page = new DOMParser().parseFromString(await said.text(), "text/html");
    contrasts.replaceChildren(...page.body.childNodes);
  }
  const drawn = await fetch(`${ticket.dataset.src}?${query}`).catch(() => null);
  // What can't be drawn leaves the one before; why is said beside the colours, or when it is kept.
  if (drawn?.ok) {
    URL.revokeObjectURL(ticket.src);
    ticket.src = URL.createObjectURL(await drawn.blob());
    ticket.hidden = false;
  }
}

if (form) {
  form.addEventListener("input", shows);
  for (const button of form.querySelectorAll("[data-see]")) button.setAttribute("hidden", "");
}
