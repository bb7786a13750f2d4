// SPDX-License-Identifier: MIT
// A random walk through the money: thousands of requests, good and bad, against a second book that says what each must be
// answered. Same answers, same cash, same prizes, same balances; and the proof finds nothing.
// Wants TEST_DATABASE_URL (the owner's login: it sets the clock). WALK_SEED makes it another walk, WALK_REQUESTS a longer one; the
// same two give the same walk again.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { dice } from "./clocked_house.mjs";
import { Book, marketNames, Refusal } from "./money_model.mjs";

const REQUESTS = Number(process.env.WALK_REQUESTS ?? 3000);
const SEED = Number(process.env.WALK_SEED ?? 20260102);
const lib = (name) => readFileSync(fileURLToPath(new URL(`../sql/lib/${name}.sql`, import.meta.url)), "utf8");
const START = Date.UTC(2026, 0, 2, 12);

const { random, below, chance, pick } = dice(SEED);
const shuffled = (list) => list.map((value) => [random(), value]).sort(([a], [b]) => a - b).map(([, value]) => value);

// The house ---------------------------------------------------------------------------------------------------------

let db;
const book = new Book();
const seen = new Map(); // what happened how often: "sell done", "sell cap_till" …
let steps = 0;

const big = (value) => (value === null || value === undefined ? null : BigInt(value));
const value = async (text, values = []) => Object.values((await db.query({ text, values, rowMode: "object" })).rows[0] ?? {})[0];
const setClock = (ms) => {
  book.now = BigInt(ms);
  return value("select pg_temp.at($1)", [ms]);
};
const token = (user) => `pg_temp.token('${user?.name ?? "nobody"}')`;

before(async () => {
  db = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await db.connect();
  await db.query("set search_path = public; set client_min_messages = warning");
  await db.query(lib("house"));
  await db.query(lib("money"));
  await db.query("select pg_temp.start(), pg_temp.people(), pg_temp.open_session(5000)");
  for (const [name, role, shop] of [["anna", "cashier", 1], ["bert", "cashier", 1], ["carl", "cashier", 120], ["sam", "supervisor", 1],
    ["sue", "supervisor", 1], ["sid", "supervisor", 120], ["ada", "admin", null], ["abe", "admin", null], ["olga", "auditor", null]]) {
    book.users.set(name, { name, role, shop });
  }
  for (const [id, shop] of [[1, 1], [2, 1], [3, 120]]) book.tills.set(id, { id, shop, session: null, round: null, slice: 0n, bound: 0n, stakes: 0n });
  await readSettings();
});
after(() => db?.end());

async function readSettings() {
  for (const row of (await db.query("select name, value from hippo.setting where kind = 'integer'")).rows) book.settings[row.name] = BigInt(row.value);
}

/** One request: what it is answered, or the code and facts of its refusal. */
async function ask(text, values) {
  try {
    return { answer: await value(`select (${text})::text`, values) };
  } catch (error) {
    let facts = {};
    try {
      facts = JSON.parse(error.detail);
    } catch {
      throw new Error(`step ${steps} (WALK_SEED=${SEED}): ${text} ${JSON.stringify(values)}: ${error.code} ${error.message}`);
    }
    return { refusal: facts.code, facts };
  }
}

const past = []; // requests that were made, to be repeated
let lastKey = 0;

/**
 * A request with a key, beside the model's verdict. `expect` throws a Refusal or gives what is done to the book when the house
 * says yes; it gets the answer.
 */
