// SPDX-License-Identifier: MIT
// The typed line: what a cashier types in one go, read as lines of a ticket. No DOM, no clock, no prices.
//
//   6*100      N° 6 to win, 100          6/3        N° 6, the third quick stake       6 100, 100 6   the same as 6*100
//   6P*50      placed                    6GP*50     to win and placed, a line each    6.7G*50        each of the two
//   6-7C/1     a couple                  6.7.8C/1   all couples of the three (box)    6-XC/1         6 with the field (wheel)
//   X-6O/1     6 second, in order        6-7OB/1    both orders                       6-7.8-XQ/1     place by place
//   I/2, E/2   odd, even
//
// A stake (*) and a quick stake (/) stand anywhere; what stands alone behind a blank is the stake. Without a letter one runner
// means to win, two a couple, three a trio. A market that no letter can name in a round is not sold in it.

import { BOX, FIELD, MARKETS, PARITIES, USUAL, isParity, marketNamed, marketOfLetter } from "../lib/markets.js";

/**
 * @typedef {object} Card what a line is read by
 * @property {readonly number[]} runners   their numbers, ascending
 * @property {readonly string[]} markets   those that the round sells, as the api names them
 * @property {readonly number[]} quick     quick stakes in minor units, from the first
 * @property {number} unit                 minor units in one of the currency
 *
 * @typedef {{market: string, selection: string, stake: number|null}} Line stake null: none was typed yet
 *
 * @typedef {object} Fault
 * @property {string} code    unexpected, runner, same, market, few, many, box, quick, incomplete, stake_missing
 * @property {number} at      where it begins in the text
 * @property {number} length
 * @property {any} [facts]
 *
 * @typedef {{lines: Line[], stake: number|null, fault: Fault|null}} Reading
 */

class LineFault extends Error {
  constructor(code, token, facts = {}) {
    super(code);
    this.fault = { code, at: token.at, length: Math.max(1, token.length), facts };
  }
}

/**
 * What a line means. A fault says where it is wrong; `incomplete` and `stake_missing` are lines that are only not finished.
 * @param {string} text
 * @param {Card} card
 * @returns {Reading}
 */
export function readLine(text, card) {
  try {
    const parts = partsOf(tokensOf(text), card);
    if (!parts.expression && !parts.letters.length && parts.stake === null) return { lines: [], stake: null, fault: null };
    const lines = linesOf(parts, card, text.length);
    const missing = parts.stake === null ? { code: "stake_missing", at: text.length, length: 1, facts: {} } : null;
    return { lines, stake: parts.stake, fault: missing };
  } catch (error) {
    if (!(error instanceof LineFault)) throw error;
    return { lines: [], stake: null, fault: error.fault };
  }
}

/**
 * The text of a line whose parts are known: what touch and mouse write, so that there is one model of a line.
 * @param {{runners?: number[], letters?: string, stake?: string|null}} parts stake with its mark: *100 or /3
 */
export function writeLine({ runners = [], letters = "", stake = null }) {
  const picks = Math.max(1, ...[...letters].map((letter) => marketOfLetter(letter)?.picks ?? 1));
  // More runners than the market takes are a box: a choice, not places.
  const joint = picks === 1 || runners.length > picks ? "." : "-";
  return runners.join(joint) + letters + (stake ?? "");
}

/**
 * The parts of a line as far as touch can change them; null when it says more than a finger could, and is left alone.
 * @returns {{runners: number[], letters: string, stake: string|null}|null}
 */
export function touchable(text) {
  const match = /^((?:\d+(?:[-.]\d+)*)?)([GPSOCLQTDIE]*)((?:[*/]\d*)?)$/.exec(text);
  if (!match) return null;
  const [, expression, letters, stake] = match;
  return { runners: expression ? expression.split(/[-.]/).map(Number) : [], letters, stake: stake || null };
}

// Tokens -----------------------------------------------------------------------------------------------------------

