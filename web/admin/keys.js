// SPDX-License-Identifier: MIT
// The keys that work on every page: g and a letter open a page, / the search, ? the help. By what a key writes, so that they
// are the same on every keyboard.

/** The second key of two comes within this, or the first is forgotten. */
const PAIR_MS = 2_000;

/** @typedef {{at: number}|null} Waiting g was pressed, and when */

/**
 * @param {Waiting} waiting
 * @param {{key: string, at: number}} pressed
 * @returns {{waiting: Waiting, act: {type: 'go', key: string}|{type: 'help'}|{type: 'search'}|null}}
 */
export function readKey(waiting, { key, at }) {
  if (waiting && at - waiting.at <= PAIR_MS && /^[a-z]$/i.test(key))
    return { waiting: null, act: { type: "go", key: key.toLowerCase() } };
  if (key === "g" || key === "G") return { waiting: { at }, act: null };
  if (key === "?") return { waiting: null, act: { type: "help" } };
  if (key === "/") return { waiting: null, act: { type: "search" } };
  return { waiting: null, act: null };
}
