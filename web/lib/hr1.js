// SPDX-License-Identifier: MIT
// HR1 for players: recomputes a round from its published proof, with nothing but SHA-256, HMAC and whole numbers.
// Runs in browsers (on https or localhost: elsewhere they hide WebCrypto) and in node. No dependencies.

const encoder = new TextEncoder();
const WORD_LIMIT = 1n << 64n;
const SUM_MAX = (1n << 63n) - 1n;
const NUMBER_MAX = 2 ** 31 - 1;
/** In the order in which a card lists them, with how many runners a selection names. */
const MARKETS = {
  win: { picks: 1 },
  place: { picks: 1 },
  top3: { picks: 1 },
  exacta: { picks: 2, isOrdered: true },
  quinella: { picks: 2 },
  couple_place: { picks: 2 },
  trifecta: { picks: 3, isOrdered: true },
  trio: { picks: 3 },
  duel: { picks: 2, isOrdered: true },
  odd_even: { picks: 0 },
};
const MARKET_NAMES = Object.keys(MARKETS);

/** A refusal. `code` is stable, the message is for people. */
export class Hr1Error extends Error {
  constructor(code, message) {
    super(message);
    this.name = "Hr1Error";
    this.code = code;
  }
}

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Lower-case hex of exactly `length` bytes: the one form that is published. */
export function fromHex(hex, length = 32) {
  if (typeof hex !== "string" || hex.length !== 2 * length || !/^[0-9a-f]*$/.test(hex))
    raise("hex", `${length} bytes in lower-case hex are wanted`);
  return Uint8Array.from({ length }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

// The algorithm -----------------------------------------------------------------------------------------------------

/** The commitment to `secret`, which is also the secret of the round before. */
export async function chainStep(secret) {
  return sha256(join("HR1/chain", bytes32(secret)));
}

/** `round` is a BigInt or a safe integer; the other three are 32 bytes each. */
export async function outcomeSeed(secret, round, cardHash, beacon) {
  return hmac(await hmacKey(secret), join(...outcomeMessage(round, cardHash, beacon)));
}

/** What the secret signs, in its four parts. */
export function outcomeMessage(round, cardHash, beacon) {
  return [encoder.encode("HR1/outcome\0"), bigEndian(wholeRound(round), 8), bytes32(cardHash), bytes32(beacon)];
}

/**
 * `runners` is [{number, weight}], numbers ascending, weights BigInt.
 * Gives {order, words, rejects, steps}: runner numbers first to last, words taken, words refused to stay unbiased, and
 * for each word what it gave: {word, sum of the weights left, rest of their division, number; null: refused}.
 */
export async function draw(seed, runners) {
  checkRunners(runners);
  const next = wordStream(await hmacKey(seed));
  const left = [...runners];
  const order = [];
  const steps = [];
  while (left.length > 1) {
    const sum = left.reduce((total, runner) => total + runner.weight, 0n);
    const word = await next();
    const rest = word % sum;
    const isRefused = word >= WORD_LIMIT - (WORD_LIMIT % sum);
    if (!isRefused) order.push(take(left, rest));
    steps.push({ word, sum, rest, number: isRefused ? null : order.at(-1) });
  }
  order.push(left[0].number);
  return { order, words: steps.length, rejects: steps.filter(({ number }) => number === null).length, steps };
}

export async function filmSeed(seed) {
  return hmac(await hmacKey(seed), join("HR1/film"));
}

export async function cardHash(text) {
  return sha256(join(text));
}

// The card ----------------------------------------------------------------------------------------------------------

/**
 * The canonical card text, strictly: a text that differs by one byte from the canonical form is refused.
 * Gives {round, session, chainIndex, commitment, lockTime, beacon, rules, runners, odds}; `round` and weights are
 * BigInt, `beacon` is null or {chain, round}, `odds` is [{market, selection, odds}] in hundredths.
 */
export function parseCard(text) {
  if (typeof text !== "string" || !text.endsWith("\n")) raise("card_text", "a card ends with a newline");
  if (text !== text.normalize("NFC")) raise("card_text", "a card is in Unicode NFC");
  const lines = text.slice(0, -1).split("\n");
  let at = 0;
  const line = (what, pattern) => {
    const match = pattern.exec(lines[at++] ?? "");
    if (!match) raise("card_line", `line ${at} of the card is not ${what}`);
    return match.slice(1);
  };

  line("the title", /^HR1-CARD$/);
  const round = decimal(line("the round", /^round ([1-9]\d{0,18})$/)[0], SUM_MAX);
  const [session] = line("the session", /^session ([!-~]{1,64})$/);
  const chainIndex = Number(decimal(line("the chain index", /^chain-index ([1-9]\d{0,9})$/)[0], NUMBER_MAX));
  const [commitment] = line("the commitment", /^commit ([0-9a-f]{64})$/);
  const [lockTime] = line("the lock time", /^lock (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/);
  const isTime = !Number.isNaN(Date.parse(lockTime)) && new Date(lockTime).toISOString() === lockTime;
  if (!isTime) raise("card_value", "the lock time does not exist");
  const [chain, beaconRound] = line("the beacon", /^beacon (?:none|drand ([0-9a-f]{64}) ([1-9]\d{0,18}))$/);
  const beacon = chain ? { chain, round: decimal(beaconRound, SUM_MAX) } : null;
  const [rules] = line("the rules", /^rules (R1)$/);
  const count = Number(line("the number of runners", /^runners ([1-9]\d?)$/)[0]);

  const runners = [];
  for (let i = 0; i < count; i++) {
    const [number, weight, name] = line("a runner", /^r ([1-9]\d{0,9}) ([1-9]\d{0,18}) ([^\p{Cc}\p{Cs}]+)$/u);
    if (/^ | $/.test(name) || [...name].length > 40) raise("card_value", `line ${at}: not a name`);
    runners.push({ number: Number(decimal(number, NUMBER_MAX)), weight: decimal(weight, SUM_MAX), name });
  }
  checkRunners(runners);
  const odds = [];
  if (lines[at]?.startsWith("o win "))
    for (const { number } of runners) {
      const [selection, value] = line("the odds of a runner", /^o win ([1-9]\d{0,9}) ([1-9]\d{2,7})$/);
      if (Number(selection) !== number) raise("card_value", `line ${at}: odds of another runner`);
      odds.push({ market: "win", selection, odds: Number(value) });
    }
  do {
    if (odds.length > 0 && at === lines.length) break;
    const [market, selection, value] = line("the odds of a selection", /^o ([a-z0-9_]+) ([a-z]+|[1-9][\d-]*) ([1-9]\d{2,7})$/);
    const before = odds.at(-1);
    if (!Object.hasOwn(MARKETS, market) || market === "win") raise("card_line", `line ${at}: not a market that comes here`);
    if (MARKET_NAMES.indexOf(market) < MARKET_NAMES.indexOf(before?.market))
      raise("card_line", `line ${at}: markets out of order`);
    checkSelection(market, selection, runners, `line ${at}`);
    if (market === before?.market && compareSelections(before.selection, selection) >= 0)
      raise("card_value", `line ${at}: selections out of order`);
    odds.push({ market, selection, odds: Number(value) });
  } while (at < lines.length);
  return { round, session, chainIndex, commitment, lockTime, beacon, rules, runners, odds };
}

function checkSelection(market, selection, runners, where) {
  const { picks, isOrdered } = MARKETS[market];
  if (picks === 0) {
    if (selection !== "even" && selection !== "odd") raise("card_value", `${where}: neither even nor odd`);
    return;
  }
  const named = selection.split("-").map(Number);
  const isKnown =
    named.length === picks &&
    new Set(named).size === picks &&
    named.join("-") === selection &&
    named.every((number) => runners.some((runner) => runner.number === number));
  if (!isKnown) raise("card_value", `${where}: not ${picks} of the runners`);
  if (!isOrdered && named.some((number, i) => number <= named[i - 1])) raise("card_value", `${where}: runners out of order`);
}

/** Below 0 when `a` comes first: by its runners' numbers one after the other. */
function compareSelections(a, b) {
  if (!/\d/.test(a)) return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [a.split("-").map(Number), b.split("-").map(Number)];
  const i = left.findIndex((number, place) => number !== right[place]);
  return i < 0 ? 0 : left[i] - right[i];
}

// The proof ---------------------------------------------------------------------------------------------------------

/**
 * Checks the JSON of `GET rounds/{id}/proof`. Gives [{name, ok, given, computed, reason}], all of which must be ok;
 * `computed` is what this program found where the house says `given`. Before the result is out the last four are not
 * ok, for the reason "not_revealed". A proof that is no proof at all gives checks that fail, never an exception.
 *
 * The origin of a drand value (grades A and B) is not checked here: that takes its BLS signature.
 */
export async function verifyRound(proof) {
  const checks = [];
  const found = {};
  const check = async (name, given, compute) => {
    const result = { name, ok: false, given: given ?? null, computed: null, reason: null };
    checks.push(result);
    try {
      result.computed = await compute();
      result.ok = same(result.given, result.computed);
      if (!result.ok) result.reason = "differs";
    } catch (error) {
      result.reason = error instanceof Hr1Error ? error.code : "malformed";
    }
  };
  const known = (value, code) => value ?? raise(code, "an earlier step gave nothing");

  await check("card", proof?.card, () => {
    found.card = parseCard(proof.card);
    return proof.card;
  });
  const card = () => known(found.card, "no_card");
  await check("cardHash", proof?.cardHash, async () => toHex(await cardHash(proof.card)));
  await check("roundId", proof?.roundId, () => publicNumber(card().round));
  await check("number", proof?.number, () => publicNumber(card().round));
  await check("session", proof?.session, () => card().session);
  await check("chainIndex", proof?.chainIndex, () => card().chainIndex);
  await check("commitment", proof?.commitment, () => card().commitment);
  await check("beacon", proof?.beacon, () => {
    const isZero = /^0{64}$/.test(toHex(fromHex(proof.beacon)));
    if (isZero !== (card().beacon === null)) raise("beacon", "the card names another kind of beacon");
    return proof.beacon;
  });

  const secret = () => fromHex(known(proof?.secret, "not_revealed"));
  await check("secret", proof?.commitment, async () => toHex(await chainStep(secret())));
  await check("outcomeSeed", proof?.outcomeSeed, async () => {
    found.seed = await outcomeSeed(secret(), card().round, fromHex(proof.cardHash), fromHex(proof.beacon));
    return toHex(found.seed);
  });
  await check("order", proof?.order, async () => {
    secret();
    return (await draw(known(found.seed, "no_seed"), card().runners)).order;
  });
  await check("filmSeed", proof?.filmSeed, async () => {
    secret();
    return toHex(await filmSeed(known(found.seed, "no_seed")));
  });
  return checks;
}

// Pieces ------------------------------------------------------------------------------------------------------------

function checkRunners(runners) {
  const fail = (message) => raise("card_runners", message);
  if (!Array.isArray(runners) || runners.length < 2 || runners.length > 24) fail("a card has 2 to 24 runners");
  let previous = 0;
  let sum = 0n;
  for (const { number, weight } of runners) {
    if (!Number.isInteger(number) || number <= previous || number > NUMBER_MAX) fail("runner numbers ascend from 1");
    if (typeof weight !== "bigint" || weight < 1n) fail("a weight is a BigInt of at least 1");
    previous = number;
    sum += weight;
  }
  if (sum > SUM_MAX) fail("the weights of a card sum to at most 2^63-1");
}

/** Removes the runner on whose share of the weights `rest` falls; gives its number. */
function take(left, rest) {
  let chosen = 0;
  let over = rest;
  while (over >= left[chosen].weight) over -= left[chosen++].weight;
  return left.splice(chosen, 1)[0].number;
}

/** Block k is HMAC(seed, "HR1/draw" || u32be(k)) and gives four big-endian words. */
function wordStream(key) {
  let block;
  let taken = 0;
  return async () => {
    if (taken % 4 === 0) block = await hmac(key, join("HR1/draw", bigEndian(BigInt(taken / 4), 4)));
    return new DataView(block.buffer).getBigUint64((taken++ % 4) * 8);
  };
}

function hmacKey(bytes) {
  return crypto.subtle.importKey("raw", bytes32(bytes), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

async function hmac(key, message) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, message));
}

async function sha256(message) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", message));
}

function join(...parts) {
  const chunks = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    joined.set(chunk, at);
    at += chunk.length;
  }
  return joined;
}

function bigEndian(value, length) {
  const bytes = new Uint8Array(length);
  for (let i = length - 1; i >= 0; i--, value >>= 8n) bytes[i] = Number(value & 0xffn);
  return bytes;
}

function bytes32(bytes) {
  if (!(bytes instanceof Uint8Array) || bytes.length !== 32) raise("bytes", "32 bytes are wanted");
  return bytes;
}

function wholeRound(round) {
  const isWhole = typeof round === "bigint" || Number.isSafeInteger(round);
  if (!isWhole || round < 0 || BigInt(round) > SUM_MAX) raise("round", "a round number is a whole number below 2^63");
  return BigInt(round);
}

function decimal(digits, maximum) {
  const value = BigInt(digits);
  if (value > BigInt(maximum)) raise("card_value", `${digits} is too large`);
  return value;
}

/** As JSON carries it: a number that a double would round cannot be compared, so it is refused. */
function publicNumber(value) {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) raise("round", "the round number is too large for JSON");
  return Number(value);
}

function same(given, computed) {
  if (!Array.isArray(computed)) return given === computed;
  return Array.isArray(given) && given.length === computed.length && computed.every((value, i) => value === given[i]);
}

function raise(code, message) {
  throw new Hr1Error(code, message);
}
