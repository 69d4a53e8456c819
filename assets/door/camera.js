// @ts-check
// The phone's camera: the one at the back, the others on request, its light, and why there is none.

/** @typedef {"insecure" | "none" | "denied" | "busy" | "broken"} Trouble why there is no picture */

const KEPT_CAMERA = "door-camera";
const KEPT_LIGHT = "door-light";

export class Camera {
  /**
   * @param {HTMLVideoElement} video
   * @param {{trouble: (why: Trouble) => void, running: () => void}} tell
   */
  constructor(video, tell) {
    this.video = video;
    this.tell = tell;
    /** @type {MediaStreamTrack | null} */
    this.track = null;
    /** @type {MediaDeviceInfo[]} */
    this.cameras = [];
    this.light = recall(KEPT_LIGHT) === "on";
    this.opening = false;
    document.addEventListener("visibilitychange", () => this.resume());
    navigator.mediaDevices?.addEventListener?.("devicechange", () => this.resume());
  }

  /** Opens the camera chosen last, else the one at the back. @param {string} [device] */
  async open(device = recall(KEPT_CAMERA)) {
    if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) return this.tell.trouble("insecure");
    if (this.opening) return;
    this.opening = true;
    try {
      await this.take(device);
    } catch (error) {
      // A camera chosen on another night may be gone, or not offer this size: any rear camera will do.
      if (device && name(error) !== "NotAllowedError") {
        remember(KEPT_CAMERA, "");
        await this.take("").catch((second) => this.tell.trouble(trouble(second)));
      } else this.tell.trouble(trouble(error));
    } finally {
      this.opening = false;
    }
  }

  /** @param {string} device */
  async take(device) {
    this.track?.stop();
    const which = device ? { deviceId: { exact: device } } : { facingMode: { ideal: "environment" } };
    const size = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...which, ...size } });
    const [track] = stream.getVideoTracks();
    this.track = track;
    track.addEventListener("ended", () => this.resume());
    this.video.srcObject = stream;
    await this.video.play().catch(() => {});
    const all = await navigator.mediaDevices.enumerateDevices();
    this.cameras = all.filter((one) => one.kind === "videoinput" && one.deviceId);
    const wish = /** @type {MediaTrackConstraintSet} */ ({ focusMode: "continuous" });
    await track.applyConstraints({ advanced: [wish] }).catch(() => {});
    if (this.light) await this.shine(true);
    this.tell.running();
  }

  /** Lets the camera go, and its light with it, until it is opened again. */
  rest() {
    this.track?.stop();
    this.track = null;
    this.video.srcObject = null;
  }

  /** Takes the camera again when the page is back in front, or when the system took it away. */
  async resume() {
    if (document.visibilityState !== "visible") return;
    const lost = this.track && (this.track.readyState === "ended" || this.track.muted);
    if (lost) await this.open(this.track?.getSettings().deviceId ?? "");
    else if (this.track && this.video.paused) await this.video.play().catch(() => {});
  }

  /** Whether there is another one to switch to. */
  get several() {
    return this.cameras.length > 1;
  }

  /** The next camera in the phone's own order; remembered on this phone. */
  async next() {
    const at = this.cameras.findIndex((one) => one.deviceId === this.track?.getSettings().deviceId);
    const next = this.cameras[(at + 1) % this.cameras.length];
    if (!next) return;
    remember(KEPT_CAMERA, next.deviceId);
    await this.open(next.deviceId);
  }

  /** Whether this camera has a light. */
  get hasLight() {
    const can = /** @type {{torch?: boolean}} */ (this.track?.getCapabilities?.() ?? {});
    return can.torch === true;
  }

  /** @param {boolean} on @returns {Promise<void>} */
  async shine(on) {
    const wish = /** @type {MediaTrackConstraintSet} */ ({ torch: on });
    const done = this.hasLight && (await this.track?.applyConstraints({ advanced: [wish] }).then(() => true, () => false));
    this.light = on && done === true;
    if (done) remember(KEPT_LIGHT, on ? "on" : "off");
  }
}

/** @param {unknown} error */
function name(error) {
  return error instanceof DOMException || error instanceof Error ? error.name : "";
}

/** @param {unknown} error @returns {Trouble} */
function trouble(error) {
  switch (name(error)) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "broken";
  }
}

/** @param {string} key */
function recall(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
}
