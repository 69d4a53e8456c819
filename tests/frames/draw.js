// @ts-check
// Draws what stands before the camera, as linear light: a dim room out of focus, a phone, and on it a real ticket.

export const WIDTH = 640;
export const HEIGHT = 480;
/** Modules along a code, and along its panel with the quiet zone. */
const MODULES = 21;
export const PANEL = 29;
/** Focal length in pixels: 44 degrees across, the middle of what a phone's main camera sees. */
const FOCAL = 800;
/** The room is drawn on a grid of this many pixels, and is as blurred. */
const COARSE = 16;

/**
 * @typedef {import("./random.js").Chance} Chance
 * @typedef {{code: string, rows: string[]}} Code the rows' dark modules are `1`
 * @typedef {{width: number, height: number, grey: Uint8Array, panel: {x: number, y: number, side: number}}} Ticket
 * @typedef {object} Pose how a ticket is held
 * @property {number} module pixels along a module in the middle of the code, before the tilt
 * @property {number} tilt degrees out of the picture's plane
 * @property {number} axis degrees: about which line it is tilted
 * @property {number} roll degrees within the plane
 * @property {number} x pixels from the frame's left to the code's middle
 * @property {number} y pixels from the frame's top
 * @property {boolean} inverted light on dark, as some phones' displays turn a whole picture
 */

/** Linear light of an sRGB value, by 8-bit value (IEC 61966-2-1). */
const LINEAR = Float32Array.from({ length: 256 }, (_, value) => {
  const encoded = value / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
});

/**
 * @param {Ticket} ticket @param {Code} code @param {Pose} pose @param {Chance} chance
 * @returns {Float32Array} light by pixel, 1 being what just saturates the sensor
 */
export function draw(ticket, code, pose, chance) {
  const light = room(chance);
  const white = chance.between(0.6, 0.9);
  // A phone's glass gives back some of the room, over black as over white.
  const glass = chance.between(0.005, 0.03);
  const toPlane = inverse(projection(pose));
  const shade = surface(ticket, code, pose.inverted);
  const edge = around(ticket, projection(pose));
  for (let y = edge.top; y < edge.bottom; y += 1) {
    for (let x = edge.left; x < edge.right; x += 1) {
      let sum = 0;
      let hits = 0;
      for (let part = 0; part < 9; part += 1) {
        const across = x + ((part % 3) + 0.5) / 3;
        const down = y + (Math.floor(part / 3) + 0.5) / 3;
        const w = toPlane[6] * across + toPlane[7] * down + toPlane[8];
        const seen = shade(
          (toPlane[0] * across + toPlane[1] * down + toPlane[2]) / w,
          (toPlane[3] * across + toPlane[4] * down + toPlane[5]) / w,
        );
        if (seen < 0) continue;
        sum += seen * white + glass;
        hits += 1;
      }
      const at = y * WIDTH + x;
      if (hits) light[at] = (sum + light[at] * (9 - hits)) / 9;
    }
  }
  return light;
}

/**
 * How bright the phone is at a place on its plane, 0 to 1, or -1 beside the phone. Places are in modules from the code's
 * middle.
 * @param {Ticket} ticket @param {Code} code @param {boolean} inverted
 */
function surface({ width, height, grey, panel }, { rows }, inverted) {
  const pixels = panel.side / PANEL;
  const [left, top] = [panel.x + panel.side / 2, panel.y + panel.side / 2];
  const modules = rows.map((row) => Array.from(row, (dark) => dark === "1"));
  const [dark, light] = inverted ? [1, LINEAR[17]] : [LINEAR[17], 1];
  const bezel = width * 0.04;
  return (/** @type {number} */ u, /** @type {number} */ v) => {
    const [column, row] = [Math.floor(u + MODULES / 2), Math.floor(v + MODULES / 2)];
    if (column >= 0 && row >= 0 && column < MODULES && row < MODULES) return modules[row][column] ? dark : light;
    const [x, y] = [left + u * pixels, top + v * pixels];
    if (x >= 0 && y >= 0 && x < width && y < height) {
      const value = grey[Math.floor(y) * width + Math.floor(x)];
      return LINEAR[inverted ? 255 - value : value];
    }
    return x >= -bezel && y >= -bezel && x < width + bezel && y < height + bezel ? 0 : -1;
  };
}

/** @typedef {number[]} Matrix 3 × 3, by row */

