// SPDX-License-Identifier: MIT
// A scanner that types (a "keyboard wedge"). It begins each code with a key of its own, the prefix, that no hand needs: from
// there to Enter, Tab, the next prefix or a silence the keys are the scanner's, wherever the focus is, and no field or dialog
// sees them. How fast somebody types says nothing. What the keys mean depends on three layouts (the scanner's, the system's,
// the code's own), so both names of each key are kept, and the first reading that is a ticket's code counts: the check
// characters tell.

import { parse } from "./ticket_code.js";

/** After the last key. A scanner types within some ms; this ends a code without suffix, and a prefix that a hand pressed. */
const SILENCE_MS = 250;
/** No code is longer; what goes on after it is no scanner's. */
const STROKES_MAX = 64;
/** Scanners can send function keys; F9 has no meaning in a browser, and is the same on all layouts. */
export const DEFAULT_PREFIX = { key: "F9", code: "F9", ctrl: false };

/** Where a browser remembers the prefix of its scanner. */
export const SCANNER = "hippodrome.scanner";

/**
 * @typedef {{key: string, code: string, shift: boolean, ctrl: boolean, alt: boolean}} Stroke
 * @typedef {{key: string, code: string, ctrl: boolean}} Prefix
 * @typedef {{number: string, code: string}} ScannedTicket
 */

const US_SIGNS = {
  Minus: "-",
  Equal: "=",
  Space: " ",
  Period: ".",
  Slash: "/",
  NumpadSubtract: "-",
  NumpadAdd: "+",
  NumpadDecimal: ".",
};
/** Where a French layout has another letter than the American one, by the American key's name. */
const FRENCH_LETTERS = { KeyQ: "A", KeyA: "Q", KeyW: "Z", KeyZ: "W", Semicolon: "M", KeyM: "," };
/** A French row of digits without Shift. */
const FRENCH_DIGITS = { Digit6: "-", Digit8: "_" };

/** @param {Stroke} stroke @returns {string} as the system says: "" for a key that writes nothing */
const byKey = ({ key }) => (key.length === 1 ? key : "");

/** @param {Stroke} stroke as an American keyboard would mean it */
function byUs({ code }) {
  const [, character] = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code) ?? [];
  return character ?? US_SIGNS[code] ?? "";
}

/** @param {Stroke} stroke as a French keyboard would mean it */
function byFrench(stroke) {
  const { code, shift } = stroke;
  return FRENCH_LETTERS[code] ?? (shift ? undefined : FRENCH_DIGITS[code]) ?? byUs(stroke);
}

/** All that the keys may mean. @param {Stroke[]} strokes */
export const readings = (strokes) => [byKey, byUs, byFrench].map((read) => strokes.map(read).join(""));

/**
 * The ticket that was scanned; null: the keys are no ticket's code in any reading.
 * @param {Stroke[]} strokes
 * @returns {ScannedTicket|null}
 */
export function decode(strokes) {
  for (const text of readings(strokes)) {
    const ticket = parse(text);
    if (ticket) return ticket;
  }
  return null;
}

/** Of all readings the one that a code would have: most are digits. @param {string[]} texts */
const legible = (texts) => texts.find((text) => /^[0-9A-Za-z ./-]+$/.test(text)) ?? texts.find((text) => text !== "") ?? "";

/** @param {KeyboardEvent} event @returns {Stroke} */
export const strokeOf = ({ key, code, shiftKey, ctrlKey, altKey }) => ({
  key,
  code,
  shift: shiftKey,
  ctrl: ctrlKey,
  alt: altKey,
});

/** @param {Prefix} prefix @param {Stroke} stroke */
function isPrefix(prefix, stroke) {
  if (stroke.ctrl !== prefix.ctrl) return false;
  return prefix.code && stroke.code ? stroke.code === prefix.code : stroke.key === prefix.key;
}

/** Keys that change others, or nothing: they are no part of a code. */
const isSilent = (key) => /^(Shift|Control|Alt|AltGraph|Meta|CapsLock|NumLock|Dead)$/.test(key);
const isSuffix = (key) => key === "Enter" || key === "Tab";

/**
 * The key with which a scanner begins, learnt from a scan of a code that is known: what it typed before. Null: nothing, or
 * more than one key, so that it must be set first.
 * @param {Stroke[]} strokes all that was typed
 * @param {string} known
 * @returns {Prefix|null}
 */
export function learnPrefix(strokes, known) {
  const keys = strokes.filter(({ key }) => !isSilent(key) && !isSuffix(key));
  const first = keys.length - known.length;
  if (first !== 1 || !readings(keys.slice(1)).some((text) => text.toUpperCase() === known)) return null;
  const { key, code, ctrl } = keys[0];
  return { key, code, ctrl };
}

/**
 * @param {object} options
 * @param {(ticket: ScannedTicket) => void} options.onTicket
 * @param {(text: string) => void} options.onOther something else was scanned, or it was misread
 * @param {() => Prefix|undefined} [options.prefix] as it was learnt; none: F9
 * @param {EventTarget} [options.target]
 * @param {{setTimeout: Function, clearTimeout: Function}} [options.timers]
 */
export function createScanner({ onTicket, onOther, prefix = () => undefined, target = globalThis, timers = globalThis }) {
  /** The code that is being typed. @type {Stroke[]|null} */
  let strokes = null;
  let timer;

  function begin() {
    finish();
    strokes = [];
    wait();
  }

  function wait() {
    timers.clearTimeout(timer);
    timer = timers.setTimeout(finish, SILENCE_MS);
  }

  /** A prefix alone is nothing: a hand on the wrong key, or an empty line. */
  function finish() {
    timers.clearTimeout(timer);
    const typed = strokes ?? [];
    strokes = null;
    if (!typed.length) return;
    const ticket = decode(typed);
    if (ticket) onTicket(ticket);
    else onOther(legible(readings(typed)));
  }

  /** @param {any} event */
  function onKeydown(event) {
    const stroke = strokeOf(event);
    const isNew = isPrefix(prefix() ?? DEFAULT_PREFIX, stroke);
    if (!isNew && !strokes) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    if (isNew) begin();
    else if (isSuffix(event.key)) finish();
    else if (!isSilent(event.key)) add(stroke);
  }

  function add(stroke) {
    strokes.push(stroke);
    if (strokes.length >= STROKES_MAX) finish();
    else wait();
  }

  return {
    start: () => target.addEventListener("keydown", onKeydown, { capture: true }),
    stop() {
      target.removeEventListener("keydown", onKeydown, { capture: true });
      timers.clearTimeout(timer);
      strokes = null;
    },
  };
}
