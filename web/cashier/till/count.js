// SPDX-License-Identifier: MIT
// A count of cash, note by note, as it is typed: nothing is counted before somebody has typed it, and nought is typed, too.

/** More pieces than that the house does not take. */
const PIECES_MAX = 9_999_999;

/** @typedef {Record<string, string>} Pieces what was typed, by denomination in minor units */

/** @param {readonly number[]} denominations @returns {Pieces} all empty */
export const emptyPieces = (denominations) => Object.fromEntries(denominations.map((each) => [each, ""]));

/** @param {string} text @returns {number|null} null: that is no number of pieces */
export function readPieces(text) {
  const plain = text.trim();
  return /^\d{1,7}$/.test(plain) && Number(plain) <= PIECES_MAX ? Number(plain) : null;
}

/** Is each denomination counted? @param {Pieces} pieces */
export const isCounted = (pieces) => Object.values(pieces).every((text) => readPieces(text) !== null);

/** What has been typed so far comes to, in minor units. @param {Pieces} pieces */
export const sumOf = (pieces) =>
  Object.entries(pieces).reduce((sum, [each, text]) => sum + Number(each) * (readPieces(text) ?? 0), 0);

/** As the house takes it: denomination to pieces. @param {Pieces} pieces @returns {Record<string, number>} */
export const countsOf = (pieces) =>
  Object.fromEntries(Object.entries(pieces).map(([each, text]) => [each, readPieces(text) ?? 0]));

/** Of what is still empty there is none: said by one key, after the notes that there are. @param {Pieces} pieces @returns {Pieces} */
export const restIsNone = (pieces) =>
  Object.fromEntries(Object.entries(pieces).map(([each, text]) => [each, text.trim() === "" ? "0" : text]));
