// SPDX-License-Identifier: MIT
// Some days of a house, kept a second time: people act, rounds run, and every figure of every report follows from these records
// alone. Nothing here asks the house. Money is BigInt in minor units, a moment is milliseconds since 1970.
import { chances, odds, sum } from "./card_odds.mjs";
import { cardText, drawOrder, sha256 } from "./hr1_model.mjs";
import { Exposure, prizeOf, wins } from "./money_model.mjs";

const MARKETS = ["win", "place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"];
const DAY = 86_400_000;
const LATE = 250; // ms from which a late move shifts what comes after it
const INTO_TILL = { deposit: "bank", cash_in: "sundry", supply: "shop_safe" };
const OUT_OF_TILL = { withdrawal: "bank", cash_out: "sundry", drop: "shop_safe" };
const TOTALS = ["sale", "void", "pay", "refund", "rounding", "deposit", "withdrawal", "cash_in", "cash_out", "supply", "drop",
  "reversal"];

const total = (list, of) => list.reduce((all, item) => all + of(item), 0n);
const moneyOf = (list) => total(list, ({ amount }) => amount);
const pad = (number, size) => String(number).padStart(size, "0");
const most = (list) => list.reduce((a, b) => (b > a ? b : a), 0n);

/** Number of a ticket: shop, till and entry of the till's journal, then a check character (ISO 7064, MOD 11-2). */
export function ticketNumber(shop, till, entry) {
  const digits = pad(shop, 2) + pad(till, 2) + pad(entry, 4);
  const check = [...digits].reduce((p, digit) => ((p + Number(digit)) * 2) % 11, 0);
  const cut = pad(shop, 2).length;
  return `${digits.slice(0, cut)}-${digits.slice(cut)}-${check === 2 ? "X" : (12 - check) % 11}`;
}

/** Selections of a market in the order of the card: by their runners' numbers. */
function bySelection(a, b) {
  const [x, y] = [a, b].map((selection) => selection.split("-").map(Number));
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i] - y[i];
  return 0;
}

/**
 * A card: its runners with a weight or with odds, and the odds and chance of every selection that can be sold. coin, stakeMin:
 * when prizes are rounded up to a coin, odds are lower by what that adds to the smallest stake's.
 */
export class Card {
  constructor(name, targetPpm, runners, coin, stakeMin) {
    const room = (100n * (coin - 1n) + stakeMin - 1n) / stakeMin;
    this.name = name;
    const given = runners.every((runner) => runner.odds);
    const least = given ? runners.reduce((all, runner) => (all * runner.odds) / gcd(all, runner.odds), 1n) : null;
    this.runners = runners
      .map((runner) => ({ ...runner, weight: given ? least / runner.odds : runner.weight }))
      .sort((a, b) => a.number - b.number);
    const weights = total(this.runners, ({ weight }) => weight);
    this.exposure = new Exposure(this.runners.map(({ number }) => number));
    this.prices = new Map(); // "market selection" → {odds, chance: [n, d]}
    for (const runner of this.runners) {
      const chance = [runner.weight, weights];
      this.#price(`win ${runner.number}`, runner.odds ?? odds([chance], targetPpm, room), chance);
    }
    for (const [label, fractions] of chances(this.runners)) this.#price(label, odds(fractions, targetPpm, room),
      sum(fractions));
    // A runner's chance to be among the placed ones, also where no bet on that is sold.
    this.places = this.runners.length >= 8 ? 3 : this.runners.length >= 5 ? 2 : 1;
    this.placed = new Map(this.runners.map(({ number, weight }) =>
      [number, this.places === 1 ? [weight, weights] : sum(chances(this.runners).get(`place ${number}`))]));
  }

  #price(label, value, chance) {
    if (value > 100n) this.prices.set(label, { odds: value, chance });
  }

  /** Lines of the canonical card. */
  lines(markets) {
    return markets.flatMap((market) => {
      const selections = [...this.prices.keys()].filter((label) => label.startsWith(`${market} `))
        .map((label) => label.split(" ")[1]);
      return selections.sort(market === "odd_even" ? undefined : bySelection)
        .map((selection) => [market, selection, this.prices.get(`${market} ${selection}`).odds]);
    });
  }
}
const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));

export class Day {
  constructor({ zone, times, settings }) {
    this.times = times; // {betting, lock, film, finish} in ms
    this.settings = settings; // those that figures depend on
    this.now = 0;
    this.users = new Map();
    this.tills = new Map();
    this.journal = new Map([[0, []]]); // scope → entries
    this.chains = [];
    this.rounds = [];
    this.tickets = new Map();
    this.sessions = [];
    this.proofs = [];
    this.rates = []; // of commissions
    this.taxRates = [];
    this.seals = [];
    this.dayFormat = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
  }