async function request(kind, user, text, values, expect, check = () => {}) {
  steps++;
  const key = `walk-${SEED}-${lastKey++}`;
  const print = `print ${kind} ${JSON.stringify(values, (_, v) => (typeof v === "bigint" ? String(v) : v))}`;
  const where = () => `step ${steps} (WALK_SEED=${SEED}) at ${book.now}: ${kind} by ${user?.name} ${print}`;
  let wanted = null;
  let act = null;
  try {
    act = expect();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    wanted = error;
  }
  const call = text.replace("T,K,F", `${token(user)}, $1, sha256(convert_to($2, 'UTF8'))`);
  const result = await ask(call, [key, print, ...values]);
  seen.set(`${kind} ${result.refusal ?? "done"}`, (seen.get(`${kind} ${result.refusal ?? "done"}`) ?? 0) + 1);
  assert.equal(result.refusal ?? "done", wanted?.code ?? "done", where());
  if (wanted) {
    const { fits, ...facts } = wanted.facts;
    for (const [name, fact] of Object.entries(facts)) assert.equal(String(result.facts[name]), String(fact), `${name}, ${where()}`);
    if (fits) assert.ok(fits(BigInt(result.facts.max), result.facts.line), `max ${result.facts.max} of line ${result.facts.line}, ${where()}`);
    return;
  }
  const answer = JSON.parse(result.answer);
  check(act(answer), answer, where());
  past.push({ call, values: [key, print, ...values], answer: result.answer, kind, user });
}

// What people do ----------------------------------------------------------------------------------------------------

const anybody = () => (chance(0.97) ? pick([...book.users.values()].filter((u) => chance(0.1) || ["cashier", "supervisor"].includes(u.role))) ?? null : null);
/** Mostly somebody who has a till. */
const actor = () => {
  const open = [...book.tills.values()].filter((t) => t.session?.state === "open");
  return open.length && chance(0.9) ? pick(open).session.user : anybody();
};
const someTill = (user) => (chance(user?.role === "supervisor" ? 0.5 : 0.05) ? pick([1, 2, 3, 3, 77]) : null);
const someTicket = (states) => {
  const all = states ? [...book.tickets.values()].filter((t) => states.includes(t.state)) : [...book.tickets.values()].slice(-60);
  return all.length ? pick(all) : null;
};
const named = (ticket) => ({ number: chance(0.02) ? "01-010001-5" : ticket?.number ?? "01-019999-0", code: chance(0.03) ? "00000000" : ticket?.code ?? "ZZZZZZZZ" });

function someLine(round) {
  const labels = [...round.odds.keys()].filter((label) => round.markets.includes(label.split(" ")[0]));
  const { stake_min: min, stake_max: max, stake_step: step } = round.terms;
  const label = chance(0.015) ? pick(["win 999", "win", "place", "nothing 1", "win 6 ", "duel 6-6", "WIN 6", "odd_even 6", "trifecta 6-7"]) : pick(labels);
  const stake = chance(0.015) ? pick([null, 0n, -2500n, min - 1n, max + step, min + 1n, 2n ** 62n])
    : chance(0.05) ? max : min + step * BigInt(below(chance(0.7) ? 20 : Number((max - min) / step) + 1));
  return [label, stake];
}

async function sell() {
  const user = actor();
  const round = chance(0.97) ? book.current : pick([...book.rounds.values()]) ?? null;
  const roundId = chance(0.01) ? pick([null, 12345]) : round?.id ?? 1;
  const terms = round ?? book.current;
  const count = chance(0.02) ? pick([0, 21, 25]) : chance(0.8) ? 1 + below(3) : 1 + below(20);
  const lines = terms ? Array.from({ length: count }, () => someLine(terms)) : [["win 6", 2500n]];
  const selections = lines.map(([label]) => label);
  const stakes = lines.map(([, stake]) => stake);
  if (chance(0.005)) stakes.pop();
  if (chance(0.005)) stakes.push(2500n);
  await request("sell", user, "api.ticket_sell(T,K,F, $3, null, $4, $5)", [roundId, selections, stakes.map((s) => s === null ? null : String(s))],
    () => {
      const sale = book.sale(user, { roundId, selections, stakes });
      return (answer) => book.sold(user, sale, answer.number, answer.code);
    },
    (ticket, answer, where) => {
      assert.equal(answer.roundId, ticket.round.id, where);
      assert.equal(BigInt(answer.stake), ticket.stake, where);
      assert.deepEqual(answer.lines.map((l) => [`${l.market} ${l.selection}`, big(l.odds), big(l.stake), big(l.prize)]),
        ticket.lines.map((l) => [l.label, l.odds, l.stake, l.prize]), where);
    });
}

