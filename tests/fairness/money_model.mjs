// SPDX-License-Identifier: MIT
// The rules of the money once more, independent of the house's: what wins, what tickets may win at most, and a book of tills,
// tickets, rounds and accounts that says what each request must be answered. Money is BigInt, in minor units.

const MARKETS = {
  win: ([a], at) => at(a) === 1,
  place: ([a], at, n) => at(a) <= (n >= 8 ? 3 : n >= 5 ? 2 : 1),
  top3: ([a], at) => at(a) <= 3,
  exacta: ([a, b], at) => at(a) === 1 && at(b) === 2,
  quinella: ([a, b], at) => at(a) + at(b) === 3,
  couple_place: ([a, b], at) => at(a) <= 3 && at(b) <= 3,
  trifecta: ([a, b, c], at) => at(a) === 1 && at(b) === 2 && at(c) === 3,
  trio: ([a, b, c], at) => Math.max(at(a), at(b), at(c)) === 3,
  duel: ([a, b], at) => at(a) < at(b),
  odd_even: ([a], at, n, order) => (order[0] % 2 === 1 ? "odd" : "even") === a,
};
export const marketNames = Object.keys(MARKETS);

const picksOf = (selection) => (/^[0-9]/.test(selection) ? selection.split("-").map(Number) : [selection]);

/** Does `market selection` win on a whole finish order? */
export function wins(label, order) {
  const [market, selection] = label.split(" ");
  return MARKETS[market](picksOf(selection), (runner) => order.indexOf(runner) + 1, order.length, order);
}

/** On the first three of an order; a duel between two that come later is still open, and counts as won. */
function mayWin(label, opening, count) {
  const [market, selection] = label.split(" ");
  const at = (runner) => opening.indexOf(runner) + 1 || 99;
  if (market === "duel") {
    const [a, b] = picksOf(selection);
    return at(a) <= at(b);
  }
  return MARKETS[market](picksOf(selection), at, count, opening);
}

/** All ordered choices of the first three (fewer when fewer run). */
function openingsOf(numbers) {
  const depth = Math.min(3, numbers.length);
  const grow = (opening) => (opening.length === depth ? [opening]
    : numbers.filter((n) => !opening.includes(n)).flatMap((n) => grow([...opening, n])));
  return grow([]);
}


/** By its check character (ISO 7064, MOD 11-2): the number with it is 1 modulo 11, the last place weighing 1, each before it double. */
function isMistyped(number) {
  const places = [...number.replaceAll("-", "")].map((place) => (place === "X" ? 10 : Number(place)));
  return places.reduce((sum, place) => (sum * 2 + place) % 11, 0) !== 1;
}

export class Exposure {
  constructor(numbers) {
    this.numbers = numbers;
    this.openings = openingsOf(numbers);
    this.cellsOf = new Map(); // label → openings on which it may win
  }

  cells(label) {
    if (!this.cellsOf.has(label)) {
      this.cellsOf.set(label, this.openings.flatMap((o, i) => (mayWin(label, o, this.numbers.length) ? [i] : [])));
    }
    return this.cellsOf.get(label);
  }

  /** What lines {label, prize} win on each opening. */
  sums(lines) {
    const sums = this.openings.map(() => 0n);
    for (const { label, prize } of lines) for (const i of this.cells(label)) sums[i] += prize;
    return sums;
  }
}

const most = (list) => list.reduce((a, b) => (b > a ? b : a));
const least = (...list) => list.reduce((a, b) => (b < a ? b : a));
export const prizeOf = (stake, odds) => (stake * odds) / 100n;

/** What a request is refused with. */
export class Refusal extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}
const refuse = (code, facts) => {
  throw new Refusal(code, facts);
};

export class Book {
  constructor() {
    this.users = new Map(); // name → {name, role, shop}
    this.tills = new Map(); // id → {id, shop, session, round: what it has sold in last, slice, bound, stakes}
    this.sessions = new Map();
    this.rounds = new Map();
    this.tickets = new Map(); // number → ticket
    this.requests = new Map(); // user and key → {print, answer}
    this.accounts = new Map(); // "kind id" → balance
    this.settings = {};
    this.voids = [];
    this.outs = []; // what users took out of their own tills other than to players: {user, session, amount, at}
    this.current = null;
    this.now = 0n;
  }

  post(debit, credit, amount) {
    this.accounts.set(debit, (this.accounts.get(debit) ?? 0n) + amount);
    this.accounts.set(credit, (this.accounts.get(credit) ?? 0n) - amount);
  }

  cash(session) {
    return session.cash;
  }

