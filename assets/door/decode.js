// @ts-check
// Hands pictures to the worker, one at a time, and never lets a bad one stop the next.

import { LONGEST, cut, pieces } from "./pixels.js";

/** A frame that takes longer than this is given up, and the worker is started anew. */
const STUCK_MS = 8000;
/** So many failures in a row are no longer the pictures' fault. */
const MISSING = 5;
const FRAME_MS = 1000 / 12;
/** How often it is asked whether a frame is wanted, while none is. */
const WAIT_MS = 150;

export class Decoder {
  /** @param {string} worker its address @param {string} wasm the decoder's address */
  constructor(worker, wasm) {
    this.address = worker;
    this.wasm = new URL(wasm, location.href).href;
    this.n = 0;
    /** @type {{n: number, done: (answer: {contents: string[], failed?: boolean}) => void} | null} */
    this.inFlight = null;
    this.failures = 0;
    this.start();
  }

  /** Tries again after the decoder was missing. */
  restart() {
    this.failures = 0;
    this.start();
  }

  start() {
    this.worker?.terminate();
    this.worker = new Worker(this.address, { type: "module" });
    this.worker.onmessage = ({ data }) => this.answered(data);
    // Only a worker that could not be loaded ends up here; what goes wrong with a frame, it reports itself.
    this.worker.onerror = () => {
      this.failures = MISSING;
      this.answered({ n: this.n, contents: [], failed: true });
    };
    this.worker.postMessage({ start: this.wasm });
  }

  /** @param {{n: number, contents: string[], failed?: boolean}} answer */
  answered(answer) {
    this.failures = answer.failed ? this.failures + 1 : 0;
    if (this.inFlight?.n !== answer.n) return;
    const { done } = this.inFlight;
    this.inFlight = null;
    done(answer);
  }

  /** Whether the decoder itself is missing (not: one frame could not be read). */
  get broken() {
    return this.failures >= MISSING;
  }

  /**
   * What is written in a picture.
   * @param {HTMLVideoElement | Blob} source
   * @param {boolean} [patient] a photo: take the time to look closely
   * @returns {Promise<string[]>} contents; empty when there is none, or the picture is bad
   */
  async read(source, patient = false) {
    if (this.broken) return [];
    while (this.inFlight) await new Promise((next) => setTimeout(next, 20));
    const n = (this.n += 1);
    /** @type {Promise<{contents: string[], failed?: boolean}>} */
    const answer = new Promise((done) => (this.inFlight = { n, done }));
    const stuck = setTimeout(() => {
      this.answered({ n, contents: [], failed: true });
      this.start();
    }, STUCK_MS);
    try {
      const picture = await createImageBitmap(source);
      if (typeof OffscreenCanvas === "undefined") this.post({ n, patient, pixels: allCut(picture) });
      else this.post({ n, patient, picture }, [picture]);
    } catch {
      // No frame yet, or a file that is no picture: that is no fault of the decoder's.
      this.answered({ n, contents: [] });
    }
    const { contents } = await answer;
    clearTimeout(stuck);
    return contents;
  }

  /** @param {object} message @param {Transferable[]} [moved] */
  post(message, moved = []) {
    this.worker?.postMessage(message, moved);
  }

  /**
   * Films: reads the video up to twelve times a second while `wanted` says so.
   * @param {HTMLVideoElement} video
   * @param {() => boolean} wanted
   * @param {(contents: string[], idle: number) => void} seen called for each frame, empty ones too, with the milliseconds
   *   for which no frame was wanted before it
   */
  async film(video, wanted, seen) {
    let [idle, last] = [0, performance.now()];
    for (;;) {
      const began = performance.now();
      if (!wanted()) idle += began - last;
      else if (video.readyState >= 2) {
        try {
          seen(await this.read(video), idle);
        } catch (error) {
          console.warn("frame", error);
        }
        idle = 0;
      }
      last = began;
      const pause = wanted() ? Math.max(8, FRAME_MS - (performance.now() - began)) : WAIT_MS;
      await new Promise((next) => setTimeout(next, pause));
    }
  }
}

/** @param {ImageBitmap} picture @returns {ImageData[]} its pieces, cut here where the worker has no canvas */
function allCut(picture) {
  const canvas = document.createElement("canvas");
  return pieces(picture.width, picture.height).map((piece) => cut(picture, piece, LONGEST, canvas));
}