async function voidTicket() {
  const ticket = someTicket(chance(0.8) ? ["sold"] : null);
  const seller = [...book.tills.values()].find((t) => t === ticket?.till)?.session?.user;
  const user = chance(0.6) && seller ? seller : anybody();
  const [tillId, { number, code }, reason] = [someTill(user), named(ticket), chance(0.03) ? " " : "a slip"];
  await request("void", user, "api.ticket_void(T,K,F, $3, $4, $5, $6)", [tillId, number, code, reason],
    () => book.voidTicket(user, { tillId, number, code, reason }),
    (voided, answer, where) => assert.deepEqual([answer.state, answer.number], ["voided", voided.number], where));
}

async function payTicket() {
  const ticket = someTicket(chance(0.75) ? ["won", "refundable"] : chance(0.4) ? ["paid", "refunded"] : null);
  const user = actor();
  const [tillId, { number, code }, note] = [someTill(user), named(ticket), chance(0.5) ? "a note" : chance(0.5) ? null : "  "];
  await request("pay", user, "api.ticket_pay(T,K,F, $3, $4, $5, $6)", [tillId, number, code, note],
    () => book.pay(user, { tillId, number, code, note }),
    (paid, answer, where) => assert.deepEqual([answer.state, big(answer.paid.amount), big(answer.paid.cash)], [paid.ticket.state, paid.amount, paid.cash], where));
}

async function move() {
  const user = actor();
  const tillId = someTill(user);
  const kind = chance(0.03) ? "gift" : pick(["deposit", "withdrawal", "cash_in", "cash_out", "supply", "drop"]);
  const amount = chance(0.03) ? pick([0n, -5n, null, 2n ** 50n]) : BigInt(1 + below(chance(0.8) ? 200_000 : 20_000_000));
  await request("move", user, "api.till_movement(T,K,F, $3, $4, $5, null, 'walk')", [tillId, kind, amount === null ? null : String(amount)],
    () => book.move(user, { tillId, kind, amount }),
    (session, answer, where) => assert.equal(big(answer.cash), session.user === user ? null : session.cash, where));
}

async function openTill() {
  const closed = pick([...book.tills.values()].filter((t) => !t.session));
  const user = closed && chance(0.7) ? pick([...book.users.values()].filter((u) => u.shop === closed.shop)) : anybody();
  const free = [...book.tills.values()].find((t) => !t.session && t.shop === user?.shop);
  const tillId = free && chance(0.8) ? free.id : pick([1, 2, 3, 77]);
  const float = chance(0.03) ? pick([-1n, null]) : chance(0.1) ? 0n : BigInt(below(chance(0.5) ? 2_000_000 : 30_000_000));
  await request("open", user, "api.till_open(T,K,F, $3, $4)", [tillId, float === null ? null : String(float)],
    () => {
      const act = book.openTill(user, { tillId, float });
      return (answer) => act(answer.sessionId);
    },
    (session, answer, where) => assert.deepEqual([answer.state, big(answer.float)], ["open", session.float], where));
}

async function closeTill() {
  const open = pick([...book.tills.values()].filter((t) => t.session?.state === "open"));
  const user = chance(0.5) && open ? open.session.user : anybody();
  const tillId = someTill(user);
  const session = [...book.tills.values()].find((t) => (tillId === null ? t.session?.user === user : t.id === tillId))?.session;
  const off = chance(0.5) ? 0 : chance(0.6) ? below(20_001) - 10_000 : below(400_000) - 200_000;
  const counted = session && session.cash + BigInt(off) > 0n ? session.cash + BigInt(off) : 0n;
  const counts = {}; // the same sum in some notes and coins
  let rest = counted;
  for (const piece of shuffled([100000n, 50000n, 5000n, 500n, 5n])) {
    const pieces = rest / piece > 9_999_999n ? 9_999_999n : BigInt(below(Number(rest / piece) + 1));
    counts[piece] = Number(pieces);
    rest -= pieces * piece;
  }
  counts[100000] += Number(rest / 100000n);
  counts[1] = Number(rest % 100000n);
  const reason = chance(0.6) ? "a walk" : null;
  await request("close", user, "api.till_close(T,K,F, $3, $4, $5)", [tillId, JSON.stringify(counts), reason],
    () => book.closeTill(user, { tillId, counted, reason }),
    (closed, answer, where) => assert.deepEqual([answer.state, big(answer.count.counted), big(answer.count.expected), big(answer.totals.expectedCash), big(answer.totals.sales.amount)],
      [closed.state, closed.counted, closed.expected, closed.expected, closed.sales], where));
}

