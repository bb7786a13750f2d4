// SPDX-License-Identifier: MIT
// What the rules' page knows of bets and tickets, apart from how it looks.

/** From the first place to the last. Six run, so two are placed. */
export const EXAMPLE_ORDER = [9, 6, 54, 10, 7, 8];

/**
 * In the order of the house's cards: a selection that wins with the example's finish, and one that loses.
 * @type {Record<string, [string, string]>}
 */
export const EXAMPLES = {
  win: ["9", "6"],
  place: ["6", "54"],
  top3: ["54", "10"],
  exacta: ["9-6", "6-9"],
  quinella: ["6-9", "9-54"],
  couple_place: ["6-54", "9-10"],
  trifecta: ["9-6-54", "9-54-6"],
  trio: ["6-9-54", "6-9-10"],
  duel: ["10-7", "7-10"],
  odd_even: ["odd", "even"],
};

/** Amounts in minor units, odds in hundredths. Where the house tells its own, the first is not needed; the second has something
 *  to round. */
const PRIZE_EXAMPLE = { stake: 5000, odds: 550 };
export const ROUNDING_EXAMPLE = { stake: 3335, odds: 137 };

/** A bet that the house takes now: the smallest stake on what it offers first. @param {Prices|null} prices */
export function exampleOf(prices) {
  const first = prices?.markets[0]?.selections[0];
  return first ? { stake: prices.stakes.min, odds: first.odds } : PRIZE_EXAMPLE;
}

/** The lowest and the highest odds of a market that is on sale; null: it is not. @param {Prices|null} prices @param {string} market */
export function oddsRange(prices, market) {
  const odds = prices?.markets.find((each) => each.market === market)?.selections.map((selection) => selection.odds);
  return odds ? [Math.min(...odds), Math.max(...odds)] : null;
}

export const prizeOf = ({ stake, odds }) => Math.floor((stake * odds) / 100);

/** The text that tells why there is no ticket to show; `status` null: nobody answered. */
export function errorKey(status) {
  if (status === null) return "check.error.offline";
  if (status === 400 || status === 404) return "check.error.unknown";
  return status === 429 ? "check.error.often" : "check.error.away";
}

/**
 * @typedef {import("house-api").components["schemas"]["Prices"]} Prices
 * @typedef {import("house-api").components["schemas"]["PublicTicket"]} PublicTicket
 * @typedef {import("house-api").components["schemas"]["TicketLine"]} TicketLine
 */

/**
 * What a ticket comes to, for the sentence about its state.
 * @param {Pick<PublicTicket, "state"|"prize"|"net"|"stake">} ticket
 */
export const amountOf = ({ state, prize, net = prize, stake }) =>
  state === "won" || state === "paid" ? net : state === "expired" && prize > 0 ? prize : stake;

/** @param {Pick<PublicTicket, "state">} ticket @param {Pick<TicketLine, "won">} line */
export function lineResult({ state }, { won }) {
  if (won !== null && won !== undefined) return won ? "check.line.won" : "check.line.lost";
  return state === "sold" ? "check.line.open" : "check.line.none";
}

/** "ok", "early" (nothing is revealed yet) or "bad", with the names of the checks (hr1.js) that fail. */
export function judge(round, proof, checks) {
  const failed = checks.filter(({ ok }) => !ok);
  if (proof?.roundId !== round) return { verdict: "bad", failed: ["roundId"] };
  if (failed.length === 0) return { verdict: "ok", failed: [] };
  const isEarly = failed.every(({ reason }) => reason === "not_revealed");
  return { verdict: isEarly ? "early" : "bad", failed: failed.map(({ name }) => name) };
}
