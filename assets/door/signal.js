// @ts-check
// What each verdict sounds like and how it shakes. Loud on purpose: the band is playing.

/**
 * A note: [frequency in Hz, begins after ms, lasts ms]. Up is yes; down, or flat and rough, is no.
 * @typedef {[number, number, number]} Note
 * @type {Record<string, {wave: OscillatorType, notes: Note[], shake: number[]}>}
 */
const SIGNALS = {
  admitted: { wave: "triangle", notes: [[1047, 0, 90], [1568, 90, 190]], shake: [90] },
  already_used: { wave: "square", notes: [[440, 0, 150], [440, 210, 150], [440, 420, 150]], shake: [140, 70, 140, 70, 140] },
  other_concert: { wave: "square", notes: [[587, 0, 180], [392, 200, 180], [587, 400, 180]], shake: [300, 80, 90, 80, 300] },
  voided: { wave: "sawtooth", notes: [[330, 0, 160], [247, 170, 160], [165, 340, 420]], shake: [600] },
  replaced: { wave: "square", notes: [[523, 0, 110], [392, 120, 110], [523, 240, 110], [392, 360, 220]], shake: [90, 50, 90, 50, 90, 50, 300] },
  unpaid: { wave: "triangle", notes: [[988, 0, 90], [988, 130, 90], [740, 300, 320]], shake: [80, 60, 80, 200, 320] },
  exited: { wave: "triangle", notes: [[1175, 0, 110], [784, 120, 220]], shake: [60, 60, 60] },
  not_inside: { wave: "square", notes: [[494, 0, 120], [370, 140, 320]], shake: [200, 100, 60] },
  undone: { wave: "sine", notes: [[784, 0, 110], [587, 120, 110], [784, 240, 160]], shake: [40, 60, 40, 60, 40] },
  not_a_ticket: { wave: "sawtooth", notes: [[196, 0, 420]], shake: [420] },
  unknown: { wave: "sawtooth", notes: [[262, 0, 140], [208, 180, 380]], shake: [120, 80, 420] },
};

/** @type {AudioContext | null} */
let audio = null;
/** @type {AudioNode | null} */
let out = null;

/** Prepares the sound; browsers let it out only after a tap anywhere. @param {() => void} loud called once it can be heard */
export function prepare(loud) {
  if (typeof AudioContext === "undefined") return;
  const session = /** @type {{audioSession?: {type: string}}} */ (/** @type {unknown} */ (navigator)).audioSession;
  // On an iPhone this makes the sound ignore the mute switch.
  if (session) session.type = "playback";
  audio = new AudioContext();
  const squeeze = audio.createDynamicsCompressor();
  squeeze.connect(audio.destination);
  out = squeeze;
  const unlock = () => {
    audio?.resume().then(() => {
      if (audio?.state === "running") loud();
    }, () => {});
  };
  for (const event of ["pointerdown", "keydown"]) document.addEventListener(event, unlock, { capture: true });
  document.addEventListener("visibilitychange", unlock);
  if (audio.state === "running") loud();
}

/** A rhythm that is seen has at most three flashes a second: faster ones can hurt (WCAG 2.2, 2.3.1). */
const FLASH_MS = 170;

/** Shakes; where no phone of that kind can (an iPhone), the screen gives the rhythm. @param {number[]} shake @param {HTMLElement} screen */
export function rhythm(shake, screen) {
  // Before the first tap a browser refuses, and says so in its console.
  if (navigator.vibrate) return navigator.userActivation?.hasBeenActive ?? true ? navigator.vibrate(shake) : false;
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return false;
  const times = Math.min((shake.length + 1) / 2, 3);
  const frames = Array.from({ length: times }, () => [{ opacity: 1 }, { opacity: 0.35 }]).flat();
  screen.animate([...frames, { opacity: 1 }], { duration: times * 2 * FLASH_MS, easing: "steps(1, end)" });
  return true;
}

/** @param {string} verdict one of the closed list @param {HTMLElement} screen that shows it */
export function signal(verdict, screen) {
  const { wave, notes, shake } = SIGNALS[verdict] ?? SIGNALS.unknown;
  rhythm(shake, screen);
  if (!audio || !out || audio.state !== "running") return;
  const now = audio.currentTime + 0.01;
  for (const [frequency, after, lasts] of notes) {
    const begins = now + after / 1000;
    const ends = begins + lasts / 1000;
    const voice = audio.createOscillator();
    const gain = audio.createGain();
    voice.type = wave;
    voice.frequency.value = frequency;
    gain.gain.setValueAtTime(0, begins);
    gain.gain.linearRampToValueAtTime(0.9, begins + 0.008);
    gain.gain.setValueAtTime(0.9, Math.max(begins + 0.008, ends - 0.03));
    gain.gain.linearRampToValueAtTime(0, ends);
    voice.connect(gain).connect(out);
    voice.start(begins);
    voice.stop(ends + 0.02);
  }
}