async function verifyTill() {
  const counted = [...book.tills.values()].filter((t) => t.session?.state === "counted");
  const sessionId = counted.length && chance(0.9) ? pick(counted).session.id : pick([...book.sessions.keys(), 999_999]);
  const user = anybody();
  const reason = chance(0.05) ? "" : "looked at it";
  await request("verify", user, "api.till_verify(T,K,F, $3, $4)", [sessionId, reason], () => book.verify(user, { sessionId, reason }),
    (session, answer, where) => assert.deepEqual([answer.state, answer.report, answer.sessionId], ["closed", "Z", session.id], where));
}

async function vote() {
  const user = chance(0.8) ? book.users.get(pick(["ada", "abe"])) : anybody();
  const round = chance(0.9) ? book.current : pick([...book.rounds.values()]);
  if (!round) return;
  await request("vote", user, "api.round_void(T,K,F, $3, 'a walk')", [round.id],
    () => {
      const result = book.vote(user, round);
      return () => result;
    },
    (result, answer, where) => assert.deepEqual([answer.requested, answer.votes], [result.requested, result.votes], where));
}

/** The same request again: the same answer, to the byte. Or the same key for another one. */
async function repeat() {
  if (past.length === 0) return;
  steps++;
  const { call, values, answer, kind, user } = chance(0.5) ? past.at(-1) : pick(past);
  const where = `step ${steps} (WALK_SEED=${SEED}): ${kind} by ${user.name} again`;
  if (chance(0.8)) {
    assert.equal((await ask(call, values)).answer, answer, where);
    seen.set("repeated", (seen.get("repeated") ?? 0) + 1);
  } else {
    assert.equal((await ask(call, [values[0], "another", ...values.slice(2)])).refusal, "key_reused", where);
    seen.set("key_reused", (seen.get("key_reused") ?? 0) + 1);
  }
}

// What the house does -----------------------------------------------------------------------------------------------

async function openRound() {
  const id = Number(await value("select scheduler.round_open()"));
  const prices = await value("select api.round_prices($1)", [id]);
  const round = await value("select api.round_get($1)", [id]);
  const odds = new Map(prices.markets.flatMap(({ market, selections }) => selections.map((s) => [`${market} ${s.selection}`, BigInt(s.odds)])));
  book.open(id, { odds, markets: prices.markets.map((m) => m.market), numbers: round.card.runners.map((r) => r.number), locksAt: BigInt(round.lockTime - START),
    opened: round.openTime - START });
}

/** Moves the round on when it is due. */
async function tick() {
  const round = book.current;
  await setClock(Number(book.now) + below(round?.phase === "betting" ? 300 : 2000));
  if (!round || ["settled", "void"].includes(round.phase)) {
    const closes = round ? Number(await value("select hippo.ms(closes_at) from hippo.round where round_id = $1", [round.id])) - START : 0;
    if (book.now < closes) return;
    await betweenRounds();
    await openRound();
  } else if (round.toBeVoid) {
    await value("select scheduler.round_void($1, pg_temp.secret($1))", [round.id]);
    book.voidRound(round);
  } else if (round.phase === "betting" && book.now >= round.locksAt) {
    await value("select scheduler.round_lock($1)", [round.id]);
    round.phase = "locked";
  } else if (round.phase === "locked" && book.now >= round.opened + 5000) {
    await value("select scheduler.round_race($1, 1000000, 1750)", [round.id]);
    round.phase = "racing";
    round.ends = Number(await value("select hippo.ms(race_ends_at) from hippo.round where round_id = $1", [round.id])) - START;
  } else if (round.phase === "racing" && book.now >= round.ends) {
    await value(`select scheduler.round_finish($1, pg_temp.secret($1), pg_temp.drawn($1), 1,
      (select json_agg(track) from (select json_agg(i) as track from hippo.round_runner, generate_series(1, 30) i where round_id = $1 group by number) tracks))`, [round.id]);
    round.phase = "finished";
  } else if (round.phase === "finished") {
    await value("select scheduler.round_settle($1)", [round.id]);
    book.settle(round, await value("select runner_order from hippo.round where round_id = $1", [round.id]));
  }
}

