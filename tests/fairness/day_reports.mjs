// SPDX-License-Identifier: MIT
// Every report of the house from the records of day_model.mjs: REPORTS names the columns with their kinds, and what makes the
// rows. A cell is text in one form, whether it came from the model, from SQL, from JSON or from a spreadsheet's file
// (canonical).
import { wins } from "./money_model.mjs";

/** A column that is no figure, and what else looks at it. */
const UNTOLD = "untold";
const MINOR_DIGITS = 2;
const CHANCE = 10n ** 15n; // chances are published with 15 digits

// Numbers -----------------------------------------------------------------------------------------------------------

/** n / 10^digits, without zeros at its end. */
function decimal(n, digits) {
  const text = String(n < 0n ? -n : n).padStart(digits + 1, "0");
  const [whole, rest] = [text.slice(0, text.length - digits), text.slice(text.length - digits).replace(/0+$/, "")];
  return (n < 0n ? "-" : "") + whole + (rest ? `.${rest}` : "");
}

/** n / d to so many digits; a half goes away from zero. */
export function rounded(n, d, digits) {
  if (d < 0n) return rounded(-n, -d, digits);
  const scaled = (n < 0n ? -n : n) * 10n ** BigInt(digits);
  const whole = (2n * scaled + d) / (2n * d);
  return decimal(n < 0n ? -whole : whole, digits);
}

function squareRoot(n) {
  if (n < 2n) return n;
  let root = BigInt(Math.floor(Math.sqrt(Number(n))));
  for (;;) {
    const next = (root + n / root) / 2n;
    if (next === root || next === root + 1n) return next * next > n ? next - 1n : next;
    root = next;
  }
}

const published = ([n, d]) => (2n * n * CHANCE + d) / (2n * d); // a chance, in units of 10^-15
const total = (list, of) => list.reduce((all, item) => all + of(item), 0n);
const money = (amount) => (amount === null || amount === undefined ? null : decimal(amount, MINOR_DIGITS));

/** How far `count` is from what the chances (in units) say, in standard deviations. */
function deviations(count, units) {
  const spread = squareRoot(total(units, (p) => p * (CHANCE - p)) * 10n ** 40n);
  return spread === 0n ? null : rounded((BigInt(count) * CHANCE - total(units, (p) => p)) * 10n ** 20n, spread, 2);
}

// Cells -------------------------------------------------------------------------------------------------------------

