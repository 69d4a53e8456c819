// @ts-check
// What goes wrong between a ticket and a frame: glare on the glass, a lens out of focus, too little light, noise.

import { HEIGHT, WIDTH } from "./draw.js";
import { Chance } from "./random.js";

/** Electrons that fill a pixel at the gain of a dim room, and those that reading it adds. */
const WELL = 10000;
const READING = 3;

/** 8-bit sRGB by linear light in 4096 steps (IEC 61966-2-1). */
const STEPS = 4096;
const ENCODED = Float32Array.from({ length: STEPS + 1 }, (_, step) => {
  const light = step / STEPS;
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
});

/**
 * A lamp or a window in the glass: an ellipse of light over the screen's own, with a soft edge.
 * @param {Float32Array} light
 * @param {{x: number, y: number, across: number, down: number, turn: number, bright: number}} lamp its middle, half axes,
 * angle in degrees, and what it adds
 */
export function glare(light, { x, y, across, down, turn, bright }) {
  const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const reach = 1.5 * Math.max(across, down);
  const rows = { from: Math.max(0, Math.floor(y - reach)), to: Math.min(HEIGHT, Math.ceil(y + reach)) };
  const columns = { from: Math.max(0, Math.floor(x - reach)), to: Math.min(WIDTH, Math.ceil(x + reach)) };
  for (let row = rows.from; row < rows.to; row += 1) {
    for (let column = columns.from; column < columns.to; column += 1) {
      const [dx, dy] = [column - x, row - y];
      const away = Math.hypot((dx * c + dy * s) / across, (dy * c - dx * s) / down);
      // Full light up to the ellipse, nothing from one and a half times as far.
      const share = Math.max(0, Math.min(1, (1.5 - away) * 2));
      light[row * WIDTH + column] += bright * share * share * (3 - 2 * share);
    }
  }
}

/** @param {Float32Array} light @param {number} sigma pixels @returns {Float32Array} blurred as a lens does, before the sensor */
export function blur(light, sigma) {
  const half = Math.ceil(3 * sigma);
  const bell = Float32Array.from({ length: half + 1 }, (_, away) => Math.exp(-(away * away) / (2 * sigma * sigma)));
  const whole = bell.reduce((sum, weight, away) => sum + weight * (away ? 2 : 1), 0);
  const weights = bell.map((weight) => weight / whole);
  return along(along(light, weights, 1, WIDTH, HEIGHT, WIDTH), weights, WIDTH, HEIGHT, WIDTH, 1);
}

/**
 * One direction of a blur. The frame's edge goes on as it is.
 * @param {Float32Array} light @param {Float32Array} weights from the middle outwards
 * @param {number} step from one pixel to the next @param {number} length pixels along
 * @param {number} lines @param {number} apart from one line to the next
 */
function along(light, weights, step, length, lines, apart) {
  const blurred = new Float32Array(light.length);
  const half = weights.length - 1;
  const line = new Float32Array(length + 2 * half);
  for (let n = 0; n < lines; n += 1) {
    for (let at = 0; at < line.length; at += 1) {
      line[at] = light[n * apart + Math.max(0, Math.min(length - 1, at - half)) * step];
    }
    for (let at = 0; at < length; at += 1) {
      const middle = at + half;
      let sum = line[middle] * weights[0];
      for (let away = 1; away <= half; away += 1) sum += (line[middle - away] + line[middle + away]) * weights[away];
      blurred[n * apart + at * step] = sum;
    }
  }
  return blurred;
}

/**
 * What the sensor makes of it: exposed, with the grain of little light, encoded, and with noise on top.
 * @param {Float32Array} light @param {number} ev @param {number} noise deviation, in steps of 255 @param {Chance} chance
 * @returns {Uint8Array} grey, sRGB
 */
export function exposed(light, ev, noise, chance) {
  // Rounds, and keeps within 0 to 255.
  const grey = new Uint8ClampedArray(light.length);
  const gain = 2 ** ev;
  for (let at = 0; at < light.length; at += 1) {
    const bits = chance.bits();
    const electrons = Math.min(1, light[at] * gain) * WELL;
    const counted = (electrons + Chance.bell(bits) * Math.sqrt(electrons + READING * READING)) / WELL;
    grey[at] = ENCODED[Math.max(0, Math.min(STEPS, Math.round(counted * STEPS)))] + noise * Chance.bell(bits >>> 16);
  }
  return new Uint8Array(grey.buffer);
}