/** Runner expressions (numbers, the field, - and .), stakes, quick stakes, letters; blanks part them. */
function tokensOf(text) {
  const tokens = [];
  const pattern = /([*/])(\d*)|((?:\d+|X)(?:[-.](?:\d+|X)?)*)|([A-Z])|(\s+)|(.)/g;
  const upper = text.toUpperCase();
  for (let match = pattern.exec(upper); match; match = pattern.exec(upper)) {
    const [all, mark, number, expression, letter, blank, other] = match;
    const token = { text: all, at: match.index, length: all.length };
    if (mark) tokens.push({ ...token, kind: mark === "*" ? "stake" : "quick", number });
    else if (expression) tokens.push({ ...token, kind: "expression" });
    else if (letter) tokens.push({ ...token, kind: "letter" });
    else if (!blank) throw new LineFault("unexpected", token, { text: other });
  }
  return tokens;
}

const isPlain = (token) => /^\d+$/.test(token.text);

/** Which token is which part. */
function partsOf(tokens, card) {
  const of = (kind) => tokens.filter((token) => token.kind === kind);
  const letters = of("letter");
  const marked = [...of("stake"), ...of("quick")];
  const expressions = of("expression");
  if (marked.length > 1) throw new LineFault("unexpected", marked[1], { text: marked[1].text });
  let stake = marked.length ? stakeOf(marked[0], card) : null;
  const namesNoRunner = letters.some(({ text }) => isParity(text));
  if (!marked.length && expressions.length === (namesNoRunner ? 1 : 2)) {
    const bare = expressions.splice(bareStake(expressions, namesNoRunner, card), 1)[0];
    stake = unitsOf(bare, card);
  }
  const most = namesNoRunner ? 0 : 1;
  if (expressions.length > most) {
    const extra = expressions[most];
    throw new LineFault("unexpected", extra, { text: extra.text });
  }
  return { expression: expressions[0] ?? null, letters, stake };
}

/** Which of two numbers is the stake: the one that cannot be a runner, and if both could, the last. */
function bareStake(expressions, namesNoRunner, card) {
  const last = expressions.length - 1;
  if (namesNoRunner) {
    if (!isPlain(expressions[0])) throw new LineFault("unexpected", expressions[0], { text: expressions[0].text });
    return 0;
  }
  const [first, second] = expressions;
  const isRunner = (token) => card.runners.includes(Number(token.text));
  if (isPlain(second) && !(isPlain(first) && isRunner(second) && !isRunner(first))) return last;
  if (isPlain(first)) return 0;
  throw new LineFault("unexpected", second, { text: second.text });
}

function stakeOf(token, card) {
  if (token.number === "") return null;
  if (token.kind === "stake") return unitsOf({ ...token, text: token.number }, card);
  const stake = card.quick[Number(token.number) - 1];
  if (stake === undefined) throw new LineFault("quick", token, { count: card.quick.length });
  return stake;
}

function unitsOf(token, card) {
  // Nine digits are more than any stake, and as few as a double holds exactly in minor units.
  if (token.text.length > 9) throw new LineFault("many", token);
  return Number(token.text) * card.unit;
}

// Lines ------------------------------------------------------------------------------------------------------------

function linesOf(parts, card, end) {
  const { expression, letters, stake } = parts;
  const whole = { at: 0, length: Math.max(1, end) };
  const [first] = letters;
  if (letters.some(({ text }) => isParity(text))) return parityLines(letters, card, stake);
  if (!expression) throw new LineFault("incomplete", first ?? { at: end, length: 1 });
  const places = placesOf(expression, card);
  const isBox = letters.some(({ text }) => text === BOX);
  const named = letters.filter(({ text }) => text !== BOX);
  const markets = named.length ? named.map((letter) => soldMarket(letter, card)) : [usualMarket(places, card, expression)];
  const lines = markets.flatMap((market) =>
    selectionsOf(market, places, isBox, expression).map((selection) => ({ market: market.market, selection, stake })),
  );
  if (new Set(lines.map(({ market, selection }) => `${market} ${selection}`)).size < lines.length)
    throw new LineFault("unexpected", named[1] ?? whole, { text: named[1]?.text ?? "" });
  return lines;
}

function parityLines(letters, card, stake) {
  const other = letters.find(({ text }) => !isParity(text)) ?? (letters.length > 1 ? letters[1] : null);
  if (other) throw new LineFault("unexpected", other, { text: other.text });
  if (!card.markets.includes("odd_even")) throw new LineFault("market", letters[0], { market: "odd_even" });
  return [{ market: "odd_even", selection: PARITIES[letters[0].text], stake }];
}

