// @ts-check
// Lets camera and light rest when nobody has come for a while: a film that nobody needs empties the phone. A tap, or a
// page that is back in front, wakes them.

/** So long without a code, and they rest. */
const REST_AFTER_MS = 90_000;

export class Rest {
  /**
   * @param {HTMLElement} panel with the one button that wakes
   * @param {{rest: () => void, wake: () => void}} camera
   */
  constructor(panel, camera) {
    this.panel = panel;
    this.camera = camera;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    panel.querySelector("button")?.addEventListener("click", () => this.stir());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.stir();
    });
    this.stir();
  }

  get resting() {
    return !this.panel.hidden;
  }

  /** Something happened: awake from here on, for as long again. */
  stir() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), REST_AFTER_MS);
    if (!this.resting) return;
    this.panel.hidden = true;
    this.camera.wake();
  }

  rest() {
    this.camera.rest();
    this.panel.hidden = false;
    // Whoever works without seeing finds the button at once.
    if (document.activeElement === document.body) this.panel.querySelector("button")?.focus({ preventScroll: true });
  }
}
