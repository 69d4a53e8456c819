// @ts-check
// Sets one word, or a few, in the largest type that fits: as wide as the screen allows, never clipped.

/** Anton's capitals with their accents need this much of the size (measured on Á, Ñ, Ó); less would cut them. */
const LINE = 1.17;

/**
 * Every way to break words into lines, in order.
 * @param {string[]} words
 * @returns {string[][]}
 */
export function breaks(words) {
  if (words.length < 2) return [[words.join(" ")]];
  const ways = [];
  for (let mask = 0; mask < 2 ** (words.length - 1); mask += 1) {
    const lines = [words[0]];
    words.slice(1).forEach((word, i) => {
      if (mask & (1 << i)) lines.push(word);
      else lines[lines.length - 1] += ` ${word}`;
    });
    ways.push(lines);
  }
  return ways;
}

/**
 * Fills an element with the text, broken where it can be set largest.
 * @param {HTMLElement} element
 * @param {string} text
 * @param {number} width px
 * @param {number} height px for all lines together
 */
export function fit(element, text, width, height) {
  const pen = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  pen.font = `100px ${getComputedStyle(element).fontFamily}`;
  let best = { size: 0, widest: 0, lines: [text] };
  for (const lines of breaks(text.toUpperCase().split(" "))) {
    const widest = Math.max(...lines.map((line) => pen.measureText(line).width)) / 100;
    // A little less, so that no letter touches the frame.
    const size = Math.min((width / widest) * 0.96, height / (lines.length * LINE));
    // Of two breaks that come out alike, the more even one.
    const even = size > best.size * 0.97 && widest < best.widest;
    if (size > best.size * 1.03 || even) best = { size, widest, lines };
  }
  element.style.fontSize = `${Math.floor(best.size)}px`;
  element.replaceChildren(
    ...best.lines.map((line, i) => {
      const span = document.createElement("span");
      // The space keeps the words apart for whoever reads the text without seeing the lines.
      span.textContent = i ? ` ${line}` : line;
      return span;
    }),
  );
}