  moveCash(session, other, amount) { // into the till when positive
    session.cash += amount;
    if (amount > 0n) this.post(`till_cash ${session.till.id}`, other, amount);
    else if (amount < 0n) this.post(other, `till_cash ${session.till.id}`, -amount);
  }

  /** Midnight where the house is: 05:00 UTC, on the clock that began at 12:00 UTC. In summer, an hour sooner. */
  dayStart() {
    const day = 86_400_000n;
    const midnight = 5n * 3_600_000n - 12n * 3_600_000n;
    return this.now - ((this.now - midnight) % day);
  }

  /** Not over before today began. */
  isOfToday(session) {
    return session.state !== "closed" || session.closedAt >= this.dayStart();
  }

  require(user, ...roles) {
    if (!user) refuse("not_signed_in");
    if (!roles.includes(user.role)) refuse("forbidden");
  }

  /** The till at which a user acts. */
  take(user, tillId) {
    const till = tillId === null ? [...this.tills.values()].find((t) => t.session?.state === "open" && t.session.user === user) : this.tills.get(tillId);
    if (!till) refuse(tillId === null ? "till_closed" : "not_found");
    const isOwn = till.session?.state === "open" && till.session.user === user;
    if (!isOwn && user.role !== "admin" && !(user.role === "supervisor" && user.shop === till.shop)) refuse("forbidden");
    if (till.session?.state !== "open") refuse("till_closed");
    return till;
  }

  // Rounds ---------------------------------------------------------------------------------------------------------

  open(id, round) {
    const cap = this.settings.round_exposure_max;
    const shares = [...this.tills.values()].filter((t) => t.session?.state === "open");
    const share = least(cap / 10n / BigInt(Math.max(shares.length, 1)), this.settings.till_exposure_max);
    this.current = { id, phase: "betting", tickets: [], lent: share * BigInt(shares.length), toBeVoid: false, votes: new Set(), terms: { ...this.settings },
      share, shares: new Set(shares), exposure: new Exposure(round.numbers), ...round };
    this.rounds.set(id, this.current);
  }

  isBetting(round) {
    return round.phase === "betting" && !round.toBeVoid && this.now < round.locksAt;
  }

  settle(round, order) {
    round.phase = "settled";
    for (const ticket of round.tickets.filter((t) => t.state === "sold")) {
      ticket.prize = ticket.lines.filter((l) => wins(l.label, order)).reduce((sum, l) => sum + l.prize, 0n);
      ticket.state = ticket.prize > 0n ? "won" : "lost";
      ticket.expiresAt = this.now + BigInt(round.terms.ticket_days) * 86_400_000n;
      this.post(`open_bets ${round.id}`, `revenue ${ticket.till.shop}`, ticket.stake);
      if (ticket.prize > 0n) this.post(`revenue ${ticket.till.shop}`, `prizes_payable ${round.id}`, ticket.prize);
    }
  }

  voidRound(round) {
    round.phase = "void";
    for (const ticket of round.tickets.filter((t) => t.state === "sold")) {
      ticket.state = "refundable";
      ticket.expiresAt = this.now + BigInt(round.terms.ticket_days) * 86_400_000n;
      this.post(`open_bets ${round.id}`, `refunds_payable ${round.id}`, ticket.stake);
    }
  }

  vote(user, round) {
    this.require(user, "admin");
    if (!round) refuse("not_found");
    if (["settled", "void"].includes(round.phase)) refuse("conflict");
    round.votes.add(user);
    if (round.votes.size >= 2 || (round.phase === "betting" && this.now < round.locksAt)) round.toBeVoid = true;
    return { requested: round.toBeVoid, votes: round.votes.size };
  }

  expire() {
    let count = 0;
    for (const ticket of this.tickets.values()) {
      if (!["won", "refundable"].includes(ticket.state) || ticket.expiresAt > this.now) continue;
      this.post(`${ticket.state === "won" ? "prizes" : "refunds"}_payable ${ticket.round.id}`, "unclaimed 0", ticket.prize ?? ticket.stake);
      ticket.state = "expired";
      count++;
    }
    return count;
  }

  // The sale -------------------------------------------------------------------------------------------------------

  /** Why the round that a sale names takes no bets, if it does not. */
  roundFault(roundId) {
    if (roundId === null) refuse("bad_parameter");
    const round = this.current;
    if (!round || ["settled", "void"].includes(round.phase)) refuse("no_round");
    if (round.id !== roundId) refuse("round_changed");
    if (!this.isBetting(round)) refuse("betting_closed");
  }

