// @ts-check
/**
 * A form with `data-opening` opens the door on this phone: before it is sent, its tap is used for what only a tap may ask
 * for, sound and camera. Whatever the phone says to that, the form is sent; the scanner asks again for what is missing.
 */

/** The longest wait for an answer about the camera. */
const PATIENCE_MS = 20_000;

/** Browsers let a site sound once it has sounded within a tap. */
async function sound() {
  const session = /** @type {{ audioSession?: { type: string } }} */ (navigator).audioSession;
  if (session) session.type = "playback";
  const context = new AudioContext();
  const source = context.createBufferSource();
  source.buffer = context.createBuffer(1, 1, 22_050);
  source.connect(context.destination);
  source.start();
  await context.resume();
}

/** Opened and closed at once: it is the permission that stays. Plain http has no cameras to ask for. */
async function camera() {
  const film = await navigator.mediaDevices?.getUserMedia({ video: { facingMode: "environment" } });
  for (const track of film?.getTracks() ?? []) track.stop();
}

export function opening() {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-opening]"));
  let asked = false;
  let asking = false;
  form?.addEventListener("submit", async (event) => {
    if (asked) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    form.setAttribute("aria-busy", "true");
    void navigator.storage?.persist?.().catch(() => false);
    const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
    await Promise.race([Promise.allSettled([sound(), camera()]), patience]);
    asked = true;
    form.requestSubmit();
  });
}
