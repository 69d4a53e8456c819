// @ts-check
// Chance that comes out the same each time: what is drawn hangs on a seed and a name, on no order and no thread.

/** Gaussian deviates, looked up: a frame needs half a million. */
const BELL = new Float32Array(1 << 16);

export class Chance {
  /** @param {number} seed @param {string} name of what is drawn, such as `blur/2/17` */
  constructor(seed, name) {
    // FNV-1a over the name, from the seed.
    this.state = (0x811c9dc5 ^ seed) >>> 0;
    for (const letter of name) this.state = Math.imul(this.state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  }

  /** @returns {number} 32 random bits (mulberry32) */
  bits() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** @param {number} least @param {number} most @returns {number} */
  between(least, most) {
    return least + ((most - least) * this.bits()) / 2 ** 32;
  }

  /** @param {number} bits 16 random ones @returns {number} one of the bell curve: mean 0, deviation 1 */
  static bell(bits) {
    return BELL[bits & 0xffff];
  }
}

const chance = new Chance(0, "bell");
for (let n = 0; n < BELL.length; n += 2) {
  const far = Math.sqrt(-2 * Math.log(chance.between(1e-9, 1)));
  const turn = chance.between(0, 2 * Math.PI);
  BELL[n] = far * Math.cos(turn);
  BELL[n + 1] = far * Math.sin(turn);
}
