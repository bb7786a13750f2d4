// SPDX-License-Identifier: MIT
// What a ticket costs, what it may win, and whether the house will take it: by the round's prices and the till's limits, as the
// house reckons it, so that a cashier sees it before she confirms. The house decides all the same.

import { runnersOf } from "../lib/markets.js";

/**
 * @typedef {{market: string, selection: string, stake: number}} Line
 * @typedef {object} Terms   of a round, for a till
 * @property {number} stakeMin
 * @property {number} stakeMax     of a selection, the till's own limit within
 * @property {number} stakeStep
 * @property {number} linesMax
 * @property {number|null} ticketStakeMax
 * @property {number|null} ticketPrizeMax
 *
 * @typedef {object} Prices  of a round, made ready by readPrices
 * @property {number} roundId
 * @property {string} cardHash
 * @property {Map<string, number>} odds  by "market selection", in hundredths
 * @property {string[]} markets
 * @property {number[]} runners
 * @property {Terms} terms
 *
 * @typedef {{line: number|null, code: string, min?: number, max?: number, step?: number, limit?: number}} Refusal
 *   as the api's problems say it: line from 1; max the largest stake that would pass, 0 for none
 */

/**
 * @param {object} answer  of GET /rounds/{id}/prices
 * @param {{stake: number|null, ticket: number|null}|null} limits  the till's own, of GET /till
 * @param {readonly number[]} runners
 * @returns {Prices}
 */
export function readPrices(answer, limits, runners) {
  const odds = new Map();
  for (const { market, selections } of answer.markets)
    for (const { selection, odds: value } of selections) odds.set(`${market} ${selection}`, value);
  const narrowest = (...values) => {
    const known = values.filter((value) => value !== null && value !== undefined);
    return known.length ? Math.min(...known) : null;
  };
  return {
    roundId: answer.roundId,
    cardHash: answer.cardHash,
    odds,
    markets: answer.markets.map(({ market }) => market),
    runners: [...runners].sort((a, b) => a - b),
    terms: {
      stakeMin: answer.stakes.min,
      stakeMax: narrowest(answer.stakes.max, limits?.stake),
      stakeStep: answer.stakes.step,
      linesMax: answer.linesMax,
      ticketStakeMax: narrowest(answer.ticket?.stakeMax, limits?.ticket),
      ticketPrizeMax: answer.ticket?.prizeMax ?? null,
    },
  };
}

/** Rounded down, exactly: the hundreds of the stake apart, since the whole product may pass what a double holds. */
export const prizeOf = (stake, odds) => Math.floor(stake / 100) * odds + Math.floor(((stake % 100) * odds) / 100);

/** Odds of a line; null when the round does not sell it. */
export const oddsOf = (prices, { market, selection }) => prices.odds.get(`${market} ${selection}`) ?? null;

/**
 * @param {Prices} prices
 * @param {readonly Line[]} lines
 * @returns {{lines: {odds: number|null, prize: number|null}[], total: number, gain: number|null, refusals: Refusal[]}}
 *   gain null: a line has no price
 */
export function priceTicket(prices, lines) {
  const priced = lines.map((line) => {
    const odds = oddsOf(prices, line);
    return { odds, prize: odds === null ? null : prizeOf(line.stake, odds) };
  });
  const total = lines.reduce((sum, { stake }) => sum + stake, 0);
  const hasAll = priced.every(({ odds }) => odds !== null);
  const gain = hasAll
    ? largestPrize(
        prices.runners,
        lines.map((line, i) => ({ ...line, prize: priced[i].prize })),
      )
    : null;
  return { lines: priced, total, gain, refusals: refusalsOf(prices, lines, priced, total, gain) };
}

// Refusals ---------------------------------------------------------------------------------------------------------

/** Down to a stake that the house takes; 0 when none is. */
function stakeWithin(terms, room) {
  const stake = Math.floor(Math.min(room, terms.stakeMax) / terms.stakeStep) * terms.stakeStep;
  return stake >= terms.stakeMin ? stake : 0;
}

function refusalsOf(prices, lines, priced, total, gain) {
  const { terms } = prices;
  const refusals = lines.flatMap((line, i) => lineRefusal(prices, line, i + 1) ?? sameRefusal(terms, lines, i) ?? []);
  if (lines.length > terms.linesMax) refusals.push({ line: null, code: "lines", max: terms.linesMax });
  if (refusals.length) return refusals;
  const stake = stakeRefusal(terms, lines, total);
  if (stake) return [stake];
  if (gain !== null && terms.ticketPrizeMax !== null && gain > terms.ticketPrizeMax)
    return [prizeRefusal(prices, lines, priced)];
  return [];
}

function lineRefusal({ terms, odds, markets }, { market, selection, stake }, line) {
  if (!markets.includes(market)) return { line, code: "bad_market" };
  if (!odds.has(`${market} ${selection}`)) return { line, code: "bad_selection" };
  if (stake < terms.stakeMin) return { line, code: "stake_min", min: terms.stakeMin };
  if (stake > terms.stakeMax) return { line, code: "stake_max", max: terms.stakeMax };
  if (stake % terms.stakeStep) return { line, code: "stake_step", step: terms.stakeStep };
  return null;
}