  day(moment) {
    // Piece by piece: in which order a language writes them differs between releases of Node.
    const { year, month, day } = Object.fromEntries(this.dayFormat.formatToParts(moment).map(({ type, value }) => [type, value]));
    return `${year}-${month}-${day}`;
  }

  get round() {
    return this.rounds.at(-1);
  }

  write(scope, action, facts = {}) {
    const entries = this.journal.get(scope);
    const entry = { scope, entry: entries.length + 1, at: this.now, action, user: null, address: null, ticket: null,
      subject: null,
      debit: null, credit: null, amount: null, reason: null, ...facts };
    entries.push(entry);
    return entry;
  }

  entries() {
    return [...this.journal.values()].flat();
  }

  postings() {
    return this.entries().filter(({ amount }) => amount !== null);
  }

  // People and places ------------------------------------------------------------------------------------------------

  addUser(name, role, shop) {
    const user = { name, role, shop, address: "10.0.0.1", session: null };
    this.users.set(name, user);
    return user;
  }

  addTill(id, shop, number, name) {
    const till = { id, shop, number, name, session: null };
    this.tills.set(id, till);
    this.journal.set(id, []);
    return till;
  }

  /** What an admin did, with nothing to pay. */
  act(user, action, subject, reason = null) {
    this.write(0, action, { user, address: user?.address ?? null, subject, reason });
  }

  // Rounds -----------------------------------------------------------------------------------------------------------

  /** secrets: the anchor, then one for each round. */
  openChain(secrets) {
    const date = new Date(this.now).toISOString().slice(0, 10);
    const count = this.chains.filter(({ name }) => name.startsWith(`${date}/`)).length;
    this.chains.push({ name: `${date}/${count + 1}`, secrets, used: 0 });
  }

  openRound(card, markets) {
    const before = this.round;
    const opened = before && this.now - before.closes < LATE ? before.closes : this.now;
    const chain = this.chains.at(-1);
    const { betting, lock, film, finish } = this.times;
    const index = ++chain.used;
    const starts = opened + betting;
    const round = { id: (before?.id ?? 10_000_000) + 1, phase: "betting", chain, index, card, markets, opened,
      locks: starts - lock, due: starts, starts,
      ends: starts + film, closes: starts + film + finish, tickets: [], ticketDays: this.settings.ticket_days,
      coin: BigInt(this.settings.cash_unit),
      commitment: chain.secrets[index - 1], secret: chain.secrets[index], exposure: card.exposure };
    round.cardText = cardText({ round: round.id, session: chain.name, index, commitment: round.commitment, locksAt: round.locks,
      runners: card.runners, lines: card.lines(markets) });
    round.cardHash = sha256(round.cardText);
    round.order = drawOrder({ secret: round.secret, round: round.id, cardHash: round.cardHash, runners: card.runners });
    this.rounds.push(round);
    return round;
  }

  lock() {
    Object.assign(this.round, { phase: "locked", locked: this.now });
  }

  race() {
    const { round } = this;
    const late = this.now - round.starts >= LATE ? this.now - round.starts : 0;
    Object.assign(round, { phase: "racing", raced: this.now, starts: round.starts + late, ends: round.ends + late,
      closes: round.closes + late });
  }

  finish() {
    const { round } = this;
    const late = this.now - round.ends >= LATE ? this.now - round.ends : 0;
    Object.assign(round, { phase: "finished", finished: this.now, closes: round.closes + late });
  }