  /** Checks a sale; gives what it comes to. */
  sale(user, { roundId, selections, stakes }) {
    this.require(user, "cashier", "supervisor");
    const till = [...this.tills.values()].find((t) => t.session?.state === "open" && t.session.user === user);
    if (!till) refuse("till_closed");
    const hasEntered = roundId !== null && till.round?.id === roundId;
    if (!hasEntered) this.roundFault(roundId);
    const round = this.rounds.get(roundId);
    const { terms } = round;
    const [slice, before, bound] = hasEntered ? [till.slice, till.stakes, till.bound] : [this.share(round, till), 0n, 0n];
    const lines = selections.map((label, i) => {
      const line = i + 1;
      const stake = stakes[i] ?? null;
      if (!round.markets.includes(String(label).split(" ")[0])) refuse("bad_market", { line });
      const odds = round.odds.get(label);
      if (odds === undefined) refuse("bad_selection", { line });
      if (stake === null) refuse("bad_stake", { line });
      if (stake < terms.stake_min) refuse("stake_min", { line, min: terms.stake_min });
      if (stake > terms.stake_max) refuse("stake_max", { line, max: terms.stake_max });
      if (stake % terms.stake_step !== 0n) refuse("stake_step", { line, step: terms.stake_step });
      return { label, stake, odds, prize: prizeOf(stake, odds) };
    });
    if (lines.length < 1 || lines.length > terms.lines_max || stakes.length !== lines.length) refuse("lines", { max: terms.lines_max });
    const stake = lines.reduce((sum, l) => sum + l.stake, 0n);
    lines.forEach((l, i) => {
      const others = lines.slice(0, i).filter(({ label }) => label === l.label).reduce((sum, { stake: s }) => sum + s, 0n);
      const most = ((terms.stake_max - others) / terms.stake_step) * terms.stake_step;
      if (others + l.stake > terms.stake_max) refuse("stake_max", { line: i + 1, max: most >= terms.stake_min ? most : 0n });
    });
    if (stake > terms.ticket_stake_max) refuse("cap_ticket_stake", { limit: terms.ticket_stake_max, fits: (max, line) => this.fitsStake(lines, terms, max, line) });
    const own = round.exposure.sums(lines);
    const capped = (code, limit, net) => refuse(code, { limit, fits: (max, line) => this.fits(round, till, hasEntered, lines, terms, limit, net, max, line) });
    if (most(own) > terms.ticket_prize_max) capped("cap_ticket_prize", terms.ticket_prize_max, false);
    const exposure = this.exposureWith(round, till, before, lines);
    if (exposure > terms.till_exposure_max) capped("cap_till", terms.till_exposure_max, true);
    let [loan, taken] = [0n, []];
    if (exposure > slice) {
      const need = exposure - slice;
      let free = terms.round_exposure_max - round.lent;
      taken = this.reclaim(round, till, need - free);
      for (const { amount } of taken) free += amount;
      if (free < need) capped("cap_round", slice + free, true);
      const tills = BigInt([...this.tills.values()].filter((t) => t.session?.state === "open").length);
      loan = need + least(exposure, terms.exposure_step, terms.till_exposure_max - exposure, (free - need) / tills);
    }
    // The house adds up prizes, and looks at the worst order only where that could be too much.
    const sum = lines.reduce((total, l) => total + l.prize, 0n);
    const isExact = stake > terms.stake_max || sum > terms.ticket_prize_max || bound + sum - before - stake > slice;
    this.roundFault(roundId);
    return { round, till, lines, stake, slice: slice + loan, loan, taken, bound: isExact ? exposure + before + stake : bound + sum };
  }

  /** What a till has of the round's cap before it sells. */
  share(round, till) {
    return round.shares.has(till) ? round.share : 0n;
  }

  /** How much of the round's cap a till holds and does not use, as far as the house has looked. */
  unused(round, till) {
    if (till.round !== round) return this.share(round, till);
    const used = till.bound > till.stakes ? till.bound - till.stakes : 0n;
    return till.slice > used ? till.slice - used : 0n;
  }

  /** What other tills give back when so much is missing: [{till, amount}]. */
  reclaim(round, till, missing) {
    const taken = [];
    const others = [...this.tills.values()].filter((t) => t !== till).map((t) => ({ till: t, unused: this.unused(round, t) }));
    for (const other of others.sort((a, b) => (a.unused === b.unused ? a.till.id - b.till.id : a.unused > b.unused ? -1 : 1))) {
      const amount = least(other.unused, missing);
      if (amount <= 0n) continue;
      taken.push({ till: other.till, amount });
      missing -= amount;
    }
    return taken;
  }

  enter(round, till) {
    if (till.round !== round) Object.assign(till, { round, stakes: 0n, bound: 0n, slice: this.share(round, till) });
  }