async function set(name, to) {
  await value("select api.setting_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), $1, $2, null)", [name, String(to)]);
  book.settings[name] = BigInt(to);
}

async function betweenRounds() {
  if (chance(0.3)) await balance();
  const few = chance(0.5);
  await set("cash_unit", 1);
  for (const market of shuffled(marketNames)) await set(`market_${market}`, market === "win" || chance(few ? 0.2 : 0.7) ? 1 : 0);
  await set("stake_max", pick([50_000, 500_000, 500_000]));
  await set("stake_step", pick([10, 500, 500])); // with 10, prizes are rounded down
  await set("ticket_stake_max", pick([300_000, 10_000_000]));
  await set("ticket_prize_max", pick([2_000_000, 50_000_000]));
  const till = pick([2_000_000, 4_000_000, 10_000_000, 200_000_000]);
  const cap = pick([till, till, till * 2, till * 10]);
  await set("round_exposure_max", 2_000_000_000);
  await set("till_exposure_max", till);
  await set("exposure_step", pick([100_000, 1_000_000, cap]));
  await set("round_exposure_max", cap);
  await set("pay_supervisor_from", pick([50_000, 200_000, 10_000_000]));
  await set("pay_anywhere", chance(0.8) ? 1 : 0);
  await set("void_limit", pick([2, 50]));
  await set("till_tolerance", pick([0, 5000, 10_000]));
  await set("warn_days", 1);
  await set("ticket_days", pick([1, 2, 90]));
  await mint();
  if (chance(0.08)) await newCard();
  if (chance(0.04) && book.now < 60n * 86_400_000n) await dayPasses(); // not into summer time: the second book counts its days without it
}

/** A coin for the next round: taken where the card has room for it. */
async function mint() {
  const unit = pick([1, 10, 50, 100, 250, 500]);
  const { refusal } = await ask("api.setting_update(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), 'cash_unit', $1, null)", [String(unit)]);
  if (refusal) assert.equal(refusal, "settings_conflict");
  else book.settings.cash_unit = BigInt(unit);
}

let cards = 0;
async function newCard() {
  const numbers = shuffled(Array.from({ length: 40 }, (_, i) => i + 1)).slice(0, pick([2, 3, 4, 5, 6, 7, 8, 9]));
  const runners = numbers.map((number) => ({ number, name: `Horse ${number}`, color: "#123456", weight: 1 + below(pick([10, 1000, 1_000_000])) }));
  const proposed = await ask("api.card_propose(pg_temp.token('ada'), pg_temp.key(), pg_temp.print(), $1, $2, $3, null)", [`card ${++cards}`, 700_000 + below(290_000), JSON.stringify(runners)]);
  if (proposed.refusal) return assert.equal(proposed.refusal, "runners"); // a runner too likely, or not likely enough
  await value("select api.card_decide(pg_temp.token('abe'), pg_temp.key(), pg_temp.print(), $1, true, null)", [JSON.parse(proposed.answer).cardId]);
}

/** A day without anybody: sessions end, claims expire. */
async function dayPasses() {
  await setClock(Number(book.now) + 86_400_000 + below(3_600_000));
  const told = await value("select scheduler.pulse()");
  assert.equal(told.expired, book.expire(), "claims that expired");
  seen.set("expired", (seen.get("expired") ?? 0) + told.expired);
  await db.query("delete from hippo.sign_in");
  for (const name of book.users.keys()) await value("select pg_temp.sign_in($1)", [name]);
}

