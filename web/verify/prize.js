// SPDX-License-Identifier: MIT
// What a ticket wins, from the finish order and the printed odds alone.

/** How many of the first count as placed: as many as the rules say for so many runners. */
const places = (runners) => (runners < 5 ? 1 : runners < 8 ? 2 : 3);

const first = (order, count, numbers) => numbers.every((number) => order.slice(0, count).includes(number));
const exactly = (order, numbers) => numbers.every((number, i) => number === order[i]);

/** @type {Record<string, (numbers: number[], order: number[]) => boolean>} */
const WINS = {
  win: (numbers, order) => exactly(order, numbers),
  place: (numbers, order) => first(order, places(order.length), numbers),
  top3: (numbers, order) => first(order, 3, numbers),
  exacta: (numbers, order) => exactly(order, numbers),
  quinella: (numbers, order) => first(order, 2, numbers),
  couple_place: (numbers, order) => first(order, 3, numbers),
  trifecta: (numbers, order) => exactly(order, numbers),
  trio: (numbers, order) => first(order, 3, numbers),
  duel: ([a, b], order) => order.indexOf(a) < order.indexOf(b),
};

/**
 * @param {{market: string, selection: string}} line
 * @param {number[]} order runner numbers, first to last
 */
export function hasWon({ market, selection }, order) {
  if (market === "odd_even") return selection === (order[0] % 2 ? "odd" : "even");
  return Object.hasOwn(WINS, market) && WINS[market](selection.split("-").map(Number), order);
}

/** In minor units, rounded down; no float holds more than a whole number. @param {{stake: number, odds: number}} line */
export function prizeOf({ stake, odds }) {
  const product = stake * odds;
  return Number.isSafeInteger(product) ? (product - (product % 100)) / 100 : NaN;
}

/** @param {any[]} lines @param {number[]} order */
export const ticketPrize = (lines, order) =>
  lines.filter((line) => hasWon(line, order)).reduce((sum, line) => sum + prizeOf(line), 0);