/** One form for a cell of this kind; no value is "". */
export function canonical(kind, value) {
  if (value === null || value === undefined || value === "" || kind === UNTOLD) return "";
  const text = String(value);
  switch (kind) {
    case "time":
      return typeof value === "number" ? text : String(Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00")));
    case "bool":
      return String(["t", "true"].includes(text));
    case "int":
    case "decimal":
    case "chance":
      return text.includes("e") ? Number(text).toFixed(15).replace(/\.?0+$/, "") : text.includes(".")
        ? text.replace(/\.?0+$/, "") : text;
    default:
      return text;
  }
}

const unitsOf = (text) => {
  const [whole, rest = ""] = text.split(".");
  return BigInt(whole) * CHANCE + BigInt(rest.padEnd(15, "0").slice(0, 15));
};

/** A chance that PostgreSQL made of sums of rounded quotients may differ in its last digit. */
export function isSame(kind, a, b) {
  if (a === b) return true;
  if (kind !== "chance" || ![a, b].every((cell) => /^[0-9.]+$/.test(cell))) return false;
  const apart = unitsOf(a) - unitsOf(b);
  return apart >= -2n && apart <= 2n;
}

// Groups ------------------------------------------------------------------------------------------------------------

function groups(list, ...keys) {
  const found = new Map();
  for (const item of list) {
    const at = JSON.stringify(keys.map((key) => key(item)));
    if (!found.has(at)) found.set(at, []);
    found.get(at).push(item);
  }
  return [...found].map(([at, items]) => [...JSON.parse(at), items]);
}
const settledOf = (day) => day.rounds.filter(({ phase }) => phase === "settled");
const standing = (round) => round.tickets.filter(({ state }) => state !== "voided");
const latest = (round) => [round.locked - round.locks, round.raced - round.due, round.finished - round.ends].filter((ms) =>
  !Number.isNaN(ms));
const sums = (entries) => {
  const of = (...actions) => entries.filter(({ action, amount }) => actions.includes(action) && amount !== null);
  const amount = (...actions) => total(of(...actions), (entry) => entry.amount);
  return { count: (action) => entries.filter((entry) => entry.action === action).length, amount };
};
const wonOf = ({ round, lines }) => (round.phase === "settled" ? lines.map(({ label }) => wins(label, round.order)) : null);

/** The parts that a till's cash moved by in these entries. */
function moved(entries) {
  const { count, amount } = sums(entries);
  // What a reversal takes back does not count on the side on which it was entered; a float's correction counts as cash in.
  const undone = (side) => total(entries.filter((entry) => entry.action === "reversal" && entry[side][0] === "till_cash"),
    (entry) => entry.amount);
  const corrected = total(entries.filter(({ action }) => action === "count_correction"), (entry) =>
    (entry.credit[0] === "variance" ? entry.amount : -entry.amount));
  return { tickets: count("sale"), sales: amount("sale"), voids: amount("void"), payments: amount("pay"),
    refunds: amount("refund"), cash_in: amount("deposit", "cash_in", "supply") - undone("credit"),
    cash_out: amount("withdrawal", "cash_out", "drop") - undone("debit"),
    variance: amount("over") - amount("short") + corrected };
}

/** The rate of a commission for who sold on a day: the own one, or else the shop's, or else the house's. */
function rateOf(day, kind, name, shop, user) {
  const newest = new Map(); // of whom → the rate that was set last for the latest day
  for (const rate of day.rates.filter((one) => one.kind === kind && one.from <= name)) {
    const whose = JSON.stringify([rate.user, rate.shop]);
    if (!newest.has(whose) || newest.get(whose).from <= rate.from) newest.set(whose, rate);
  }
  const rates = [...newest.values()].filter(({ rate }) => rate !== null);
  return rates.find((rate) => rate.user === user) ?? rates.find((rate) => rate.user === null && rate.shop === shop)
    ?? rates.find((rate) => rate.user === null && rate.shop === null) ?? null;
}

function commissionOf(rate, stakes, prizes) {
  if (!rate) return 0n;
  const basis = rate.basis === "sales" ? stakes : stakes > prizes ? stakes - prizes : 0n;
  return (basis * BigInt(rate.rate)) / 10_000n;
}

/** What each seller sold at each till in the settled rounds of a day, and what agent and supervisor get of it. */
function sellerDays(day) {
  return groups(settledOf(day).flatMap(standing), ({ round }) => day.day(round.opened), ({ till }) => till.id,
    ({ session }) => session.user.name)
    .map(([name, id, user, tickets]) => {
      const { shop, name: till } = day.tills.get(id);
      const [stakes, prizes] = [total(tickets, ({ stake }) => stake), total(tickets, ({ prize }) => prize)];
      const [agent, supervisor] = ["agent", "supervisor"].map((kind) => rateOf(day, kind, name, shop, user));
      return { day: name, shop, id, till, user, tickets: tickets.length, stakes, prizes, rates: { agent, supervisor },
        agent: commissionOf(agent, stakes, prizes), supervisor: commissionOf(supervisor, stakes, prizes) };
    });
}

/** Sums of the amounts of parts of rows, by these columns; a part has what it adds. */
function addUp(parts, columns, counts, amounts) {
  return groups(parts, ...columns.map((column) => (part) => part[column])).map((group) => {
    const list = group.at(-1);
    const row = Object.fromEntries(columns.map((column, i) => [column, group[i]]));
    for (const count of counts) row[count] = list.reduce((all, part) => all + (part[count] ?? 0), 0);
    for (const amount of amounts) row[amount] = total(list, (part) => part[amount] ?? 0n);
    return row;
  });
}
const inUnits = (row, amounts) => ({ ...row, ...Object.fromEntries(amounts.map((name) => [name, money(row[name])])) });

/** Lines of settled rounds: what they won, and in units of 10^-15 what the chances say. */
function settledLines(day) {
  return settledOf(day).flatMap((round) => standing(round).flatMap((ticket) => {
    const won = wonOf(ticket);
    return ticket.lines.map((line, i) => ({ day: day.day(round.opened), round, shop: ticket.till.shop,
      market: line.label.split(" ")[0], stake: line.stake, won: won[i] ? line.prize : 0n,
      expected: line.prize * published(line.chance) }));
  }));
}
const lineSums = (lines) => ["stake", "won", "expected"].map((what) => total(lines, (line) => line[what]));

/** How far the wins of a card's runners are from their chances on a day: {chi_square, degrees}. */
function spreadOf(rounds) {
  const runs = groups(rounds.flatMap((round) => round.card.runners.map(({ number }) => ({ number,
    units: published(round.card.prices.get(`win ${number}`).chance), hasWon: round.order[0] === number }))),
    ({ number }) => number);
  const DIGITS = 10n ** 20n;
  const square = total(runs, ([, list]) => {
    const expected = total(list, ({ units }) => units);
    const apart = BigInt(list.filter(({ hasWon }) => hasWon).length) * CHANCE - expected;
    return (apart * apart * DIGITS) / (expected * CHANCE);
  });
  return { chi_square: rounded(square, DIGITS, 2), degrees: runs.length - 1 };
}

/** What went through tills: the columns that `tills` and `cashiers` share. */
function traffic({ count, amount }) {
  return { tickets: count("sale"), sales: money(amount("sale")), voided_tickets: count("void"), voids: money(amount("void")),
    paid_tickets: count("pay"),
    payments: money(amount("pay")), refunds: money(amount("refund")),
    balance: money(amount("sale") - amount("void") - amount("pay") - amount("refund")) };
}

// Reports -----------------------------------------------------------------------------------------------------------

/** name → {columns: {name: kind}, rows: (day) => [{column: value}], shop: whether a supervisor sees those of the own shop} */
export const REPORTS = {
  rounds: {
    columns: { round_id: "int", day: "text", session: "text", chain_index: "int", card: "text", phase: "text",
      opened_at: "time", locks_at: "time",
      race_starts_at: "time", race_ends_at: "time", closes_at: "time", settled_at: "time", voided_at: "time",
      void_reason: "text", winner_number: "int",
      winner_name: "text", winner_odds: "decimal", finish_order: "text", lock_late_ms: "decimal", start_late_ms: "decimal",
      finish_late_ms: "decimal",
      commitment: "text", card_hash: "text", secret: "text", markets: "text", tickets: "int", stakes: "decimal",
      prizes: "decimal", gross: "decimal" },
    rows: (day) => day.rounds.map((round) => {
      const isSettled = round.phase === "settled";
      const isOver = isSettled || round.phase === "void";
      const winner = isSettled ? round.card.runners.find(({ number }) => number === round.order[0]) : null;
      const stakes = total(standing(round), ({ stake }) => stake);
      const prizes = total(standing(round), ({ prize }) => prize ?? 0n);
      const late = (was, wanted) => (was === undefined ? null : was - wanted);
      return { round_id: round.id, day: day.day(round.opened), session: round.chain.name, chain_index: round.index,
        card: round.card.name, phase: round.phase,
        opened_at: round.opened, locks_at: round.locks, race_starts_at: round.starts, race_ends_at: round.ends,
        closes_at: round.closes,
        settled_at: round.settled, voided_at: round.voided, void_reason: round.voidReason, winner_number: winner?.number,
        winner_name: winner?.name,
        winner_odds: winner && decimal(round.card.prices.get(`win ${winner.number}`).odds, 2), finish_order: isSettled
          ? round.order.join("-") : null,
        lock_late_ms: late(round.locked, round.locks), start_late_ms: late(round.raced, round.due),
        finish_late_ms: late(round.finished, round.ends),
        commitment: round.commitment.toString("hex"), card_hash: round.cardHash.toString("hex"), secret: isOver
          ? round.secret.toString("hex") : null,
        markets: round.markets.join(" "), tickets: isOver ? standing(round).length : null, stakes: isOver ? money(stakes)
          : null,
        prizes: isSettled ? money(prizes) : null, gross: isSettled ? money(stakes - prizes) : null };
    }),
  },
  round_runners: {
    columns: { round_id: "int", number: "int", name: "text", win_odds: "decimal", win_chance: "chance", place_chance: "chance",
      finish_position: "int",
      has_won: "bool", has_placed: "bool" },
    rows: (day) => day.rounds.flatMap((round) => round.card.runners.map(({ number, name }) => {
      const position = round.phase === "settled" ? round.order.indexOf(number) + 1 : null;
      const win = round.card.prices.get(`win ${number}`);
      return { round_id: round.id, number, name, win_odds: decimal(win.odds, 2), win_chance: decimal(published(win.chance), 15),
        place_chance: decimal(published(round.card.placed.get(number)), 15), finish_position: position, has_won: position
          && position === 1,
        has_placed: position && position <= round.card.places };
    })),
  },
  runners: {
    columns: { number: "int", name: "text", rounds: "int", wins: "int", wins_expected: "decimal", wins_z: "decimal",
      places: "int", places_expected: "decimal",
      places_z: "decimal", return_observed: "decimal", return_expected: "decimal" },
    rows: (day, isWanted = () => true) => groups(settledOf(day).filter(({ opened }) => isWanted(day.day(opened)))
      .flatMap((round) => round.card.runners.map((runner) => ({ round, runner }))), ({ runner }) => runner.number,
      ({ runner }) => runner.name)
      .map(([number, name, runs]) => {
        const win = ({ round }) => round.card.prices.get(`win ${number}`);
        const wins = runs.filter(({ round }) => round.order[0] === number);
        const places = runs.filter(({ round }) => round.order.indexOf(number) < round.card.places);
        const winUnits = runs.map((run) => published(win(run).chance));
        const placeUnits = runs.map(({ round }) => published(round.card.placed.get(number)));
        const count = BigInt(runs.length);
        return { number, name, rounds: runs.length, wins: wins.length,
          wins_expected: rounded(total(winUnits, (p) => p), CHANCE, 2),
          wins_z: deviations(wins.length, winUnits), places: places.length,
          places_expected: rounded(total(placeUnits, (p) => p), CHANCE, 2),
          places_z: deviations(places.length, placeUnits),
          return_observed: rounded(total(wins, (run) => win(run).odds), 100n * count, 4),
          return_expected: rounded(total(runs, (run) => published(win(run).chance) * win(run).odds), 100n * CHANCE * count,
            4) };
      }),
  },
  days: {
    columns: { day: "text", rounds: "int", settled: "int", voided: "int", first_round: "int", last_round: "int",
      first_opened_at: "time", last_settled_at: "time",
      late: "int", worst_late_ms: "decimal", tickets: "int", stakes: "decimal", prizes: "decimal", gross: "decimal",
      refunds: "decimal" },
    rows: (day) => groups(day.rounds, ({ opened }) => day.day(opened)).map(([name, rounds]) => {
      const settled = rounds.filter(({ phase }) => phase === "settled");
      const voided = rounds.filter(({ phase }) => phase === "void");
      const tickets = settled.flatMap(standing);
      const [stakes, prizes] = [total(tickets, ({ stake }) => stake), total(tickets, ({ prize }) => prize)];
      const lates = rounds.map((round) => Math.max(...latest(round))).filter(Number.isFinite);
      return { day: name, rounds: rounds.length, settled: settled.length, voided: voided.length, first_round: rounds[0].id,
        last_round: rounds.at(-1).id,
        first_opened_at: rounds[0].opened, last_settled_at: settled.at(-1)?.settled, late: lates.filter((ms) => ms >= 1000)
          .length,
        worst_late_ms: lates.length ? Math.max(...lates) : null, tickets: tickets.length, stakes: money(stakes),
        prizes: money(prizes),
        gross: money(stakes - prizes), refunds: money(total(voided.flatMap(standing), ({ stake }) => stake)) };
    }),
  },
  tickets: {
    shop: true,
    columns: { ticket: "text", round_id: "int", day: "text", shop: "int", till: "text", cashier: "text", state: "text",
      sold_at: "time", lines: "int",
      stake: "decimal", prize: "decimal", closed_at: "time", copies: "int" },
    rows: (day) => [...day.tickets.values()].map((ticket) =>
      ({ ticket: ticket.number, round_id: ticket.round.id, day: day.day(ticket.round.opened),
      shop: ticket.till.shop, till: ticket.till.name, cashier: ticket.session.user.name, state: ticket.state,
      sold_at: ticket.soldAt, lines: ticket.lines.length,
      stake: money(ticket.stake), prize: money(ticket.prize), closed_at: ticket.closedAt, copies: ticket.copies })),
  },
  ticket_lines: {
    columns: { ticket: "text", round_id: "int", line: "int", market: "text", selection: "text", odds: "decimal",
      chance: "chance", stake: "decimal",
      prize: "decimal", has_won: "bool" },
    rows: (day) => [...day.tickets.values()].filter(({ state }) => state !== "voided").flatMap((ticket) => {
      const won = wonOf(ticket);
      return ticket.lines.map((line, i) => ({ ticket: ticket.number, round_id: ticket.round.id, line: i + 1,
        market: line.label.split(" ")[0],
        selection: line.label.split(" ")[1], odds: decimal(line.odds, 2), chance: decimal(published(line.chance), 15),
        stake: money(line.stake),
        prize: money(line.prize), has_won: won && won[i] }));
    }),
  },
  markets: {
    columns: { day: "text", market: "text", lines: "int", stakes: "decimal", prizes: "decimal", gross: "decimal",
      return_observed: "decimal",
      return_expected: "decimal" },
    rows: (day) => groups(settledLines(day), (line) => line.day, ({ market }) => market).map(([name, market, lines]) => {
      const [stakes, prizes, expected] = lineSums(lines);
      return { day: name, market, lines: lines.length, stakes: money(stakes), prizes: money(prizes),
        gross: money(stakes - prizes), return_observed: rounded(prizes, stakes, 4),
        return_expected: rounded(expected, stakes * CHANCE, 4) };
    }),
  },
  tills: {
    shop: true,
    columns: { day: "text", shop: "int", till_id: "int", till: "text", tickets: "int", sales: "decimal", voided_tickets: "int",
      voids: "decimal",
      paid_tickets: "int", payments: "decimal", refunds: "decimal", cash_in: "decimal", cash_out: "decimal",
      variance: "decimal", balance: "decimal" },
    rows: (day) => groups(day.postings().filter(({ scope }) => scope > 0), ({ at }) => day.day(at), ({ scope }) => scope)
      .map(([name, id, entries]) => {
      const { shop, name: till } = day.tills.get(id);
      const { cash_in: cashIn, cash_out: cashOut, variance } = moved(entries);
      return { day: name, shop, till_id: id, till, ...traffic(sums(entries)),
        cash_in: money(cashIn), cash_out: money(cashOut), variance: money(variance) };
    }),
  },
  cashiers: {
    shop: true,
    columns: { day: "text", shop: "int", cashier: "text", tickets: "int", sales: "decimal", voided_tickets: "int",
      voids: "decimal", paid_tickets: "int",
      payments: "decimal", refunds: "decimal", balance: "decimal", duplicates: "int", failed_scans: "int" },
    rows: (day) => groups(day.entries().filter(({ scope, user }) => scope > 0 && user), ({ at }) => day.day(at), ({ user }) =>
      user.name,
      ({ scope }) => day.tills.get(scope).shop).map(([name, cashier, shop, entries]) => {
        const { count, amount } = sums(entries);
        return { day: name, shop, cashier, ...traffic({ count, amount }), duplicates: count("copy"),
          failed_scans: count("scan_failed") };
      }),
  },
  till_sessions: {
    shop: true,
    columns: { till_session_id: "int", day: "text", shop: "int", till: "text", cashier: "text", state: "text",
      opened_at: "time", float: "decimal",
      counted_at: "time", expected: "decimal", counted: "decimal", variance: "decimal", closed_at: "time", closed_by: "text",
      reason: "text", corrected: "decimal" },
    rows: (day) => day.sessions.map((session) => ({ till_session_id: session.id, day: day.day(session.openedAt),
      shop: session.till.shop, till: session.till.name,
      cashier: session.user.name, state: session.state, opened_at: session.openedAt, float: money(session.float),
      counted_at: session.countedAt,
      expected: money(session.expected), counted: money(session.counted), variance: session.counted === undefined ? null
        : money(session.counted - session.expected),
      closed_at: session.closedAt, closed_by: session.closedBy?.name, reason: session.reason,
      corrected: money(session.corrected) })),
  },
  liability: {
    columns: { day: "text", kind: "text", round_id: "int", tickets: "int", stakes: "decimal", amount: "decimal" },
    rows: (day) => day.rounds.flatMap((round) => {
      const isOver = ["settled", "void"].includes(round.phase);
      const due = round.tickets.filter(({ state, claim }) => (isOver ? claim : state === "sold"));
      if (due.length === 0) return [];
      return [{ day: day.day(round.opened), kind: isOver ? `unpaid ${round.phase === "void" ? "refunds" : "prizes"}`
        : "open bets", round_id: round.id,
        tickets: due.length, stakes: money(total(due, ({ stake }) => stake)),
        amount: money(isOver ? total(due, ({ claim }) => claim.amount) : day.exposureOf(round)) }];
    }),
  },
  unclaimed: {
    shop: true,
    columns: { ticket: "text", round_id: "int", day: "text", shop: "int", amount: "decimal", since: "time", expires_at: "time",
      expires_soon: "bool" },
    rows: (day) => [...day.tickets.values()].filter(({ claim }) => claim)
      .map((ticket) => ({ ticket: ticket.number, round_id: ticket.round.id,
      day: day.day(ticket.round.opened), shop: ticket.till.shop, amount: money(ticket.claim.amount), since: ticket.claim.since,
      expires_at: ticket.claim.expires,
      expires_soon: ticket.claim.expires - day.settings.warn_days * 86_400_000 <= Date.now() })),
  },
  voids: {
    shop: true,
    columns: { ticket: "text", round_id: "int", day: "text", shop: "int", till: "text", cashier: "text", sold_at: "time",
      voided_at: "time", voided_by: "text",
      stake: "decimal", reason: "text" },
    rows: (day) => [...day.tickets.values()].filter(({ state }) => state === "voided")
      .map((ticket) => ({ ticket: ticket.number, round_id: ticket.round.id,
      day: day.day(ticket.closedAt), shop: ticket.till.shop, till: ticket.till.name, cashier: ticket.session.user.name,
      sold_at: ticket.soldAt,
      voided_at: ticket.closedAt, voided_by: ticket.voidedBy.name, stake: money(ticket.stake), reason: ticket.voidReason })),
  },
  payouts: {
    shop: true,
    columns: { ticket: "text", round_id: "int", day: "text", state: "text", shop: "int", till: "text", paid_by: "text",
      paid_at: "time", amount: "decimal",
      cash: "decimal", is_large: "bool", note: "text", withheld: "decimal" },
    rows: (day) => [...day.tickets.values()].filter(({ payment }) => payment)
      .map(({ number, round, state, payment }) => ({ ticket: number, round_id: round.id,
      day: day.day(payment.at), state, shop: payment.session.till.shop, till: payment.session.till.name,
      paid_by: payment.user.name, paid_at: payment.at,
      amount: money(payment.amount), cash: money(payment.cash),
      is_large: payment.amount >= BigInt(day.settings.pay_supervisor_from), note: payment.note,
      withheld: money(payment.withheld) })),
  },
  ledger: {
    columns: { scope: "int", entry: "int", day: "text", at: "time", action: "text", ticket: "text", debit: "text",
      debit_id: "int", credit: "text",
      credit_id: "int", amount: "decimal" },
    rows: (day) => day.postings().map((entry) => ({ scope: entry.scope, entry: entry.entry, day: day.day(entry.at),
      at: entry.at, action: entry.action,
      ticket: entry.ticket, debit: entry.debit[0], debit_id: entry.debit[1], credit: entry.credit[0],
      credit_id: entry.credit[1], amount: money(entry.amount) })),
  },
  accounts: {
    columns: { account: "text", id: "int", postings: "int", balance: "decimal" },
    rows: (day) => groups(day.postings().flatMap(({ debit, credit, amount }) =>
      [{ account: debit, amount: String(amount) }, { account: credit, amount: String(-amount) }]),
      ({ account }) => account[0], ({ account }) => account[1])
      .map(([account, id, sides]) => ({ account, id, postings: sides.length,
        balance: money(total(sides, ({ amount }) => BigInt(amount))) })),
  },
  audit: {
    columns: { scope: "int", entry: "int", day: "text", at: "time", username: "text", address: "text", action: "text",
      subject: "text", amount: "decimal",
      before: UNTOLD, after: UNTOLD, reason: "text", hash: UNTOLD },
      // what was answered is compared as it is answered; hashes: report.audit_verify
    rows: (day) => day.entries().map((entry) => ({ scope: entry.scope, entry: entry.entry, day: day.day(entry.at), at: entry.at,
      username: entry.user?.name,
      address: entry.address, action: entry.action, subject: entry.ticket ?? entry.subject, amount: money(entry.amount),
      reason: entry.reason })),
  },
  movements: {
    shop: true,
    columns: { till_id: "int", entry: "int", day: "text", shop: "int", till: "text", cashier: "text", at: "time", kind: "text",
      amount: "decimal",
      reference: "text", description: "text" },
    rows: (day) => day.postings().filter(({ ticket, debit, credit }) => !ticket && [debit[0], credit[0]].includes("till_cash"))
      .map((entry) => {
      const { shop, name } = day.tills.get(entry.scope);
      return { till_id: entry.scope, entry: entry.entry, day: day.day(entry.at), shop, till: name, cashier: entry.user.name,
        at: entry.at, kind: entry.action,
        amount: money(entry.debit[0] === "till_cash" ? entry.amount : -entry.amount), reference: entry.subject,
        description: entry.reason };
    }),
  },
  proofs: {
    columns: { day: "text", started_at: "time", finished_at: "time", violations: "int", first_violation: "text" },
    rows: (day) => day.proofs.map((proof) => ({ day: proof.day, started_at: proof.at, finished_at: proof.at, violations: 0,
      first_violation: null })),
  },
  shops: {
    shop: true,
    columns: { day: "text", shop: "int", tickets: "int", stakes: "decimal", winning_tickets: "int", prizes: "decimal",
      gross: "decimal" },
    rows: (day) => groups(settledOf(day).flatMap(standing), ({ round }) => day.day(round.opened), ({ till }) => till.shop)
      .map(([name, shop, tickets]) => {
      const [stakes, prizes] = [total(tickets, ({ stake }) => stake), total(tickets, ({ prize }) => prize)];
      return { day: name, shop, tickets: tickets.length, stakes: money(stakes),
        winning_tickets: tickets.filter(({ prize }) => prize > 0n).length,
        prizes: money(prizes), gross: money(stakes - prizes) };
    }),
  },
  round_markets: {
    columns: { day: "text", round_id: "int", market: "text", lines: "int", stakes: "decimal", prizes: "decimal",
      gross: "decimal", prizes_expected: "decimal" },
    rows: (day) => groups(settledLines(day), (line) => line.day, ({ round }) => round.id, ({ market }) => market)
      .map(([name, id, market, lines]) => {
        const [stakes, prizes, expected] = lineSums(lines);
        return { day: name, round_id: id, market, lines: lines.length, stakes: money(stakes), prizes: money(prizes),
          gross: money(stakes - prizes), prizes_expected: rounded(expected, 100n * CHANCE, MINOR_DIGITS) };
      }),
  },
  shop_days: {
    shop: true,
    columns: { day: "text", shop: "int", tickets: "int", sales: "decimal", voids: "decimal", payments: "decimal",
      refunds: "decimal", cash_in: "decimal", cash_out: "decimal", variance: "decimal", stakes: "decimal", prizes: "decimal",
      gross: "decimal", agent_commission: "decimal", supervisor_commission: "decimal", net: "decimal" },
    rows: (day) => {
      const cash = groups(day.postings().filter(({ scope }) => scope > 0), ({ at }) => day.day(at),
        ({ scope }) => day.tills.get(scope).shop).map(([name, shop, entries]) => ({ day: name, shop, ...moved(entries) }));
      const sold = sellerDays(day).map(({ day: name, shop, stakes, prizes, agent, supervisor }) => ({ day: name, shop, stakes,
        prizes, gross: stakes - prizes, agent_commission: agent, supervisor_commission: supervisor,
        net: stakes - prizes - agent - supervisor }));
      const amounts = ["sales", "voids", "payments", "refunds", "cash_in", "cash_out", "variance", "stakes", "prizes", "gross",
        "agent_commission", "supervisor_commission", "net"];
      return addUp([...cash, ...sold], ["day", "shop"], ["tickets"], amounts).map((row) => inUnits(row, amounts));
    },
  },
  cashier_days: {
    shop: true,
    columns: { day: "text", shop: "int", cashier: "text", sessions: "int", tickets: "int", sales: "decimal", voids: "decimal",
      payments: "decimal", refunds: "decimal", variance: "decimal", stakes: "decimal", prizes: "decimal", gross: "decimal",
      commission: "decimal" },
    rows: (day) => {
      const cash = day.entries().filter(({ scope, user }) => scope > 0 && user).map((entry) => {
        const { tickets, sales, voids, payments, refunds } = moved([entry]);
        return { day: day.day(entry.at), shop: day.tills.get(entry.scope).shop, cashier: entry.user.name, tickets, sales, voids,
          payments, refunds };
      });
      const sessions = day.sessions.map(({ openedAt, till, user, counted, corrected, expected }) => ({ day: day.day(openedAt),
        shop: till.shop, cashier: user.name, sessions: 1,
        variance: counted === undefined ? 0n : (corrected ?? counted) - expected }));
      const sold = sellerDays(day).map(({ day: name, shop, user, stakes, prizes, agent }) => ({ day: name, shop, cashier: user,
        stakes, prizes, gross: stakes - prizes, commission: agent }));
      const amounts = ["sales", "voids", "payments", "refunds", "variance", "stakes", "prizes", "gross", "commission"];
      return addUp([...cash, ...sessions, ...sold], ["day", "shop", "cashier"], ["sessions", "tickets"], amounts)
        .map((row) => inUnits(row, amounts));
    },
  },
  fairness: {
    columns: { day: "text", kind: "text", name: "text", rounds: "int", stakes: "decimal", prizes: "decimal",
      prizes_expected: "decimal", return_observed: "decimal", return_expected: "decimal", z: "decimal", variance: "decimal",
      chi_square: "decimal", degrees: "int" },
    rows: (day) => {
      const kinds = { card: ({ round }) => round.card.name, market: ({ market }) => market, shop: ({ shop }) => String(shop) };
      return Object.entries(kinds).flatMap(([kind, nameOf]) => groups(settledLines(day), (line) => line.day, nameOf)
        .map(([one, name, lines]) => {
          const rounds = groups(lines, ({ round }) => round.id).map((group) => lineSums(group.at(-1)));
          const [stakes, prizes, expected] = lineSums(lines);
          const square = total(rounds, ([, won, mean]) => (won * CHANCE - mean) ** 2n);
          const spread = kind === "card" ? spreadOf(settledOf(day).filter(({ opened, card }) => day.day(opened) === one
            && card.name === name)) : {};
          return { day: one, kind, name, rounds: rounds.length, stakes: money(stakes), prizes: money(prizes),
            prizes_expected: rounded(expected, 100n * CHANCE, MINOR_DIGITS), return_observed: rounded(prizes, stakes, 4),
            return_expected: rounded(expected, stakes * CHANCE, 4),
            z: square === 0n ? null : rounded((prizes * CHANCE - expected) * CHANCE, squareRoot(square * CHANCE * CHANCE), 2),
            variance: rounded(square, 10_000n * CHANCE * CHANCE, 2), ...spread };
        }));
    },
  },
  payouts_large: {
    shop: true,
    columns: { ticket: "text", round_id: "int", day: "text", state: "text", shop: "int", till: "text", paid_by: "text",
      paid_at: "time", amount: "decimal", cash: "decimal", note: "text" },
    rows: (day) => REPORTS.payouts.rows(day).filter((row) => row.is_large),
  },
  reprints: {
    shop: true,
    columns: { ticket: "text", round_id: "int", day: "text", shop: "int", till: "text", printed_by: "text", printed_at: "time",
      copy: "int", state: "text", stake: "decimal" },
    rows: (day) => day.entries().filter(({ action }) => action === "copy").map((entry) => {
      const { number, round, till, state, stake } = day.tickets.get(entry.ticket);
      return { ticket: number, round_id: round.id, day: day.day(entry.at), shop: till.shop, till: till.name,
        printed_by: entry.user.name, printed_at: entry.at, copy: entry.copy, state, stake: money(stake) };
    }),
  },
  commissions: {
    shop: true,
    columns: { day: "text", shop: "int", till: "text", cashier: "text", kind: "text", tickets: "int", stakes: "decimal",
      prizes: "decimal", basis: "text", rate: "decimal", commission: "decimal" },
    rows: (day) => sellerDays(day).flatMap((sold) => ["agent", "supervisor"].filter((kind) => sold.rates[kind]).map((kind) =>
      ({ day: sold.day, shop: sold.shop, till: sold.till, cashier: sold.user, kind, tickets: sold.tickets,
        stakes: money(sold.stakes), prizes: money(sold.prizes), basis: sold.rates[kind].basis,
        rate: decimal(BigInt(sold.rates[kind].rate), 2), commission: money(sold[kind]) }))),
  },
  daily_by_till: {
    shop: true,
    columns: { day: "text", shop: "int", till_id: "int", till: "text", agents: "text", tickets: "int", sales: "decimal",
      prizes: "decimal", agent_commission: "decimal", balance: "decimal", supervisor_commission: "decimal",
      final_balance: "decimal" },
    rows: (day) => groups(sellerDays(day), (sold) => sold.day, ({ id }) => id)
      .map(([name, id, all]) => {
        const sum = (what) => total(all, (sold) => sold[what]);
        const balance = sum("stakes") - sum("prizes") - sum("agent");
        const { shop, name: till } = day.tills.get(id);
        return { day: name, shop, till_id: id, till, agents: all.map(({ user }) => user).sort().join(" "),
          tickets: all.reduce((count, { tickets }) => count + tickets, 0), sales: money(sum("stakes")),
          prizes: money(sum("prizes")),
          agent_commission: money(sum("agent")), balance: money(balance), supervisor_commission: money(sum("supervisor")),
          final_balance: money(balance - sum("supervisor")) };
      }),
  },
  deficit_profit: {
    shop: true,
    columns: { day: "text", shop: "int", agent: "text", rate: "decimal", tickets: "int", sales: "decimal", prizes: "decimal",
      commission: "decimal", net: "decimal", status: "text" },
    rows: (day) => groups(sellerDays(day), (sold) => sold.day, ({ shop }) => shop, ({ user }) => user)
      .map(([name, shop, agent, all]) => {
        const sum = (what) => total(all, (sold) => sold[what]);
        const net = sum("stakes") - sum("prizes") - sum("agent");
        const { rate } = all[0].rates.agent ?? { rate: null };
        return { day: name, shop, agent, rate: rate === null ? null : decimal(BigInt(rate), 2),
          tickets: all.reduce((count, { tickets }) => count + tickets, 0), sales: money(sum("stakes")),
          prizes: money(sum("prizes")),
          commission: money(sum("agent")), net: money(net), status: net > 0n ? "profit" : net < 0n ? "deficit" : "zero" };
      }),
  },
  safes: {
    shop: true,
    columns: { day: "text", shop: "int", to_tills: "decimal", from_tills: "decimal", to_bank: "decimal", from_bank: "decimal",
      corrections: "decimal", change: "decimal", balance: "decimal" },
    rows: (day) => {
      const sides = day.postings().flatMap(({ at, action, debit, credit, amount }) => [[debit, amount], [credit, -amount]]
        .filter(([[account]]) => account === "shop_safe")
        .map(([[, shop], into]) => ({ day: day.day(at), shop, action, into })));
      return groups(sides, (side) => side.day, ({ shop }) => shop).map(([name, shop, list]) => {
        const of = (...actions) => total(list.filter(({ action }) => actions.includes(action)), ({ into }) => into);
        const parts = { to_tills: -of("till_open", "supply"), from_tills: of("close", "drop"), to_bank: -of("safe_to_bank"),
          from_bank: of("safe_from_bank"), corrections: of("reversal", "count_correction"),
          change: total(list, ({ into }) => into),
          balance: total(sides.filter((side) => side.shop === shop && side.day <= name), ({ into }) => into) };
        return inUnits({ day: name, shop, ...parts }, Object.keys(parts));
      });
    },
  },
  taxes: {
    shop: true,
    columns: { day: "text", month: "text", shop: "int", tickets: "int", prizes: "decimal", withheld: "decimal", net_prizes: "decimal",
      handed_over: "decimal", owed: "decimal" },
    rows: (day) => {
      const paid = [...day.tickets.values()].map(({ payment }) => payment).filter((payment) => payment?.withheld > 0n)
        .map(({ session, at, amount, withheld }) => ({ day: day.day(at), shop: session.till.shop, count: 1, prizes: amount, withheld,
          handed_over: 0n }));
      const over = day.postings().filter(({ action }) => action === "tax_paid")
        .map(({ at, debit: [, shop], amount }) => ({ day: day.day(at), shop, count: 0, prizes: 0n, withheld: 0n, handed_over: amount }));
      const all = [...paid, ...over];
      return groups(all, (one) => one.day, ({ shop }) => shop).map(([name, shop, list]) => {
        const sum = (what) => total(list, (one) => one[what]);
        const parts = { prizes: sum("prizes"), withheld: sum("withheld"), net_prizes: sum("prizes") - sum("withheld"),
          handed_over: sum("handed_over"),
          owed: total(all.filter((one) => one.shop === shop && one.day <= name), (one) => one.withheld - one.handed_over) };
        return inUnits({ day: name, month: `${name.slice(0, 7)}-01`, shop, tickets: list.reduce((n, { count }) => n + count, 0), ...parts },
          Object.keys(parts));
      });
    },
  },
  seals: {
    columns: { day: "text", starts_at: "time", ends_at: "time", first_round: "int", last_round: "int", entries: "int",
      sealed_at: "time", entry: "int", hash: UNTOLD }, // the hash: tests/sql/seals.sql
    rows: (day) => day.seals.map((seal, i) => {
      const rounds = day.rounds.filter(({ opened }) => day.day(opened) === seal.day);
      return { day: seal.day, starts_at: day.seals[i - 1]?.ends, ends_at: seal.ends, first_round: rounds[0]?.id,
        last_round: rounds.at(-1)?.id, entries: seal.entries, sealed_at: seal.at, entry: seal.entry };
    }),
  },
};

/** Rows as cells in one form, in the order of the columns. */
export function cellsOf(name, rows) {
  const columns = Object.entries(REPORTS[name].columns);
  return rows.map((row) => columns.map(([column, kind]) => canonical(kind, row[column])));
}

/** Sum of the cells of one column, of counts or amounts. */
export function sumOf(cells) {
  return decimal(total(cells.filter(Boolean), (cell) => {
    const [whole, rest = ""] = cell.replace("-", "").split(".");
    const minor = BigInt(whole + rest.padEnd(MINOR_DIGITS, "0"));
    return cell.startsWith("-") ? -minor : minor;
  }), MINOR_DIGITS);
}