  exposureWith(round, till, before, lines) {
    const sold = round.tickets.filter((t) => t.till === till && t.state === "sold").flatMap((t) => t.lines);
    return most(round.exposure.sums([...sold, ...lines])) - before - lines.reduce((sum, l) => sum + l.stake, 0n);
  }

  /** Is `max` the largest stake that the line could have had under this cap, beside the others? */
  fits(round, till, hasEntered, lines, terms, limit, net, max, line) {
    const isGood = (stake) => {
      const changed = lines.map((l, i) => (i === line - 1 ? { ...l, stake, prize: prizeOf(stake, l.odds) } : l));
      return (net ? this.exposureWith(round, till, hasEntered ? till.stakes : 0n, changed) : most(round.exposure.sums(changed))) <= limit;
    };
    return this.isLargest(isGood, lines, terms, max, line);
  }

  fitsStake(lines, terms, max, line) {
    const before = lines.slice(0, line - 1).reduce((sum, l) => sum + l.stake, 0n);
    return this.isLargest((stake) => before + stake <= terms.ticket_stake_max, lines, terms, max, line);
  }

  isLargest(isGood, lines, terms, max, line) {
    if (lines[line - 1] === undefined || max % terms.stake_step !== 0n || max > terms.stake_max) return false;
    const stakes = [];
    for (let stake = max === 0n ? terms.stake_min : max + terms.stake_step; stake <= terms.stake_max; stake += terms.stake_step) stakes.push(stake);
    // What is too much stays too much: a few of the larger ones are enough.
    const larger = stakes.filter((_, i) => i < 3 || i % (1 + (stakes.length >> 5)) === 0);
    return (max === 0n || (max >= terms.stake_min && isGood(max))) && !larger.some(isGood);
  }

  sold(user, { round, till, lines, stake, slice, loan, taken, bound }, number, code) {
    this.enter(round, till);
    Object.assign(till, { slice, bound });
    till.stakes += stake;
    round.lent += loan;
    for (const { till: other, amount } of taken) {
      this.enter(round, other);
      other.slice -= amount;
      round.lent -= amount;
    }
    const ticket = { number, code, round, till, session: till.session, seller: user, lines, stake, prize: null, state: "sold", copies: 0 };
    this.tickets.set(number, ticket);
    round.tickets.push(ticket);
    till.session.sales += stake;
    this.moveCash(till.session, `open_bets ${round.id}`, stake);
    return ticket;
  }

  // What becomes of tickets ----------------------------------------------------------------------------------------

  proven(number, code) {
    const ticket = this.tickets.get(number);
    return ticket && ticket.code === code ? ticket : refuse(isMistyped(number) ? "number_mistyped" : "unknown_ticket");
  }

  voidTicket(user, { tillId, number, code, reason }) {
    this.require(user, "cashier", "supervisor");
    if (!reason.trim()) refuse("bad_parameter");
    const ticket = this.proven(number, code);
    const { session } = this.take(user, tillId);
    if (ticket.till !== session.till && (user.role !== "supervisor" || ticket.till.shop !== user.shop)) refuse("forbidden");
    const voids = this.voids.filter((v) => v.user === user && v.session.user === user && this.isOfToday(v.session));
    if (user.role === "cashier" && voids.length >= this.settings.void_limit) refuse("void_limit");
    if (ticket.stake > session.cash) refuse("till_cash", { amount: ticket.stake });
    if (!this.isBetting(ticket.round)) refuse("betting_closed");
    if (ticket.state !== "sold") refuse("not_voidable");
    return () => {
      ticket.state = "voided";
      this.voids.push({ user, session });
      if (ticket.till.round === ticket.round) ticket.till.stakes -= ticket.stake;
      this.moveCash(session, `open_bets ${ticket.round.id}`, -ticket.stake);
      return ticket;
    };
  }

  pay(user, { tillId, number, code, note }) {
    this.require(user, "cashier", "supervisor");
    const ticket = this.proven(number, code);
    const { session } = this.take(user, tillId);
    if (["paid", "refunded"].includes(ticket.state)) refuse("already_paid", { amount: ticket.prize ?? ticket.stake });
    if (ticket.state === "sold") refuse("not_settled");
    if (!["won", "refundable"].includes(ticket.state)) refuse("not_payable");
    if (this.settings.pay_anywhere === 0n && ticket.till.shop !== user.shop) refuse("other_shop");
    const amount = ticket.prize ?? ticket.stake;
    if (amount >= this.settings.pay_supervisor_from) {
      if (user.role !== "supervisor") refuse("needs_supervisor");
      if (!note?.trim()) refuse("bad_parameter");
    }
    const unit = ticket.state === "won" ? ticket.round.terms.cash_unit : 1n;
    const cash = amount % unit === 0n ? amount : amount - (amount % unit) + unit;
    if (cash > session.cash) refuse("till_cash", { amount: cash });
    return () => {
      this.moveCash(session, `${ticket.state === "won" ? "prizes" : "refunds"}_payable ${ticket.round.id}`, -amount);
      if (cash > amount) this.moveCash(session, `rounding ${session.till.shop}`, amount - cash);
      ticket.state = ticket.state === "won" ? "paid" : "refunded";
      return { ticket, cash, amount };
    };
  }

