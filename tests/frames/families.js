// @ts-check
// The families of bad frames and their levels, and one frame of any of them.

import { HEIGHT, PANEL, WIDTH, draw, project, projection } from "./draw.js";
import { blur, exposed, glare } from "./spoil.js";
import { Chance } from "./random.js";

/**
 * @typedef {import("./draw.js").Code} Code
 * @typedef {import("./draw.js").Ticket} Ticket
 * @typedef {object} Wrong what is the matter with a frame
 * @property {number} [blur] deviation in pixels
 * @property {number} [ev] stops of exposure
 * @property {number} [tilt] degrees
 * @property {number} [noise] deviation, in steps of 255
 * @property {number} [module] pixels
 * @property {boolean} [inverted]
 * @property {number} [glare] the lamp's width, as a share of the code's
 */

/** @type {Record<string, {level: string, wrong: Wrong}[]>} */
export const FAMILIES = {
  blur: [1, 2, 3, 4].map((blur) => ({ level: `σ ${blur} px`, wrong: { blur } })),
  exposure: [-1, -2, -3, -4].map((ev) => ({ level: `−${-ev} EV`, wrong: { ev } })),
  tilt: [0, 15, 30, 45, 60].map((tilt) => ({ level: `${tilt}°`, wrong: { tilt } })),
  noise: [5, 10, 20, 30, 40].map((noise) => ({ level: `σ ${noise}`, wrong: { noise } })),
  module: [2, 3, 4, 5, 6].map((module) => ({ level: `${module} px`, wrong: { module } })),
  inverted: [2, 4, 6].map((module) => ({ level: `${module} px`, wrong: { module, inverted: true } })),
  glare: [20, 35, 50, 65].map((percent) => ({ level: `${percent} %`, wrong: { glare: percent / 100 } })),
};
export const EACH = 30;
export const LEVELS = Object.entries(FAMILIES).flatMap(([family, levels]) => levels.map((level) => ({ family, ...level })));

/** What every frame has, if it is not the family's own: a good phone's lens, a steady hand, a dim room. */
const USUAL = { blur: 0.7, ev: 0, noise: 1.5, inverted: false };

/**
 * @param {Ticket} ticket @param {Code} code @param {Wrong} wrong
 * @param {number} seed @param {string} name the frame's own
 * @returns {Uint8Array} grey, WIDTH × HEIGHT
 */
export function frame(ticket, code, wrong, seed, name) {
  const chance = new Chance(seed, name);
  const pose = {
    module: wrong.module ?? chance.between(3, 6),
    tilt: wrong.tilt ?? chance.between(0, 20),
    axis: chance.between(0, 360),
    roll: chance.between(-20, 20),
    x: WIDTH / 2 + chance.between(-0.1, 0.1) * HEIGHT,
    y: HEIGHT / 2 + chance.between(-0.1, 0.1) * HEIGHT,
    inverted: wrong.inverted ?? USUAL.inverted,
  };
  const light = draw(ticket, code, pose, chance);
  if (wrong.glare) lamp(light, pose, wrong.glare, chance);
  return exposed(blur(light, wrong.blur ?? USUAL.blur), wrong.ev ?? USUAL.ev, wrong.noise ?? USUAL.noise, chance);
}

/** @param {Float32Array} light @param {import("./draw.js").Pose} pose @param {number} share @param {Chance} chance */
function lamp(light, pose, share, chance) {
  const side = (PANEL - 8) / 2;
  const [x, y] = project(projection(pose), chance.between(-side, side), chance.between(-side, side));
  const across = side * pose.module * share;
  const down = across * chance.between(0.5, 1);
  glare(light, { x, y, across, down, turn: chance.between(0, 180), bright: chance.between(0.3, 1.5) });
}
