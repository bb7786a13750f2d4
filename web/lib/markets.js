// SPDX-License-Identifier: MIT
// The house's markets as a cashier types them: one letter each, whatever the language. The names that people read are in the
// catalogues; which of the markets a round sells, and at which odds, the house says.

/**
 * @typedef {object} Market
 * @property {string} market     as the api names it
 * @property {string} letter
 * @property {number} picks      runners that a selection names
 * @property {boolean} isOrdered whether their order counts
 */

/** In the order in which a card lists them. @type {readonly Market[]} */
export const MARKETS = Object.freeze([
  { market: "win", letter: "G", picks: 1, isOrdered: false },
  { market: "place", letter: "P", picks: 1, isOrdered: false },
  { market: "top3", letter: "S", picks: 1, isOrdered: false },
  { market: "exacta", letter: "O", picks: 2, isOrdered: true },
  { market: "quinella", letter: "C", picks: 2, isOrdered: false },
  { market: "couple_place", letter: "L", picks: 2, isOrdered: false },
  { market: "trifecta", letter: "Q", picks: 3, isOrdered: true },
  { market: "trio", letter: "T", picks: 3, isOrdered: false },
  { market: "duel", letter: "D", picks: 2, isOrdered: true },
]);

/** Odd and even name no runner: the letter is the whole selection. */
export const PARITIES = Object.freeze({ I: "odd", E: "even" });

/** The field: every runner that the selection does not name. */
export const FIELD = "X";
/** The box: the runners named, in every order. */
export const BOX = "B";

/** The markets that a line without a letter means, by the number of its places: the first of them that the round sells. */
export const USUAL = Object.freeze({
  1: ["win", "place", "top3"],
  2: ["quinella", "exacta", "couple_place", "duel"],
  3: ["trio", "trifecta"],
});

const BY_LETTER = new Map(MARKETS.map((each) => [each.letter, each]));
const BY_NAME = new Map(MARKETS.map((each) => [each.market, each]));

export const marketOfLetter = (letter) => BY_LETTER.get(letter) ?? null;
export const marketNamed = (name) => BY_NAME.get(name) ?? null;
export const isParity = (letter) => Object.hasOwn(PARITIES, letter);

/** A selection's runners; none for odd and even. */
export const runnersOf = (selection) => (/^\d/.test(selection) ? selection.split("-").map(Number) : []);