/** Lines on the same selection are one stake. */
function sameRefusal(terms, lines, i) {
  const before = lines
    .slice(0, i)
    .filter(({ market, selection }) => market === lines[i].market && selection === lines[i].selection)
    .reduce((sum, { stake }) => sum + stake, 0);
  if (!before || before + lines[i].stake <= terms.stakeMax) return null;
  return { line: i + 1, code: "stake_max", max: stakeWithin(terms, terms.stakeMax - before) };
}

function stakeRefusal(terms, lines, total) {
  if (terms.ticketStakeMax === null || total <= terms.ticketStakeMax) return null;
  return { code: "cap_ticket_stake", limit: terms.ticketStakeMax, ...passing(terms, lines, terms.ticketStakeMax) };
}

/** The line with which the stakes sum to more than `limit`, and what it could be beside those before it. */
export function passing(terms, lines, limit) {
  let before = 0;
  for (const [i, { stake }] of lines.entries()) {
    if (before + stake > limit) return { line: i + 1, max: stakeWithin(terms, limit - before) };
    before += stake;
  }
  return { line: null };
}

/** Of the lines that win together where it is most, the one with the largest prize, and what it could be beside the others. */
function prizeRefusal(prices, lines, priced) {
  const { terms, runners } = prices;
  const all = lines.map((line, i) => ({ ...line, prize: priced[i].prize, i }));
  const worst = largestOpening(runners, all);
  const heaviest = worst.winning.reduce((a, b) => (b.prize > a.prize ? b : a));
  const gain = (stake) =>
    largestPrize(
      runners,
      all.map((each) => (each.i === heaviest.i ? { ...each, prize: prizeOf(stake, priced[each.i].odds) } : each)),
    );
  let [low, high] = [0, Math.floor(heaviest.stake / terms.stakeStep)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (gain(middle * terms.stakeStep) <= terms.ticketPrizeMax) low = middle;
    else high = middle - 1;
  }
  const max = stakeWithin(terms, low * terms.stakeStep);
  return { line: heaviest.i + 1, code: "cap_ticket_prize", max, limit: terms.ticketPrizeMax };
}

// Gains ------------------------------------------------------------------------------------------------------------

/** The most that lines win together, over all orders of the finish. */
export const largestPrize = (runners, lines) => largestOpening(runners, lines).prize;

/**
 * All markets but duels look at the first three at most; a duel counts as won on every opening that leaves it open, as the
 * house counts it. Of the runners that no line names one is like the other, but for being odd or even.
 */
function largestOpening(runners, lines) {
  if (lines.length === 1) return { prize: lines[0].prize, winning: [lines[0]] };
  const named = new Set(lines.flatMap(({ selection }) => runnersOf(selection)));
  const others = runners.filter((number) => !named.has(number));
  const some = [...others.filter((n) => n % 2).slice(0, 3), ...others.filter((n) => n % 2 === 0).slice(0, 3)];
  const wanted = [...runners.filter((number) => named.has(number)), ...some];
  const wins = lines.map((line) => winsOn(line, runners.length));
  let best = { prize: -1, winning: [] };
  forOpenings(wanted, (opening) => {
    let prize = 0;
    for (let i = 0; i < lines.length; i += 1) if (wins[i](opening)) prize += lines[i].prize;
    if (prize > best.prize) best = { prize, winning: lines.filter((_, i) => wins[i](opening)) };
  });
  return best;
}

function forOpenings(numbers, visit) {
  const has = (count) => numbers.length >= count;
  for (const a of numbers)
    for (const b of has(2) ? numbers : [null]) {
      if (b === a) continue;
      for (const c of has(3) ? numbers : [null]) if (c === null || (c !== a && c !== b)) visit([a, b, c]);
    }
}

/** How many of the first count as placed. */
const placesOf = (runners) => (runners < 5 ? 1 : runners < 8 ? 2 : 3);

/** @returns {(opening: (number|null)[]) => boolean} */
function winsOn({ market, selection }, count) {
  const [one, two, three] = runnersOf(selection);
  const within = (opening, number, places) => {
    const place = opening.indexOf(number);
    return place >= 0 && place < places;
  };
  switch (market) {
    case "win":
      return (opening) => opening[0] === one;
    case "place":
      return (opening) => within(opening, one, placesOf(count));
    case "top3":
      return (opening) => within(opening, one, 3);
    case "exacta":
      return (opening) => opening[0] === one && opening[1] === two;
    case "quinella":
      return (opening) => within(opening, one, 2) && within(opening, two, 2);
    case "couple_place":
      return (opening) => within(opening, one, 3) && within(opening, two, 3);
    case "trifecta":
      return (opening) => opening[0] === one && opening[1] === two && opening[2] === three;
    case "trio":
      return (opening) => opening.includes(one) && opening.includes(two) && opening.includes(three);
    case "duel":
      return (opening) => {
        const [a, b] = [opening.indexOf(one), opening.indexOf(two)];
        return b < 0 || (a >= 0 && a < b);
      };
    case "odd_even":
      return (opening) => (opening[0] % 2 === 1) === (selection === "odd");
    default:
      return () => false;
  }
}