  // Tills ----------------------------------------------------------------------------------------------------------

  move(user, { tillId, kind, amount }) {
    this.require(user, "cashier", "supervisor");
    const other = { deposit: "bank", withdrawal: "bank", supply: "shop_safe", drop: "shop_safe", cash_in: "sundry", cash_out: "sundry" }[kind];
    if (!other || amount === null || amount < 1n || amount > 1_000_000_000_000n) refuse("bad_parameter");
    const { session } = this.take(user, tillId);
    const isIn = ["deposit", "cash_in", "supply"].includes(kind);
    const isOwn = user === session.user;
    if (!isIn && isOwn) {
      const taken = this.outs.filter((out) => out.user === user && this.isOfToday(out.session) && out.at >= this.dayStart()).reduce((sum, out) => sum + out.amount, 0n);
      if (taken + amount >= this.settings.cash_out_supervisor_from) refuse("needs_supervisor", { from: this.settings.cash_out_supervisor_from });
    }
    if (!isIn && amount > session.cash) refuse("till_cash", { amount });
    return () => {
      if (!isIn && isOwn) this.outs.push({ user, session, amount, at: this.now });
      this.moveCash(session, `${other} ${session.till.shop}`, isIn ? amount : -amount);
      return session;
    };
  }

  openTill(user, { tillId, float }) {
    this.require(user, "cashier", "supervisor");
    if (float === null || float < 0n || float > 1_000_000_000_000n) refuse("bad_parameter");
    const till = this.tills.get(tillId) ?? refuse("not_found");
    if (till.shop !== user.shop) refuse("forbidden");
    if (till.session) refuse("till_open");
    if ([...this.tills.values()].some((t) => t.session?.state === "open" && t.session.user === user)) refuse("user_till_open");
    return (sessionId) => {
      const session = { id: sessionId, till, user, float, cash: 0n, sales: 0n, openedAt: this.now, state: "open" };
      till.session = session;
      this.sessions.set(sessionId, session);
      this.moveCash(session, `shop_safe ${till.shop}`, float);
      return session;
    };
  }

  closeTill(user, { tillId, counted, reason }) {
    this.require(user, "cashier", "supervisor", "admin");
    const { session } = this.take(user, tillId);
    return () => {
      const variance = counted - session.cash;
      const { till } = session;
      const back = till.round ? this.unused(till.round, till) : 0n;
      if (till.round) till.round.lent -= back;
      till.slice -= back;
      Object.assign(session, { state: "counted", counter: user, counted, expected: session.cash });
      const size = variance < 0n ? -variance : variance;
      const shorts = [...this.sessions.values()].filter((s) => s.state === "closed" && s.user === session.user && s.closer === s.user && s.closedAt >= this.dayStart() && s.counted < s.expected)
        .reduce((sum, s) => sum + s.expected - s.counted, 0n);
      const isSmall = (variance < 0n && user === session.user ? shorts + size : size) <= this.settings.till_tolerance;
      if (isSmall || (user !== session.user && reason?.trim())) this.finish(session, user);
      return session;
    };
  }

  verify(user, { sessionId, reason }) {
    this.require(user, "cashier", "supervisor", "admin");
    if (user.role === "cashier") refuse("needs_supervisor");
    if (!reason.trim()) refuse("bad_parameter");
    const session = this.sessions.get(sessionId) ?? refuse("not_found");
    if (user.role !== "admin" && session.till.shop !== user.shop) refuse("forbidden");
    if (session.state !== "counted") refuse("conflict");
    if (user === session.user || user === session.counter) refuse("own_variance");
    return () => {
      this.finish(session, user);
      return session;
    };
  }

  finish(session, closer) {
    const variance = session.counted - session.expected;
    this.moveCash(session, `variance ${session.till.shop}`, variance);
    this.moveCash(session, `shop_safe ${session.till.shop}`, -session.counted);
    Object.assign(session, { state: "closed", closer, closedAt: this.now });
    session.till.session = null;
  }
}
