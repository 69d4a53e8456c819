// @ts-check
// Makes a picture clearer for the decoder: sharper and larger, or a slanted code straight.

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {{topLeft: Point, topRight: Point, bottomRight: Point, bottomLeft: Point}} Corners
 */

/** Pixels to each side that a pixel is compared with, twice: as far as a lens out of focus spreads it. */
const REACH = 2;
/** How much of the difference is added. */
const AMOUNT = 3;
/** Small modules are found better on a picture twice as large; a large picture has large modules, and costs time. */
const ENLARGED = 2;
const LONGEST = 1000;
/** The side of a code that was set straight: six pixels for each module of a ticket, and a third of its side around. */
const STRAIGHT = 216;
const AROUND = 1 / 3;

/**
 * Sharpened, and up to twice as large, in grey.
 * @param {ImageData} pixels
 * @returns {ImageData}
 */
export function sharpened(pixels) {
  const { width, height } = pixels;
  const grey = greyOf(pixels);
  const smooth = smoothed(smoothed(grey, width, height), width, height);
  for (let at = 0; at < grey.length; at += 1) grey[at] += AMOUNT * (grey[at] - smooth[at]);
  return enlarged(grey, width, height, Math.max(1, Math.min(ENLARGED, LONGEST / Math.max(width, height))));
}

/**
 * What lies between these corners as if seen from the front, and something around it, in grey.
 * @param {ImageData} pixels
 * @param {Corners} corners of a code that was found, and not read
 * @returns {ImageData}
 */
export function straightened(pixels, corners) {
  const { width, height } = pixels;
  const grey = greyOf(pixels);
  const onto = ontoCorners(corners);
  const data = new Uint8ClampedArray(4 * STRAIGHT * STRAIGHT);
  const unit = (/** @type {number} */ at) => ((at + 0.5) / STRAIGHT) * (1 + 2 * AROUND) - AROUND;
  for (let y = 0; y < STRAIGHT; y += 1) {
    for (let x = 0; x < STRAIGHT; x += 1) {
      const place = onto(unit(x), unit(y));
      const left = Math.max(0, Math.min(width - 2, Math.floor(place.x - 0.5)));
      const top = Math.max(0, Math.min(height - 2, Math.floor(place.y - 0.5)));
      const [across, down] = [share(place.x - 0.5 - left), share(place.y - 0.5 - top)];
      const at = top * width + left;
      const above = grey[at] + (grey[at + 1] - grey[at]) * across;
      const below = grey[at + width] + (grey[at + width + 1] - grey[at + width]) * across;
      paint(data, y * STRAIGHT + x, above + (below - above) * down);
    }
  }
  return /** @type {ImageData} */ ({ data, width: STRAIGHT, height: STRAIGHT });
}

/** @param {ImageData} pixels @returns {Float32Array} one value a pixel, 0 to 255 */
function greyOf({ data }) {
  const grey = new Float32Array(data.length / 4);
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = 0.299 * data[4 * at] + 0.587 * data[4 * at + 1] + 0.114 * data[4 * at + 2];
  }
  return grey;
}

/** @param {Uint8ClampedArray} data @param {number} at @param {number} value the array rounds it and keeps it in 0 to 255 */
function paint(data, at, value) {
  data[4 * at] = value;
  data[4 * at + 1] = value;
  data[4 * at + 2] = value;
  data[4 * at + 3] = 255;
}

/** How far a place is from one pixel to the next. @param {number} far */
function share(far) {
  return Math.max(0, Math.min(1, far));
}

/**
 * Each pixel as the mean of those around it, by sums that go along; the edge goes on as it is.
 * @param {Float32Array} grey @param {number} width @param {number} height
 */
function smoothed(grey, width, height) {
  const rows = new Float32Array(grey.length);
  const whole = new Float32Array(grey.length);
  const within = (/** @type {number} */ at, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, at));
  const part = 1 / (2 * REACH + 1);
  for (let row = 0; row < grey.length; row += width) {
    let sum = 0;
    for (let away = -REACH; away <= REACH; away += 1) sum += grey[row + within(away, width)];
    for (let x = 0; x < width; x += 1) {
      rows[row + x] = sum * part;
      sum += grey[row + Math.min(width - 1, x + REACH + 1)] - grey[row + Math.max(0, x - REACH)];
    }
  }
  const sums = new Float32Array(width);
  for (let away = -REACH; away <= REACH; away += 1) {
    const row = within(away, height) * width;
    for (let x = 0; x < width; x += 1) sums[x] += rows[row + x];
  }
  for (let y = 0; y < height; y += 1) {
    const [comes, goes] = [within(y + REACH + 1, height) * width, within(y - REACH, height) * width];
    for (let x = 0; x < width; x += 1) {
      whole[y * width + x] = sums[x] * part;
      sums[x] += rows[comes + x] - rows[goes + x];
    }
  }
  return whole;
}

/**
 * Larger, each new pixel between the old ones.
 * @param {Float32Array} grey @param {number} width @param {number} height @param {number} scale
 * @returns {ImageData}
 */
function enlarged(grey, width, height, scale) {
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  const data = new Uint8ClampedArray(4 * wide * high);
  const columns = steps(wide, width, scale);
  const rows = steps(high, height, scale);
  const line = new Float32Array(width);
  for (let y = 0; y < high; y += 1) {
    const row = rows.from[y] * width;
    const down = rows.share[y];
    for (let x = 0; x < width; x += 1) line[x] = grey[row + x] + (grey[row + width + x] - grey[row + x]) * down;
    for (let x = 0; x < wide; x += 1) {
      const from = columns.from[x];
      paint(data, y * wide + x, line[from] + (line[from + 1] - line[from]) * columns.share[x]);
    }
  }
  return /** @type {ImageData} */ ({ data, width: wide, height: high });
}

/**
 * For each of `many` pixels along a side: after which of the `few` it lies, and how far.
 * @param {number} many @param {number} few @param {number} scale
 */
function steps(many, few, scale) {
  const places = Float32Array.from({ length: many }, (_, at) => (at + 0.5) / scale - 0.5);
  const from = Int32Array.from(places, (place) => Math.max(0, Math.min(few - 2, Math.floor(place))));
  return { from, share: places.map((place, at) => share(place - from[at])) };
}

/** From the unit square onto four corners, as perspective does (Heckbert 1989, 2.2.3). @param {Corners} corners */
function ontoCorners({ topLeft: a, topRight: b, bottomRight: c, bottomLeft: d }) {
  const [x1, x2, x3] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x];
  const [y1, y2, y3] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y];
  const area = x1 * y2 - x2 * y1;
  const [g, h] = [(x3 * y2 - x2 * y3) / area, (x1 * y3 - x3 * y1) / area];
  return (/** @type {number} */ u, /** @type {number} */ v) => {
    const w = g * u + h * v + 1;
    return {
      x: ((b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x) / w,
      y: ((b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y) / w,
    };
  };
}
