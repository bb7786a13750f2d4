// SPDX-License-Identifier: MIT
// The colours a runner wears: its base colour from the card, a pattern of its own so that nobody has to
// tell red from green, and ink that is readable on it. Used by the cards (SVG) and the film (canvas).

export const PATTERNS = ["plain", "sash", "hoops", "halves", "chevron", "spots"];
const COATS = ["#6b3a1e", "#8a4a22", "#4a2a1a", "#9a5f33", "#3a2720", "#77716d", "#a9743c", "#53321f"];

const LIGHT = "#ffffff";
const DARK = "#06030a";
const FALLBACK = "#8d99ae";

/** @returns {[number, number, number]} */
function channels(color) {
  const hex = /^#[0-9a-f]{6}$/i.test(color ?? "") ? color : FALLBACK;
  const part = (at) => parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Relative luminance after WCAG 2. */
export function luminance(color) {
  const [r, g, b] = channels(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio after WCAG 2, 1 to 21. */
export function contrast(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Light or dark, whichever reads better on the colour. */
export function inkOn(color) {
  return contrast(color, LIGHT) >= contrast(color, DARK) ? LIGHT : DARK;
}

/** The colour moved towards white (amount > 0) or black (amount < 0). */
export function tinted(color, amount) {
  const goal = amount > 0 ? 255 : 0;
  const part = Math.abs(amount);
  const moved = channels(color).map((channel) => Math.round(channel + (goal - channel) * part));
  return `#${moved.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/**
 * @param {{number: number, color?: string}} runner
 * @param {number} index its place on the card
 */
export function silksOf(runner, index) {
  const base = tinted(runner.color, 0);
  return {
    number: runner.number,
    base,
    accent: inkOn(base),
    ink: inkOn(base),
    pattern: PATTERNS[index % PATTERNS.length],
    coat: COATS[index % COATS.length],
  };
}