// What must hold ----------------------------------------------------------------------------------------------------

async function compare() {
  const cash = (await db.query("select till_session_id, state::text, hippo.till_cash(till_session_id)::text as cash from hippo.till_session")).rows;
  assert.deepEqual(cash.map((r) => [r.till_session_id, r.state, r.cash]).sort(([a], [b]) => a - b),
    [...book.sessions.values()].map((s) => [s.id, s.state, String(s.cash)]), `cash, WALK_SEED=${SEED}`);
  const tickets = (await db.query("select hippo.ticket_number(ticket_id) as number, state::text, stake::text, prize::text from hippo.ticket")).rows;
  assert.equal(tickets.length, book.tickets.size);
  for (const row of tickets) {
    const ticket = book.tickets.get(row.number);
    assert.deepEqual([row.state, row.stake, row.prize], [ticket.state, String(ticket.stake), ticket.prize === null ? null : String(ticket.prize)], `ticket ${row.number}, WALK_SEED=${SEED}`);
  }
  const accounts = (await db.query("select format('%s %s', account, id) as account, (balance * 100)::bigint::text as balance from report.accounts where balance <> 0")).rows;
  assert.deepEqual(new Map(accounts.map((r) => [r.account, BigInt(r.balance)]).sort()), new Map([...book.accounts].filter(([, b]) => b !== 0n).sort()), `balances, WALK_SEED=${SEED}`);
  const { round_id: id, stakes, bound } = (await db.query("select max(round_id) as round_id, sum(stakes)::text as stakes, sum(bound)::text as bound from hippo.till_book where round_id = (select max(round_id) from hippo.round)")).rows[0] ?? {};
  if (id && book.current?.phase === "betting" && Number(id) === book.current.id) {
    const open = book.current.tickets.filter((t) => t.state === "sold");
    const exact = book.current.exposure.sums(open.flatMap((t) => t.lines)).reduce((a, b) => (b > a ? b : a));
    assert.equal(BigInt((await value("select report.exposure($1)", [id])) ?? 0), exact, `exposure, WALK_SEED=${SEED}`);
    assert.ok(BigInt(bound) >= exact, "no till takes its tickets for less than they may win");
    assert.equal(BigInt(stakes), open.reduce((sum, t) => sum + t.stake, 0n), `stakes, WALK_SEED=${SEED}`);
  }
}

async function balance() {
  await compare();
  const told = (await db.query("select * from report.proof()")).rows;
  assert.deepEqual(told, [], `the proof, WALK_SEED=${SEED}`);
}

test(`a random walk of ${REQUESTS} requests (WALK_SEED=${SEED}) ends with the same books`, { timeout: 120_000 + REQUESTS * 100 }, async (t) => {
  const acts = [[sell, 60], [voidTicket, 7], [payTicket, 14], [move, 6], [openTill, 3], [closeTill, 0.8], [verifyTill, 2], [repeat, 5], [vote, 0.2], [tick, 20]];
  const total = acts.reduce((sum, [, weight]) => sum + weight, 0);
  await tick();
  let batch = 0;
  while (steps < REQUESTS) {
    let at = random() * total;
    await acts.find(([, weight]) => (at -= weight) < 0)[0]();
    if (++batch % 300 === 0) await compare();
    if (batch % 100 === 0) await value("select scheduler.pulse()");
  }
  await balance();
  t.diagnostic(`${steps} requests, ${book.rounds.size} rounds, ${book.tickets.size} tickets: ${[...seen].sort().map((e) => e.join(" ")).join(", ")}`);
  if (REQUESTS < 3000) return;
  for (const what of ["sell done", "sell betting_closed", "sell cap_till", "sell cap_round", "sell cap_ticket_prize", "sell cap_ticket_stake", "void done", "void betting_closed",
    "pay done", "pay already_paid", "pay needs_supervisor", "pay not_settled", "move done", "open done", "close done", "verify done", "vote done", "repeated", "key_reused"]) {
    assert.ok(seen.get(what) > 0, `${what} was among it`);
  }
});