  #claim(ticket, state, kind, amount) {
    const { round } = ticket;
    Object.assign(ticket, { state, claim: { kind, amount, since: this.now, expires: this.now + round.ticketDays * DAY } });
  }

  settle() {
    const { round } = this;
    Object.assign(round, { phase: "settled", settled: this.now });
    const subject = String(round.id);
    this.write(0, "settle", { subject });
    const standing = round.tickets.filter(({ state }) => state === "sold");
    for (const ticket of standing) {
      ticket.prize = total(ticket.lines.filter(({ label }) => wins(label, round.order)), ({ prize }) => prize);
      if (ticket.prize > 0n) this.#claim(ticket, "won", "prizes_payable", ticket.prize);
      else ticket.state = "lost";
    }
    for (const shop of [...new Set(standing.map(({ till }) => till.shop))].sort((a, b) => a - b)) {
      const own = standing.filter(({ till }) => till.shop === shop);
      const prizes = total(own, ({ prize }) => prize);
      this.write(0, "stakes", { subject, debit: ["open_bets", round.id], credit: ["revenue", shop],
        amount: total(own, ({ stake }) => stake) });
      if (prizes > 0n) this.write(0, "prizes", { subject, debit: ["revenue", shop], credit: ["prizes_payable", round.id],
        amount: prizes });
    }
  }

  askVoid(user, reason, decides) {
    if (decides) this.round.voidReason = reason;
    this.act(user, "round_void_request", String(this.round.id), reason);
  }

  voidRound() {
    const { round } = this;
    Object.assign(round, { phase: "void", voided: this.now, closes: Math.max(round.ends, this.now + this.times.finish) });
    const standing = round.tickets.filter(({ state }) => state === "sold");
    for (const ticket of standing) this.#claim(ticket, "refundable", "refunds_payable", ticket.stake);
    const amount = total(standing, ({ stake }) => stake);
    const posting = amount > 0n ? { debit: ["open_bets", round.id], credit: ["refunds_payable", round.id], amount } : {};
    this.write(0, "round_void", { subject: String(round.id), reason: round.voidReason, ...posting });
  }

  /** Claims whose time is over go to the house. */
  expire() {
    const over = [...this.tickets.values()].filter(({ claim }) => claim && claim.expires <= this.now)
      .sort((a, b) => a.claim.expires - b.claim.expires || a.place - b.place);
    for (const ticket of over) {
      this.write(0, "expiry", { ticket: ticket.number, debit: [ticket.claim.kind, ticket.round.id], credit: ["unclaimed", 0],
        amount: ticket.claim.amount });
      Object.assign(ticket, { state: "expired", claim: null, closedAt: this.now });
    }
    return over.length;
  }

  prove() {
    this.proofs.push({ day: this.day(this.now), at: this.now });
  }

  /** The books of the oldest day that is over, and not closed yet, are closed for ever. */
  seal() {
    const last = this.seals.at(-1);
    const name = this.day(last?.ends ?? Math.min(...this.entries().map(({ at }) => at)));
    const ends = this.#endOf(name);
    if (this.now < ends + 60_000 || this.rounds.some(({ opened, phase }) => opened < ends && !["settled", "void"]
      .includes(phase))) return null;
    const entries = this.entries().filter(({ at }) => this.day(at) === name).length;
    const { entry } = this.write(0, "seal", { subject: name });
    this.seals.push({ day: name, ends, entries, at: this.now, entry });
    return { day: name, entries };
  }

  /** The first moment of the day after; clocks change on the hour. */
  #endOf(name) {
    let moment = Date.parse(`${name}T12:00:00Z`);
    while (this.day(moment) <= name) moment += 3_600_000;
    return moment;
  }

  /** A rate in hundredths of a percent, from a day on; user and shop null: the house's. */
  setRate(admin, kind, { shop = null, user = null, rate, basis, from }) {
    this.rates.push({ kind, shop, user, rate, basis, from });
    this.act(admin, "commission_set", String(this.rates.length));
  }

  /** Hundredths of a percent of prizes over an amount, from a day on. */
  setTaxRate(admin, rate) {
    this.taxRates.push(rate);
    this.act(admin, "tax_rate_set", String(this.taxRates.length));
  }

  /** What a shop withheld and has not handed over. */
  taxOwed(shop) {
    return total(this.postings(), ({ debit, credit, amount }) =>
      [credit, debit].reduce((sum, [account, id], i) => sum + (account === "tax" && id === shop ? (i ? -amount : amount) : 0n), 0n));
  }

  payTaxes(admin, shop, amount, reference) {
    this.write(0, "tax_paid", { user: admin, address: admin.address, subject: reference, amount, debit: ["tax", shop],
      credit: ["bank", shop] });
  }

  moveSafe(user, shop, kind, amount, reference, description) {
    const [safe, bank] = [["shop_safe", shop], ["bank", shop]];
    this.write(0, `safe_${kind}`, { user, address: user.address, subject: reference, reason: description, amount,
      ...(kind === "to_bank" ? { debit: bank, credit: safe } : { debit: safe, credit: bank }) });
  }

  // Tills ------------------------------------------------------------------------------------------------------------

  /** An entry in the journal of an open till, and the cash that goes with it. */
  #move(user, session, action, facts = {}) {
    const { till } = session;
    const entry = this.write(till.id, action, { user, address: user.address, ...facts });
    if (entry.amount === null) return entry;
    const isIn = entry.debit[0] === "till_cash";
    session.cash += isIn ? entry.amount : -entry.amount;
    if (TOTALS.includes(action)) session.acts.push(entry);
    return entry;
  }

  openTill(user, till, float) {
    const session = { id: this.sessions.length + 1, till, user, float, cash: 0n, state: "open", openedAt: this.now, acts: [],
      reason: null };
    this.sessions.push(session);
    user.session = till.session = session;
    const posting = float > 0n ? { debit: ["till_cash", till.id], credit: ["shop_safe", till.shop], amount: float } : {};
    session.opening = this.#move(user, session, "till_open", posting).entry;
    return session;
  }

  moveCash(user, session, kind, amount, reference, description) {
    const { till } = session;
    const own = ["till_cash", till.id];
    const posting = INTO_TILL[kind] ? { debit: own, credit: [INTO_TILL[kind], till.shop] }
      : { debit: [OUT_OF_TILL[kind], till.shop], credit: own };
    this.#move(user, session, kind, { ...posting, amount, subject: reference, reason: description });
  }

  /** Undoes a movement or a float; `amount`: what it should have been, null for nothing. Cash comes in before it goes out. */
  reverse(user, session, wrong, amount, reason) {
    const undo = () => this.#move(user, session, "reversal",
      { subject: String(wrong.entry), debit: wrong.credit, credit: wrong.debit, amount: wrong.amount, reason });
    const isIn = wrong.debit[0] === "till_cash";
    if (!isIn) undo();
    if (amount !== null) {
      const kind = wrong.action === "till_open" ? "supply" : wrong.action;
      this.#move(user, session, kind, { subject: wrong.subject, debit: wrong.debit, credit: wrong.credit, amount, reason });
    }
    if (isIn) undo();
    wrong.isReversed = true;
    if (session.state === "counted") session.expected = session.cash;
  }

  /** Another count: of a session that waits, or what a closed one should have been counted as. */
  recount(user, session, counted, reason) {
    const { till } = session;
    const facts = { user, address: user.address, subject: String(session.id), reason };
    if (session.state === "closed") {
      const [safe, variance] = [["shop_safe", till.shop], ["variance", till.shop]];
      const more = counted - session.counted;
      this.write(till.id, "count_correction", { ...facts, debit: more > 0n ? safe : variance, credit: more > 0n ? variance
        : safe,
        amount: more > 0n ? more : -more });
      session.corrected = counted;
    } else {
      this.write(till.id, "recount", facts);
      const isAnother = user !== session.user && user !== session.counter;
      Object.assign(session, { countedAt: this.now, counter: user, counted, reason });
      if (isAnother) this.#close(user, session, reason);
    }
    this.write(till.id, "till_recount", { user, address: user.address });
    if (till.session === session && session.state === "closed") till.session = null;
  }

  /** Counts the cash; `signs`: whoever counts closes as well. */
  count(user, session, counted, reason, signs) {
    const { till } = session;
    this.#move(user, session, "count", { reason });
    Object.assign(session, { state: "counted", countedAt: this.now, counter: user, counted, expected: session.cash, reason });
    session.user.session = null;
    if (signs) this.#close(user, session, reason);
    this.#move(user, session, "till_close");
    if (till.session === session && session.state === "closed") till.session = null;
  }

  verify(user, session, reason) {
    this.#close(user, session, reason);
    this.#move(user, session, "till_verify");
    session.till.session = null;
  }

  #close(user, session, reason) {
    const { till, counted, expected } = session;
    const [own, variance] = [["till_cash", till.id], ["variance", till.shop]];
    if (counted < expected) this.#move(user, session, "short",
      { debit: variance, credit: own, amount: expected - counted, reason });
    if (counted > expected) this.#move(user, session, "over",
      { debit: own, credit: variance, amount: counted - expected, reason });
    if (counted > 0n) this.#move(user, session, "close", { debit: ["shop_safe", till.shop], credit: own, amount: counted,
      reason });
    Object.assign(session, { state: "closed", closedAt: this.now, closedBy: user, reason: reason ?? session.reason });
  }

  // Tickets ----------------------------------------------------------------------------------------------------------

  /** What `lines` {label, stake} come to on the round: with odds and prizes. */
  priced(lines) {
    return lines.map(({ label, stake }) => {
      const { odds: price, chance } = this.round.card.prices.get(label);
      return { label, stake, odds: price, chance, prize: prizeOf(stake, price) };
    });
  }

  maxPrize(lines) {
    return most(this.round.exposure.sums(lines));
  }

  sell(user, lines) {
    const { session } = user;
    const { till } = session;
    const { round } = this;
    const stake = total(lines, (line) => line.stake);
    const number = ticketNumber(till.shop, till.number, this.journal.get(till.id).length + 1);
    this.#move(user, session, "sale", { address: null, ticket: number, debit: ["till_cash", till.id],
      credit: ["open_bets", round.id], amount: stake });
    const place = till.shop * 1e11 + till.number * 1e9 + this.journal.get(till.id).length;
    const ticket = { number, place, round, till, session, seller: user, lines, stake, prize: null, state: "sold",
      soldAt: this.now, closedAt: null, copies: 0, claim: null };
    this.tickets.set(number, ticket);
    round.tickets.push(ticket);
    return ticket;
  }

  voidTicket(user, session, ticket, reason) {
    this.#move(user, session, "void", { ticket: ticket.number, debit: ["open_bets", ticket.round.id],
      credit: ["till_cash", session.till.id], amount: ticket.stake, reason });
    Object.assign(ticket, { state: "voided", closedAt: this.now, voidedBy: user, voidReason: reason });
  }

  /** What is kept for the state of a claim: of a prize over what the rate says, by the rate of the day on which its round opened. */
  withheldOf({ round, claim }) {
    const opened = this.day(round.opened);
    const rate = this.taxRates.reduce((best, one) =>
      one.from <= opened && (!best || one.from >= best.from) ? one : best, null);
    return rate && claim.kind === "prizes_payable" && claim.amount > rate.above ? (claim.amount * rate.rate) / 10_000n : 0n;
  }

  /** What leaves the till for a claim: what is left of a prize, up to the coin of its round; a stake as it was taken. */
  cashFor(ticket) {
    const { round, claim } = ticket;
    const unit = claim.kind === "prizes_payable" ? round.coin : 1n;
    return ((claim.amount - this.withheldOf(ticket) + unit - 1n) / unit) * unit;
  }

  pay(user, session, ticket, note) {
    const { kind, amount } = ticket.claim;
    const cash = this.cashFor(ticket);
    const withheld = this.withheldOf(ticket);
    const net = amount - withheld;
    const own = ["till_cash", session.till.id];
    const facts = { ticket: ticket.number, credit: own, reason: note };
    const isPrize = kind === "prizes_payable";
    this.#move(user, session, isPrize ? "pay" : "refund", { ...facts, debit: [kind, ticket.round.id], amount: net });
    if (cash > net) this.#move(user, session, "rounding",
      { ...facts, debit: ["rounding", session.till.shop], amount: cash - net });
    if (withheld > 0n) this.write(session.till.id, "withholding", { user, address: user.address, ...facts,
      debit: [kind, ticket.round.id], credit: ["tax", session.till.shop], amount: withheld });
    Object.assign(ticket, { state: isPrize ? "paid" : "refunded", claim: null, closedAt: this.now,
      payment: { user, session, at: this.now, amount, withheld, cash, note } });
    return { amount, withheld, cash };
  }

  copy(user, ticket) {
    ticket.copies++;
    this.write(ticket.till.id, "copy", { user, address: user.address, ticket: ticket.number, copy: ticket.copies });
  }

  scanFailed(user, number) {
    this.write(user.session?.till.id ?? 0, "scan_failed", { user, address: user.address, subject: number });
  }

  // What papers say --------------------------------------------------------------------------------------------------

  /** The body of an X or Z report. */
  totals(session) {
    const of = (...actions) => session.acts.filter(({ action }) => actions.includes(action));
    const both = (action) => ({ count: of(action).length, amount: Number(moneyOf(of(action))) });
    const amount = (action) => Number(moneyOf(of(action)));
    return { float: Number(session.float), sales: both("sale"), voids: both("void"), payments: both("pay"),
      refunds: both("refund"), rounding: amount("rounding"),
      deposits: amount("deposit"), withdrawals: amount("withdrawal"), cashIn: amount("cash_in"), cashOut: amount("cash_out"),
      supplies: amount("supply"),
      drops: amount("drop"),
      reversals: { count: of("reversal").length, amount: Number(total(of("reversal"), (entry) =>
        (entry.debit[0] === "till_cash" ? entry.amount : -entry.amount))) },
      expectedCash: Number(session.expected ?? session.cash) };
  }

  /** The newest winners, as screens show them. */
  winners() {
    return this.rounds.filter(({ phase }) => phase === "settled").reverse()
      .map((round) => ({ roundId: round.id, winner: round.order[0], order: round.order, time: round.finished }));
  }

  /** The most that the open tickets of a round win in one finish order. */
  exposureOf(round) {
    return most(round.exposure.sums(round.tickets.filter(({ state }) => state === "sold").flatMap(({ lines }) => lines)));
  }

  marketsOn(names) {
    return MARKETS.filter((market) => names.includes(market)
      && [...this.card.prices.keys()].some((label) => label.startsWith(`${market} `)));
  }
}
