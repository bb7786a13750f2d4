// SPDX-License-Identifier: MIT
// A picture for paper: black and white dots, as the house keeps it, in base64, and as rows of dots.

/** @typedef {{width: number, height: number, bits: string}} Picture bits: row by row, a bit a dot, 1 is black, in base64 */

/** As wide as the narrowest roll prints, and as high as a third of that. */
const MOST = { width: 384, height: 192 };
const LEAST = 8;
/** Of 255: what is lighter is paper. */
const LIGHT = 144;

/** @param {Picture} picture @returns {Uint8Array} */
export const bytesOf = ({ bits }) => Uint8Array.from(atob(bits), (each) => each.charCodeAt(0));

/** @param {Picture} picture @returns {boolean[][]} rows of dots, true is black */
export function dotsOf(picture) {
  const bytes = bytesOf(picture);
  const row = picture.width / 8;
  return Array.from({ length: picture.height }, (_row, y) =>
    Array.from({ length: picture.width }, (_dot, x) => (bytes[y * row + (x >> 3)] & (0x80 >> (x & 7))) !== 0),
  );
}

/** The size at which a picture fits the paper, its width a whole number of bytes; never larger than it is. */
export function fit(width, height) {
  const scale = Math.min(MOST.width / width, MOST.height / height, 1);
  const whole = (value) => Math.max(Math.round(value), LEAST);
  return {
    width: Math.max(Math.floor(whole(width * scale) / 8) * 8, LEAST),
    height: Math.min(whole(height * scale), MOST.height),
  };
}

/** Colours as dots: what is dark and not see-through is black. @param {ArrayLike<number>} rgba @param {number} width @param {number} height @returns {Picture} */
export function pictureOf(rgba, width, height) {
  const bytes = new Uint8Array((width / 8) * height);
  for (let i = 0; i < width * height; i++) {
    const [red, green, blue, opacity] = [rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2], rgba[4 * i + 3] / 255];
    const light = (0.299 * red + 0.587 * green + 0.114 * blue) * opacity + 255 * (1 - opacity);
    if (light < LIGHT) bytes[i >> 3] |= 0x80 >> (i & 7);
  }
  return { width, height, bits: btoa(String.fromCharCode(...bytes)) };
}
