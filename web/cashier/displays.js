// SPDX-License-Identifier: MIT
// The till's customer displays, as the dialog shows them: a pure reducer. What the displays show is display_link.js's business.

export const name = "displays";

/**
 * @typedef {{displayId: number, createdAt: string, by: {displayName: string}}} Display
 * @typedef {object} Displays
 * @property {boolean} isOpen  the dialog
 * @property {Display[]|null} list  those in force, newest first; null: not known
 * @property {{displayId: number, address: string, qr: boolean[][]|null, code: string, until: string}|null} made  for a tablet: told this once
 * @property {object|null} problem
 * @property {boolean} isBusy
 */

/** @type {Displays} */
export const initial = { isOpen: false, list: null, made: null, problem: null, isBusy: false };

/** @param {Displays} displays @param {any} message @returns {Displays} */
export function reduce(displays, message) {
  switch (message.type) {
    case "displays_open":
      return { ...initial, isOpen: true };
    case "displays_close":
    case "till_left":
      return initial;
    case "displays_list":
      return { ...displays, list: message.list, isBusy: false };
    case "displays_made":
      return { ...displays, made: message.made };
    case "displays_busy":
      return { ...displays, isBusy: true, problem: null };
    case "displays_problem":
      return { ...displays, isBusy: false, problem: message.problem };
    default:
      return displays;
  }
}