/** @param {Pose} pose @returns {Matrix} from the ticket's plane (in modules) to the frame (in pixels) */
export function projection({ module, tilt, axis, roll, x, y }) {
  const [t, a, r] = [tilt, axis, roll].map((degrees) => (degrees * Math.PI) / 180);
  // Turned by the roll, then about the axis that lies at `a` in the picture's plane (Rodrigues).
  const [ax, ay] = [Math.cos(a), Math.sin(a)];
  const [c, s, k] = [Math.cos(t), Math.sin(t), 1 - Math.cos(t)];
  const turn = [
    [c + ax * ax * k, ax * ay * k],
    [ax * ay * k, c + ay * ay * k],
    [-ay * s, ax * s],
  ];
  const [cr, sr] = [Math.cos(r), Math.sin(r)];
  const [one, two, three] = turn.map(([p, q]) => [p * cr + q * sr, q * cr - p * sr]);
  const far = FOCAL / module;
  return [
    FOCAL * one[0] + x * three[0], FOCAL * one[1] + x * three[1], x * far,
    FOCAL * two[0] + y * three[0], FOCAL * two[1] + y * three[1], y * far,
    three[0], three[1], far,
  ];
}

/** @param {Matrix} matrix @param {number} u @param {number} v @returns {[number, number]} */
export function project(matrix, u, v) {
  const [a, b, c, d, e, f, g, h, i] = matrix;
  const w = g * u + h * v + i;
  return [(a * u + b * v + c) / w, (d * u + e * v + f) / w];
}

/** @param {Matrix} matrix @returns {Matrix} the inverse, but for a factor */
function inverse([a, b, c, d, e, f, g, h, i]) {
  return [
    e * i - f * h, c * h - b * i, b * f - c * e,
    f * g - d * i, a * i - c * g, c * d - a * f,
    d * h - e * g, b * g - a * h, a * e - b * d,
  ];
}

/** @param {Ticket} ticket @param {Matrix} matrix the pixels that the phone may cover */
function around({ width, height, panel }, matrix) {
  const pixels = panel.side / PANEL;
  const reach = (/** @type {number} */ at, /** @type {number} */ middle) => (at - middle) / pixels;
  const bezel = width * 0.05;
  const [cx, cy] = [panel.x + panel.side / 2, panel.y + panel.side / 2];
  const us = [reach(-bezel, cx), reach(width + bezel, cx)];
  const vs = [reach(-bezel, cy), reach(height + bezel, cy)];
  const corners = us.flatMap((u) => vs.map((v) => project(matrix, u, v)));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const inside = (/** @type {number} */ at, /** @type {number} */ most) => Math.max(0, Math.min(most, Math.round(at)));
  return {
    left: inside(Math.min(...xs) - 1, WIDTH),
    right: inside(Math.max(...xs) + 1, WIDTH),
    top: inside(Math.min(...ys) - 1, HEIGHT),
    bottom: inside(Math.max(...ys) + 1, HEIGHT),
  };
}

/** A dim room behind the phone, out of focus: darker and lighter corners, people, some lamps. @param {Chance} chance */
function room(chance) {
  const [columns, rows] = [WIDTH / COARSE + 2, HEIGHT / COARSE + 2];
  const corners = Array.from({ length: 4 }, () => chance.between(0.01, 0.15));
  const shapes = Array.from({ length: 9 }, (_, n) => ({
    x: chance.between(0, columns),
    y: chance.between(0, rows),
    across: chance.between(2, n < 3 ? 5 : 18),
    down: chance.between(2, n < 3 ? 5 : 22),
    light: n < 3 ? chance.between(0.3, 1.5) : chance.between(0.005, 0.3),
  }));
  const coarse = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [x, y] = [column / columns, row / rows];
      let light = (corners[0] * (1 - x) + corners[1] * x) * (1 - y) + (corners[2] * (1 - x) + corners[3] * x) * y;
      for (const shape of shapes) {
        const away = Math.hypot((column - shape.x) / shape.across, (row - shape.y) / shape.down);
        const share = Math.max(0, Math.min(1, (1 - away) * 3 + 0.5));
        light += (shape.light - light) * share;
      }
      coarse[row * columns + column] = light;
    }
  }
  return enlarged(coarse, columns);
}

/** @param {Float32Array} coarse @param {number} columns @returns {Float32Array} the whole frame, between the grid's points */
function enlarged(coarse, columns) {
  const light = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    const row = Math.floor(y / COARSE);
    const low = y / COARSE - row;
    for (let x = 0; x < WIDTH; x += 1) {
      const column = Math.floor(x / COARSE);
      const right = x / COARSE - column;
      const at = row * columns + column;
      const above = coarse[at] + (coarse[at + 1] - coarse[at]) * right;
      const below = coarse[at + columns] + (coarse[at + columns + 1] - coarse[at + columns]) * right;
      light[y * WIDTH + x] = above + (below - above) * low;
    }
  }
  return light;
}
