// SPDX-License-Identifier: MIT
// Trying a scanner: the test page's code is scanned, and what was typed before it is the key with which this scanner begins.

import { learnPrefix, readings, strokeOf } from "../lib/scan.js";
import { print, TEST_TICKET } from "../lib/ticket_code.js";

const TEST_CODE = print(TEST_TICKET.number, TEST_TICKET.code);
const SILENCE_MS = 400;
/** Nobody scans anything: the keys are the page's again. */
const PATIENCE_MS = 20_000;

/** @param {{number: string, code: string}} ticket */
export const isTest = ({ number, code }) => number === TEST_TICKET.number && code === TEST_TICKET.code;

/**
 * What a scan of the test code says of the scanner.
 * @param {import('../lib/scan.js').Stroke[]} strokes
 * @returns {{said: "good" | "bare" | "bad", prefix: import('../lib/scan.js').Prefix | null, text: string}}
 */
export function judge(strokes) {
  const prefix = learnPrefix(strokes, TEST_CODE);
  const texts = readings(strokes);
  if (prefix) return { said: "good", prefix, text: prefix.key };
  const isBare = texts.some((text) => text.toUpperCase() === TEST_CODE);
  return { said: isBare ? "bare" : "bad", prefix: null, text: texts.find(Boolean) ?? "" };
}

/**
 * Takes every key from the page, whatever it means there, until a scan is over.
 * @param {(strokes: import('../lib/scan.js').Stroke[]) => void} onDone none: nothing was scanned
 * @returns {() => void} ends it
 */
export function listen(onDone, { target = window, timers = globalThis } = {}) {
  const strokes = [];
  let timer = timers.setTimeout(finish, PATIENCE_MS);

  function finish() {
    timers.clearTimeout(timer);
    target.removeEventListener("keydown", onKey, { capture: true });
    onDone(strokes);
  }

  function onKey(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    strokes.push(strokeOf(event));
    if (event.key === "Escape") strokes.length = 0;
    timers.clearTimeout(timer);
    if (["Enter", "Tab", "Escape"].includes(event.key)) finish();
    else timer = timers.setTimeout(finish, SILENCE_MS);
  }

  target.addEventListener("keydown", onKey, { capture: true });
  return finish;
}