function soldMarket(letter, card) {
  const market = marketOfLetter(letter.text);
  if (!market) throw new LineFault("unexpected", letter, { text: letter.text });
  if (!card.markets.includes(market.market)) throw new LineFault("market", letter, { market: market.market });
  return market;
}

function usualMarket(places, card, expression) {
  const count = places.length === 1 && places[0].isField ? 0 : places.length;
  const name = (USUAL[count] ?? []).find((each) => card.markets.includes(each));
  if (name) return marketNamed(name);
  throw new LineFault(count > 3 ? "many" : "market", expression, { market: USUAL[count]?.[0] ?? "win" });
}

/** The places of an expression, each with the runners that may stand there. */
function placesOf(expression, card) {
  const places = [];
  let at = expression.at;
  for (const text of expression.text.split("-")) {
    places.push(placeOf(text, at, expression, card));
    at += text.length + 1;
  }
  const seen = new Set();
  for (const place of places.filter(({ numbers }) => numbers.length === 1)) {
    if (seen.has(place.numbers[0])) throw new LineFault("same", place, { number: place.numbers[0] });
    seen.add(place.numbers[0]);
  }
  const others = card.runners.filter((number) => !seen.has(number));
  return places.map((place) => (place.isField ? { ...place, numbers: others } : place));
}

function placeOf(text, at, expression, card) {
  const numbers = [];
  let from = at;
  for (const word of text.split(".")) {
    const token = { at: from, length: word.length };
    from += word.length + 1;
    const isLast = token.at + word.length === expression.at + expression.length;
    if (word === "") throw new LineFault("incomplete", token);
    if (word === FIELD) {
      if (text !== FIELD) throw new LineFault("unexpected", token, { text: word });
      return { at, length: 1, numbers: [], isField: true };
    }
    const number = Number(word);
    if (!card.runners.includes(number)) {
      const begins = isLast && card.runners.some((runner) => String(runner).startsWith(word));
      throw new LineFault(begins ? "incomplete" : "runner", token, { number });
    }
    if (numbers.includes(number)) throw new LineFault("same", token, { number });
    numbers.push(number);
  }
  return { at, length: text.length, numbers, isField: false };
}

/** The selections of a market that the places mean, as the card writes them. */
function selectionsOf(market, places, isBox, expression) {
  const all = places.flatMap(({ numbers }) => numbers);
  if (market.picks === 1) return all.map(String);
  const last = places[places.length - 1];
  const isChoice = places.length === 1 && !places[0].isField;
  const areSingle = places.every(({ numbers }) => numbers.length === 1);
  let wanted = places.map(({ numbers }) => numbers);
  if (isChoice || (areSingle && (isBox || places.length > market.picks))) {
    if (market.market === "duel") throw new LineFault("box", expression);
    if (all.length < market.picks) throw new LineFault("few", expression, { count: market.picks });
    wanted = Array(market.picks).fill(all);
  } else if (isBox) {
    throw new LineFault("box", expression);
  } else if (places.length > market.picks) {
    throw new LineFault("many", expression, { count: market.picks });
  } else if (places.length < market.picks) {
    if (!last.isField) throw new LineFault("few", expression, { count: market.picks });
    while (wanted.length < market.picks) wanted.push(last.numbers);
  }
  const selections = new Set(orders(wanted).map((order) => (market.isOrdered ? order : ascending(order)).join("-")));
  if (!selections.size) throw new LineFault("few", expression, { count: market.picks });
  return [...selections];
}

const ascending = (numbers) => [...numbers].sort((a, b) => a - b);

/** Every way to take one of each place, nobody twice. */
function orders(places) {
  return places.reduce(
    (begun, numbers) =>
      begun.flatMap((order) => numbers.filter((number) => !order.includes(number)).map((number) => [...order, number])),
    [[]],
  );
}

/** The letters that a round takes, with what they stand for: for the help and the buttons. */
export function lettersOf(markets) {
  const list = MARKETS.filter(({ market }) => markets.includes(market)).map(({ market, letter }) => ({ market, letter }));
  return markets.includes("odd_even") ? [...list, { market: "odd", letter: "I" }, { market: "even", letter: "E" }] : list;
}
