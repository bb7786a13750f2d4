// SPDX-License-Identifier: MIT
// What wins, as a player reads the rules: from the finish order alone, written apart from the house's own SQL.
// For cards of five to seven runners, where two are placed.

const RULES = {
  win: ([a], order) => a === order[0],
  place: ([a], order) => order.slice(0, 2).includes(a),
  top3: ([a], order) => order.slice(0, 3).includes(a),
  exacta: ([a, b], order) => a === order[0] && b === order[1],
  quinella: (pair, order) => pair.every((n) => order.slice(0, 2).includes(n)),
  couple_place: (pair, order) => pair.every((n) => order.slice(0, 3).includes(n)),
  trifecta: (three, order) => three.every((n, i) => n === order[i]),
  trio: (three, order) => three.every((n) => order.slice(0, 3).includes(n)),
  duel: ([a, b], order) => order.indexOf(a) < order.indexOf(b),
};

export const MARKETS = [...Object.keys(RULES), "odd_even"];

export const wins = ({ market, selection }, order) =>
  market === "odd_even" ? selection === (order[0] % 2 ? "odd" : "even") : RULES[market](selection.split("-").map(Number), order);

/** What a ticket wins: the printed prizes of its lines that win. */
export const prizeOf = (ticket, order) => ticket.lines.filter((line) => wins(line, order)).reduce((sum, { prize }) => sum + prize, 0);
