// SPDX-License-Identifier: MIT
// Which character a key means on the typed line, whatever the keyboard's layout: the digits' row and the numeric pad are
// digits on a French keyboard without Shift, too, and - + stand where every keyboard has them.

const PAD = {
  NumpadAdd: "+",
  NumpadSubtract: "-",
  NumpadMultiply: "*",
  NumpadDivide: "/",
  NumpadDecimal: ".",
  NumpadComma: ".",
};
/** By what the key writes: some keyboards have the sign only under a neighbour of it. */
const SIGNS = { "+": "+", "=": "+", "-": "-", ":": "-", "*": "*", "/": "/", ".": ".", ",": ".", ";": ".", " ": " " };

/**
 * @param {{key?: string, code?: string, keyCode?: number, shiftKey?: boolean, isComposing?: boolean}} event
 * @returns {string|null} an upper case letter, a digit, a sign, or a named key: Enter, Backspace, Escape, ArrowUp, Delete
 */
export function charOf({ key = "", code = "", keyCode = 0, shiftKey = false, isComposing = false }) {
  // A soft keyboard that composes tells no key: what it means is not guessed.
  if (isComposing || keyCode === 229 || key === "Unidentified" || key === "Process") return null;
  if (key === "Enter" || code === "NumpadEnter") return "Enter";
  const pad = /^Numpad(\d)$/.exec(code);
  if (pad) return pad[1];
  if (Object.hasOwn(PAD, code)) return PAD[code];
  const row = /^Digit(\d)$/.exec(code);
  // Of what a French keyboard writes with the digits' keys alone only - would be a sign, too.
  if (row) return shiftKey || key !== "-" ? (SIGNS[key] ?? row[1]) : row[1];
  if (["Backspace", "Escape", "ArrowUp", "Delete"].includes(key)) return key;
  if (code === "Minus" && !shiftKey) return "-";
  if (code === "Equal") return "+";
  if (/^[0-9]$/.test(key)) return key;
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return SIGNS[key] ?? null;
}
