// @ts-check
// Cuts a piece out of a picture, as grey-or-colour pixels for the decoder.

/**
 * @typedef {{x: number, y: number, width: number, height: number}} Piece
 * @typedef {HTMLCanvasElement | OffscreenCanvas} Canvas
 */

/**
 * The square in the middle, where the frame on the screen tells people to hold the code.
 * @param {number} width @param {number} height
 * @returns {Piece}
 */
function centre(width, height) {
  const side = Math.round(Math.min(width, height) * 0.72);
  return { x: Math.round((width - side) / 2), y: Math.round((height - side) / 2), width: side, height: side };
}

/** Pieces are cut no larger than this, but a photo's. */
export const LONGEST = 1280;

/**
 * What is read of a frame, in this order: its middle at full resolution, then all of it.
 * @param {number} width @param {number} height
 * @returns {Piece[]}
 */
export function pieces(width, height) {
  return [centre(width, height), { x: 0, y: 0, width, height }];
}

/**
 * Draws one piece and reads it back, never longer than `longest` on a side and never enlarged.
 * @param {CanvasImageSource} picture
 * @param {Piece} piece
 * @param {number} longest
 * @param {Canvas} canvas reused from frame to frame
 * @returns {ImageData}
 */
export function cut(picture, piece, longest, canvas) {
  const scale = Math.min(1, longest / Math.max(piece.width, piece.height));
  const width = Math.max(1, Math.round(piece.width * scale));
  const height = Math.max(1, Math.round(piece.height * scale));
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  pen.drawImage(picture, piece.x, piece.y, piece.width, piece.height, 0, 0, width, height);
  return pen.getImageData(0, 0, width, height);
}
