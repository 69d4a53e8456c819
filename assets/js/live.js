// @ts-check
/**
 * Numbers that change while one looks: `data-live="address"` on a container, `data-live-key` on what shows each of the
 * event's values, `data-live-picture="address"` on what is asked for again after an event.
 */

/** A crowd at the door is one new picture, not hundreds. */
const PICTURE_MS = 2000;

/** @param {HTMLElement} box */
function follow(box) {
  const source = new EventSource(box.dataset.live ?? "");
  const format = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en" : "es-MX");
  source.addEventListener("open", () => box.classList.remove("live--lost"));
  source.addEventListener("error", () => box.classList.add("live--lost"));
  source.addEventListener("message", (event) => {
    /** @type {Record<string, string | number>} */
    const values = JSON.parse(event.data);
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("[data-live-key]"))) {
      const value = values[place.dataset.liveKey ?? ""];
      if (value === undefined || value === null) continue;
      const shown = typeof value === "number" ? format.format(value) : value;
      if (place.textContent !== shown) place.textContent = shown;
    }
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live-picture]"))) soon(place);
  });
  // A page kept in the history must not hold the connection, and takes it up again when it is back.
  addEventListener(
    "pagehide",
    () => {
      source.close();
      addEventListener("pageshow", () => follow(box), { once: true });
    },
    { once: true },
  );
}

/** The pictures that are about to be asked for. @type {WeakSet<HTMLElement>} */
const due = new WeakSet();

/** @param {HTMLElement} place */
function soon(place) {
  if (due.has(place)) return;
  due.add(place);
  setTimeout(async () => {
    due.delete(place);
    try {
      const response = await fetch(place.dataset.livePicture ?? "", { cache: "no-store" });
      if (!response.ok || response.redirected) return;
      const picture = new DOMParser().parseFromString(await response.text(), "text/html");
      place.replaceChildren(...picture.body.childNodes);
    } catch {
      // The old picture stays until the next event.
    }
  }, PICTURE_MS);
}

export function live() {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live]"))) follow(box);
}
