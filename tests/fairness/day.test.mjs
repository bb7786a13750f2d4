// SPDX-License-Identifier: MIT
// Three days of a house with three shops, through the doors of its rules and with its clock in our hands: over a thousand
// tickets of all markets on 24 rounds, voids, payments here and elsewhere, void rounds, expiries, counts that are off,
// commissions, safes, days that are sealed. A second book (day_model.mjs) keeps the same days from the published rules alone,
// and every figure of every report has to be its figure: in SQL, and as JSON and CSV through Caddy. DAY_SEED makes it other
// days.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { readReport } from "../lib/csv.mjs";
import { ask, PASSWORD, signIn } from "../lib/people.mjs";
import { ClockedHouse, dice, HASH } from "./clocked_house.mjs";
import { Card, Day } from "./day_model.mjs";
import { canonical, cellsOf, isSame, REPORTS, sumOf } from "./day_reports.mjs";
import { chainOf } from "./hr1_model.mjs";

const SEED = Number(process.env.DAY_SEED ?? 20260307);
// Haiti's clocks go ahead in the second of these nights; a round of each night belongs to the day before.
const STRETCHES = [["2026-03-07T14:00:00Z", 9], ["2026-03-08T04:59:57Z", 2], ["2026-03-08T13:00:00Z", 7],
  ["2026-03-09T03:59:58Z", 2], ["2026-03-09T14:00:00Z", 4]];
const VOIDED_EARLY = 5; // rounds, counted from 1
const VOIDED_LATE = 14;
const ACTS = 70; // of a round
const ALL_MARKETS = ["win", "place", "top3", "exacta", "quinella", "couple_place", "trifecta", "trio", "duel", "odd_even"];
const PRIZE_MAX = 5_000_000n; // of a ticket: far from every cap
const NOT_FOR_WEB = ["round_runners", "ticket_lines", "accounts"];

const { random, below, chance, pick } = dice(SEED);
const clocked = new ClockedHouse();
const day = new Day({ zone: "America/Port-au-Prince", times: { betting: 5000, lock: 1000, film: 3000, finish: 1000 },
  settings: { ticket_days: 90, warn_days: 7, cash_unit: 1, pay_supervisor_from: 10_000_000, till_tolerance: 10_000,
    stake_step: 500 } });
const done = new Map(); // what happened how often
let figures = 0;

const did = (what) => done.set(what, (done.get(what) ?? 0) + 1);
const value = (...query) => clocked.value(...query);
const rows = (...query) => clocked.rows(...query);
const user = (name) => day.users.get(name);
const people = (role) => [...day.users.values()].filter((one) => one.role === role);
const act = (name, who, ...values) => clocked.act(name, who.token, ...values);

function at(moment) {
  day.now = moment;
  return clocked.setClock(moment);
}
const later = (ms) => at(day.now + ms);

// People -------------------------------------------------------------------------------------------------------------

async function signAllIn() {
  for (const one of day.users.values()) {
    one.token = await clocked.signIn(one.name, one.address, day.now);
    day.act(one, "sign_in", one.name);
  }
}

async function hire(name, role, shop) {
  const admin = user("admin");
  await act("user_create", admin, name, name, role, shop, HASH);
  day.act(admin, "user_create", name);
  day.addUser(name, role, shop);
}

async function furnish() {
  await at(Date.parse("2026-03-04T15:00:00Z"));
  await value("select api.admin_bootstrap($1)", [HASH]);
  day.addUser("admin", "admin", null);
  day.write(0, "user_create", { subject: "admin", reason: "first start" });
  await signAllIn();
  for (const [shop, name] of [[1, "Delmas"], [7, "Hinche"], [120, "Jacmel"]]) {
    await act("shop_create", user("admin"), shop, name, null);
    day.act(user("admin"), "shop_create", String(shop));
  }
  for (const [id, shop, number] of [[1, 1, 1], [2, 1, 2], [3, 1, 3], [4, 7, 1], [5, 120, 1], [6, 120, 12]]) {
    const till = await act("till_create", user("admin"), shop, number, `Caisse ${number}`);
    assert.equal(till.tillId, id);
    day.addTill(id, shop, number, `Caisse ${number}`);
    day.act(user("admin"), "till_create", String(id));
  }
  for (const [name, role, shop] of [["ada", "admin"], ["abe", "admin"], ["olga", "auditor"], ["anna", "cashier", 1],
    ["bert", "cashier", 1], ["sam", "supervisor", 1],
    ["sue", "supervisor", 1], ["dora", "cashier", 7], ["sid", "supervisor", 7], ["emil", "cashier", 120],
    ["fred", "cashier", 120], ["sol", "supervisor", 120],
    ["sly", "supervisor", 120]]) {
    await hire(name, role, shop ?? null);
  }
  // Only with a password of its own does an admin count as a person.
  await signAllIn();
  for (const name of ["ada", "abe"]) {
    await act("password_finish", user(name), HASH);
    day.act(user(name), "password", name);
  }
}

async function set(name, to) {
  await act("setting_update", user("ada"), name, String(to), null);
  day.act(user("ada"), "setting", name);
  if (name in day.settings) day.settings[name] = to;
}

async function useCard(card) {
  const runners = card.given.map(({ weight, odds, ...runner }) =>
    ({ ...runner, color: "#123456", ...(odds ? { odds: Number(odds) } : { weight: Number(weight) }) }));
  const { cardId } = await act("card_propose", user("ada"), card.name, Number(card.targetPpm), JSON.stringify(runners), null);
  day.act(user("ada"), "card_propose", card.name);
  await act("card_decide", user("abe"), cardId, true, null);
  day.act(user("abe"), "card_approve", card.name);
  day.card = card;
}

function newCard(name, targetPpm, runners) {
  return Object.assign(new Card(name, targetPpm, runners, BigInt(day.settings.cash_unit), 2500n),
    { given: runners, targetPpm });
}

// Tills ----------------------------------------------------------------------------------------------------------------

const SEATS = [["anna", 1], ["bert", 2], ["sue", 3], ["dora", 4], ["emil", 5]];
const NIGHT_SEATS = [["fred", 6]]; // he comes late in the evening, when it is the next day already elsewhere

async function openTills(seats) {
  for (const [name, id] of seats) {
    const till = day.tills.get(id);
    if (till.session || user(name).session) continue;
    const float = chance(0.1) ? 0n : 2_000_000n + 500n * BigInt(below(20_000));
    await later(1 + below(900));
    const opened = await act("till_open", user(name), id, String(float));
    assert.equal(opened.sessionId, day.openTill(user(name), till, float).id);
    did("till open");
  }
}

/** Notes and coins that make up an amount. */
function pieces(amount) {
  const counts = {};
  for (const piece of [100_000n, 25_000n, 5_000n, 500n, 100n, 5n, 1n]) {
    if (amount >= piece) counts[piece] = Number(amount / piece);
    amount %= piece;
  }
  return counts;
}

/** `by` counts the till of `name`, so much more than there should be. */
async function countTill(name, off, by = user(name), reason = null) {
  const { session } = user(name);
  const counted = session.cash + off > 0n ? session.cash + off : 0n;
  const variance = counted - session.cash;
  const isSmall = (variance < 0n ? -variance : variance) <= BigInt(day.settings.till_tolerance);
  await later(1 + below(900));
  const signs = isSmall || (by !== session.user && by.role === "supervisor" && reason !== null);
  const answer = await act("till_close", by, by === session.user ? null : session.till.id, JSON.stringify(pieces(counted)),
    reason);
  day.count(by, session, counted, reason, signs);
  assert.deepEqual([answer.state, answer.count.variance], [session.state, Number(variance)]);
  did(signs ? "till closed" : "till counted");
  return session;
}

async function verifyTill(session, by, reason) {
  await later(1 + below(900));
  await act("till_verify", by, session.id, reason);
  day.verify(by, session, reason);
  did("till verified");
}

/** `by` undoes the newest movement of one of these kinds at the till of a session, or gives it its right amount. */
async function reverse(by, session, kinds, amount) {
  const { till } = session;
  const wrong = day.journal.get(till.id).filter(({ action, user: one, isReversed, amount: moved }) => kinds.includes(action)
    && one !== by && moved && !isReversed).at(-1);
  if (!wrong || wrong.entry < session.opening) return;
  if (wrong.debit[0] === "till_cash" && session.cash + (amount ?? 0n) < wrong.amount) return;
  await later(1 + below(900));
  await act("till_reverse", by, till.id, wrong.entry, amount === null ? null : String(amount), "typed wrong");
  day.reverse(by, session, wrong, amount, "typed wrong");
  did("reversal");
}

async function recount(by, session, off) {
  const counted = session.counted + off;
  await later(1 + below(900));
  const answer = await act("till_recount", by, session.id, JSON.stringify(pieces(counted)), "notes stuck together");
  day.recount(by, session, counted, "notes stuck together");
  assert.equal(answer.state, session.state);
  did(session.corrected === undefined ? "recount" : "correction");
}

async function closeTills() {
  const gap = () => BigInt(below(4000));
  await reverse(user("sam"), user("bert").session, ["deposit", "cash_in", "supply"], 50_000n);
  await reverse(user("sam"), user("anna").session, ["drop", "withdrawal"], null);
  await reverse(user("sid"), user("dora").session, ["till_open"], 1_500_000n);
  const anna = await countTill("anna", 0n);
  await countTill("bert", gap());
  await countTill("dora", -gap());
  const sue = await countTill("sue", -15_000n - gap(), user("sue"), "a note is missing");
  const emil = await countTill("emil", 30_000n + gap());
  await countTill("fred", -40_000n, user("sol"), "counted with Fred");
  await recount(user("sue"), sue, 5000n); // her own count: it waits on
  await reverse(user("sam"), sue, ["deposit", "cash_in", "supply"], 25_000n);
  await verifyTill(sue, user("sam"), "seen");
  await recount(user("sam"), anna, 1500n);
  await recount(user("sly"), emil, 1000n); // another's count closes
}

// What people do ---------------------------------------------------------------------------------------------------------

const seated = () => [...SEATS, ...NIGHT_SEATS].map(([name]) => user(name)).filter(({ session }) => session);
const supervisorsOf = (shop) => people("supervisor").filter((one) => one.shop === shop);

async function moveCash(kind, who = pick(seated()), amount = 500n * BigInt(1 + below(400))) {
  const { session } = who;
  if (["withdrawal", "cash_out", "drop"].includes(kind) && amount > session.cash) return;
  const by = kind === "cash_out" ? pick(supervisorsOf(session.till.shop)) : who;
  const [reference, description] = [chance(0.5) ? `R-${below(1000)}` : null, kind === "cash_out" || chance(0.3)
    ? "=a receipt, of ours" : null];
  await act("till_movement", by, by === who ? null : session.till.id, kind, String(amount), reference, description);
  day.moveCash(by, session, kind, amount, reference, description);
  did(kind);
}

function someLines() {
  const { round } = day;
  const labels = [...round.card.prices.keys()].filter((label) => round.markets.includes(label.split(" ")[0]));
  for (;;) {
    const count = chance(0.6) ? 1 : chance(0.8) ? 1 + below(4) : 1 + below(20);
    const lines = day.priced(Array.from({ length: count }, () => {
      const market = pick(round.markets); // each as often as the others, however many selections it has
      return { label: pick(labels.filter((label) => label.startsWith(`${market} `))),
        stake: 2500n + BigInt(day.settings.stake_step * below(chance(0.9) ? 20 : 200)) };
    }));
    if (new Set(lines.map(({ label }) => label)).size === count && day.maxPrize(lines) <= PRIZE_MAX) return lines;
  }
}

async function sell() {
  const seller = pick(seated());
  const lines = someLines();
  const answer = await act("ticket_sell", seller, day.round.id, chance(0.5) ? day.round.cardHash : null,
    lines.map(({ label }) => label), lines.map(({ stake }) => String(stake)));
  const ticket = Object.assign(day.sell(seller, lines), { isForgotten: chance(0.12) }); // nobody will come for it
  ticket.code = answer.code;
  assert.deepEqual([answer.number, answer.stake, answer.lines.map(({ odds, prize }) => [odds, prize])],
    [ticket.number, Number(ticket.stake), lines.map(({ odds, prize }) => [Number(odds), Number(prize)])]);
  did("sale");
}

async function voidTicket() {
  const ticket = pick(day.round.tickets.filter((one) => one.state === "sold" && one.till.session));
  if (!ticket) return;
  const { till } = ticket;
  const elsewhere = [...day.tills.values()].filter(({ shop, session }) => shop === till.shop && session?.state === "open");
  const isOwn = chance(0.7) && till.session.state === "open";
  const place = isOwn ? till : pick(elsewhere);
  if (!place || place.session.cash < ticket.stake) return;
  const by = isOwn ? place.session.user : pick(supervisorsOf(till.shop));
  await act("ticket_void", by, place.session.user === by ? null : place.id, ticket.number, ticket.code, "a slip of the tongue");
  day.voidTicket(by, place.session, ticket, "a slip of the tongue");
  did(place === till ? "void" : "void elsewhere");
}

async function pay(ticket = pick([...day.tickets.values()].filter(({ claim, isForgotten }) => claim && !isForgotten))) {
  if (!ticket) return;
  const { claim } = ticket;
  const isLarge = claim.amount >= BigInt(day.settings.pay_supervisor_from);
  const { session } = pick(seated());
  const [cash, shop] = [day.cashFor(ticket), session.till.shop];
  if (session.cash < cash) await moveCash("supply", session.user, cash);
  const able = isLarge ? supervisorsOf(shop) : [session.user];
  const by = pick(able.filter((one) => one !== ticket.copiedBy));
  if (!by) return;
  const note = isLarge ? "Jean, 001-234" : chance(0.2) ? "known here" : null;
  const answer = await act("ticket_pay", by, session.user === by ? null : session.till.id, ticket.number, ticket.code, note);
  const paid = day.pay(by, session, ticket, note);
  assert.deepEqual([answer.state, answer.paid.amount, answer.paid.cash],
    [ticket.state, Number(paid.amount), Number(paid.cash)]);
  if (paid.withheld > 0n) did("withheld");
  assert.equal(answer.withheld, paid.withheld > 0n ? Number(paid.withheld) : undefined);
  if (paid.cash > paid.amount - paid.withheld) did("rounded up");
  const place = session.till === ticket.till ? "" : shop === ticket.till.shop ? " at another till" : " in another shop";
  did(`${ticket.state}${isLarge ? " large" : ""}${place}`);
}

async function copy() {
  const ticket = pick([...day.tickets.values()].slice(-100)
    .filter(({ state, copiedBy }) => ["sold", "won"].includes(state) && !copiedBy));
  if (!ticket) return;
  const by = pick(supervisorsOf(ticket.till.shop));
  await act("ticket_copy", by, ticket.number);
  day.copy(by, ticket);
  ticket.copiedBy = by;
  did("copy");
}

async function failScan() {
  const who = pick(seated());
  await value("select api.scan_failed($1, $2)", [who.token, "01-010001-5"]);
  day.scanFailed(who, "01-010001-5");
  did("failed scan");
}

const BUSY = [[sell, 50], [voidTicket, 3], [pay, 9], [copy, 1], [failScan, 0.7],
  [() => moveCash(pick(["deposit", "withdrawal", "cash_in", "cash_out", "supply", "drop"])), 4]];
const QUIET = BUSY.filter(([what]) => what !== sell && what !== voidTicket);

async function someAct(acts) {
  let where = random() * acts.reduce((sum, [, weight]) => sum + weight, 0);
  await acts.find(([, weight]) => (where -= weight) < 0)[0]();
}

// Rounds ------------------------------------------------------------------------------------------------------------------

const lateness = () => (chance(0.7) ? below(20) : chance(0.5) ? 200 + below(100) : below(3000));

/** People act until `moment`, or so many times. */
async function actUntil(moment, acts, times, gap) {
  for (let i = 0; i < times && day.now + gap < moment; i++) {
    await later(1 + below(gap));
    await someAct(acts);
  }
}

async function openRound() {
  if (!day.chains.length || day.chains.at(-1).used === day.chains.at(-1).secrets.length - 1) {
    const secrets = chainOf(`chain ${day.chains.length} of ${SEED}`, day.chains.length ? 60 : 10);
    await value("select scheduler.session_open($1, $2, $3, $4)",
      [secrets.length - 1, secrets[0].toString("hex"), "5e".repeat(72), "f1".repeat(16)]);
    day.openChain(secrets);
  }
  const id = await value("select scheduler.round_open()");
  const round = day.openRound(day.card, day.marketsOn(day.sold));
  const proof = await value("select api.round_proof($1)", [id]);
  assert.deepEqual([proof.roundId, proof.card, proof.cardHash], [round.id, round.cardText, round.cardHash.toString("hex")],
    "the published card");
  assert.equal(proof.secret, null);
  return round;
}

async function voidRound(round) {
  await value("select scheduler.round_void($1, $2)", [round.id, round.secret.toString("hex")]);
  day.voidRound();
}

async function askVoid(name, reason, decides) {
  await act("round_void", user(name), day.round.id, reason);
  day.askVoid(user(name), reason, decides);
}

/** Every day that is over is sealed, as the scheduler does it: then its figures are read from what the seal kept. */
async function sealDays() {
  for (;;) {
    const told = await value("select scheduler.day_seal()");
    const wanted = day.seal();
    assert.deepEqual(told.sealed && { day: told.sealed, entries: told.entries }, wanted);
    if (!wanted) return;
    did("day sealed");
  }
}

async function setRate(kind, rate) {
  const { shop = null, user: name = null } = rate;
  const id = await value("select user_id from hippo.app_user where username = $1", [name]);
  await act("commission_set", user("ada"), kind, shop, id ?? null, rate.rate, rate.basis, rate.from);
  day.setRate(user("ada"), kind, rate);
  did(`rate of ${name ? "a user" : shop ? "a shop" : "the house"}`);
}

async function moveSafe(name, kind, amount, reference, description) {
  const by = user(name);
  const shop = by.shop ?? 7;
  await act("safe_move", by, by.shop ? null : shop, kind, String(amount), reference, description);
  day.moveSafe(by, shop, kind, amount, reference, description);
  did(kind);
}

/** Hundredths of a percent of prizes over so much. */
async function setTaxRate(rate, above, from) {
  await act("tax_rate_set", user("ada"), rate, String(above), from);
  day.setTaxRate(user("ada"), { rate: BigInt(rate), above, from });
}

/** Of what each shop owes the state, a third. */
async function payTaxes() {
  for (const shop of [1, 7, 120]) {
    const owed = day.taxOwed(shop);
    if (owed < 3n) continue;
    await act("tax_pay", user("ada"), shop, String(owed / 3n), "R-1", null);
    day.payTaxes(user("ada"), shop, owed / 3n, "R-1");
    did("taxes paid");
  }
}

/** What is agreed about commissions, and goes between safes and the bank, before a stretch of the days. */
async function beginStretch(i) {
  if (i === 0) {
    await moveSafe("sam", "from_bank", 90_000_000n, "B-1", null);
    await moveSafe("ada", "from_bank", 30_000_000n, null, "the first of it");
    await setRate("agent", { rate: 1033, basis: "sales", from: "2026-03-08" });
    await setRate("agent", { user: "anna", rate: 1750, basis: "net", from: "2026-03-08" });
    await setRate("agent", { shop: 1, rate: 815, basis: "sales", from: "2026-03-08" });
    await setRate("supervisor", { shop: 1, rate: 307, basis: "net", from: "2026-03-08" });
    await setRate("supervisor", { shop: 120, rate: 999, basis: "sales", from: "2026-03-09" });
    await setRate("supervisor", { shop: 120, rate: 201, basis: "sales", from: "2026-03-09" }); // the later one counts
    await setTaxRate(1537, 1_000_000n, "2026-03-08");
    await setTaxRate(733, 0n, "2026-03-09");
  } else if (i === 2) {
    await moveSafe("sam", "to_bank", 1_234_500n, "B-2", "=a bag");
    await setRate("agent", { user: "anna", rate: null, basis: "net", from: "2026-03-09" });
    await setRate("agent", { shop: 7, rate: 1207, basis: "net", from: "2026-03-09" });
    await setRate("supervisor", { rate: 150, basis: "sales", from: "2026-03-09" });
  }
}

async function playRound(number) {
  const { round: before } = day;
  if (before && before.closes > day.now) await at(before.closes + (chance(0.5) ? below(200) : 300 + below(500)));
  const round = await openRound();
  await actUntil(round.locks, BUSY, ACTS, 60);
  if (number === VOIDED_EARLY) {
    await askVoid("ada", "a wrong card", true);
    await later(20);
    return voidRound(round);
  }
  await at(round.locks + lateness());
  await value("select scheduler.round_lock($1)", [round.id]);
  day.lock();
  if (number === VOIDED_LATE) {
    await askVoid("ada", "a doubt", false);
    await askVoid("abe", "the same doubt", true);
    return voidRound(round);
  }
  await actUntil(round.starts, QUIET, 2, 20);
  await at(Math.max(round.starts, day.now) + lateness());
  await value("select scheduler.round_race($1, 1000000, 1750)", [round.id]);
  day.race();
  await at(round.ends + lateness());
  const film = round.card.runners.map(() => Array.from({ length: 30 }, (_, i) => i + 1));
  await value("select scheduler.round_finish($1, $2, $3, 1, $4)",
    [round.id, round.secret.toString("hex"), round.order, JSON.stringify(film)]);
  day.finish();
  await later(below(20));
  await value("select scheduler.round_settle($1)", [round.id]);
  day.settle();
  await actUntil(round.closes, QUIET, 6, 60);
}

async function sellOnly(markets) {
  for (const market of ALL_MARKETS) {
    if (markets.includes(market) !== day.sold.includes(market)) await set(`market_${market}`, markets.includes(market) ? 1 : 0);
  }
  day.sold = markets;
}

const runnersOf = (list, number, name, weight) => list.map((one, i) => ({ number: number(i), name: `${name} ${i + 1}`,
  weight: weight(one, i) }));

/** Between rounds: what is sold, on which card, and how long it can be claimed. */
async function prepare(number) {
  switch (number) {
    case 1:
      await sellOnly(ALL_MARKETS);
      await set("pay_supervisor_from", 150_000);
      await set("warn_days", 1);
      break;
    case 2:
      await set("ticket_days", 1);
      break;
    case 4: // a coin, and a card whose odds leave room for it
      await sellOnly(["win"]);
      await set("cash_unit", 100);
      await useCard(newCard("eight", 900_000n, runnersOf([31n, 7n, 1_000_003n, 250_000n, 77_777n, 500_000n, 123_456n, 900_001n],
        (i) => 3 * i + 2, "Cheval", (weight) => weight * 1000n + 70_000_000n)));
      await sellOnly(ALL_MARKETS);
      break;
    case 6:
      await set("ticket_days", 90);
      break;
    case 8:
      await useCard(newCard("five", 940_000n, [[1, 290n], [2, 900n], [3, 400n], [4, 550n], [15, 480n]]
        .map(([place, odds]) => ({ number: place, name: `Pati ${place}`, odds }))));
      break;
    case 12:
      await set("ticket_days", 3650);
      break;
    case 13:
      await useCard(newCard("twelve", 920_000n, runnersOf(Array(12).fill(100), (i) => i + 1, "Zetwal", (base, i) =>
        BigInt(base + 37 * i))));
      await sellOnly(ALL_MARKETS.filter((market) => market !== "duel"));
      break;
    case 15:
      await set("cash_unit", 1);
      await set("stake_step", 10); // now the floor under a prize shows
      break;
    case 19:
      await useCard(newCard("three", 900_000n, [[4, 5n], [9, 3n], [10, 3n]].map(([place, weight]) =>
        ({ number: place, name: `Twa ${place}`, weight }))));
      break;
    case 21:
      await useCard(newCard("seven", 900_000n, runnersOf([4n, 5n, 6n, 7n, 8n, 9n, 10n], (i) => 50 - 7 * i, "Sèt", (weight) =>
        weight)));
  }
}

// What is compared ----------------------------------------------------------------------------------------------------------

function compare(name, columns, told, wanted, where) {
  const kinds = columns.map((column) => REPORTS[name].columns[column]);
  const sorted = (list) => list.map((row) => [row.map((cell, i) => (kinds[i] === "chance" ? "" : cell)).join("\t"), row])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
  const [a, b] = [sorted(told), sorted(wanted)];
  const wrong = [];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    for (const [k, column] of columns.entries()) {
      const [says, should] = [a[i]?.[k] ?? "no row", b[i]?.[k] ?? "no row"];
      if (isSame(kinds[k], says, should)) continue;
      wrong.push(`${column}: the house says ${says}, the book ${should}, in ${(b[i] ?? a[i]).join(" | ")}`);
    }
    figures += columns.length;
  }
  assert.equal(wrong.length, 0,
    `${wrong.length} cells of ${name} ${where} (DAY_SEED=${SEED}):\n${wrong.slice(0, 8).join("\n")}`);
}

async function compareViews(where) {
  for (const [name, { columns, rows: make }] of Object.entries(REPORTS)) {
    const names = Object.keys(columns);
    const told = await rows(`select ${names.map((column) => `${column}::text`).join(", ")} from report.${name}`);
    compare(name, names, told.map((row) => row.map((cell, i) => canonical(columns[names[i]], cell))), cellsOf(name, make(day)),
      where);
  }
  assert.deepEqual(await rows("select * from report.proof()"), [], `the proof ${where}`);
  assert.deepEqual(await rows("select * from report.proof_full()"), [], `the proof of sealed days ${where}`);
  assert.deepEqual(await rows("select * from report.audit_verify()"), [], `the chains ${where}`);
  for (const round of day.rounds) {
    const told = await value("select report.exposure($1)", [round.id]);
    assert.equal(BigInt(told ?? 0), day.exposureOf(round), `exposure of ${round.id} ${where}`);
  }
}

async function comparePapers(where) {
  for (const session of day.sessions) {
    const told = await value("select api.till_report($1, null, $2)", [user("olga").token, session.id]);
    assert.deepEqual(told.totals, day.totals(session), `session ${session.id} ${where}`);
    const { counted, expected } = session;
    const count = counted === undefined ? null : [Number(counted), Number(expected), Number(counted - expected)];
    assert.deepEqual(told.count && [told.count.counted, told.count.expected, told.count.variance], count,
      `count of session ${session.id} ${where}`);
    figures += 20;
  }
  const { winners } = await value("select api.winner_list(100)");
  assert.deepEqual(winners.map(({ roundId, winner, order, time }) => ({ roundId, winner: winner.number, order, time })),
    day.winners(), `winners ${where}`);
  for (const name of new Set(day.rounds.map(({ opened }) => day.day(opened)))) {
    const { stats } = await value("select api.ticket_list($1, null, $2, null, null, null, 1)", [user("olga").token, name]);
    const own = [...day.tickets.values()].filter(({ round }) => day.day(round.opened) === name);
    const sum = (of) => Number(own.reduce((all, ticket) => all + of(ticket), 0n));
    assert.deepEqual(stats, { tickets: own.length, stake: sum(({ stake }) => stake), prizes: sum(({ prize }) => prize ?? 0n),
      unpaid: sum(({ claim }) => claim?.amount ?? 0n) }, name);
  }
}

// The days --------------------------------------------------------------------------------------------------------------------

before(async () => {
  await clocked.open();
  await furnish();
  day.sold = ["win"];
  day.card = newCard("classic-6", 900_000n, [[6, "Soley Leve", 550n], [7, "Citadelle", 470n], [8, "Ti Zeklè", 720n],
    [9, "Papiyon", 580n], [10, "Lanbi", 810n], [54, "Tonnerre", 450n]]
    .map(([number, name, odds]) => ({ number, name, odds })));
}, { timeout: 60_000 });
after(() => clocked.close(), { timeout: 60_000 });

test("the model knows every view, every column and every function of the reports", async () => {
  const told = await rows(`select table_name::text, column_name::text from information_schema.columns
    where table_schema = 'report' order by 1, ordinal_position`);
  const views = {};
  for (const [view, column] of told) (views[view] ??= []).push(column);
  assert.deepEqual(views, Object.fromEntries(Object.entries(REPORTS).map(([name, { columns }]) => [name, Object.keys(columns)])
    .sort(([a], [b]) => (a < b ? -1 : 1))));
  const functions = await rows("select proname::text from pg_proc where pronamespace = 'report'::regnamespace order by 1");
  assert.deepEqual(functions.flat(), ["audit_verify", "exposure", "proof", "proof_full"]);
});

test(`three days (DAY_SEED=${SEED}): every figure of every report is the second book's`, { timeout: 300_000 }, async (t) => {
  let number = 0;
  for (const [i, [begin, count]] of STRETCHES.entries()) {
    await at(Math.max(Date.parse(begin), day.now));
    await signAllIn();
    await openTills(i % 2 === 0 ? SEATS : NIGHT_SEATS);
    assert.equal((await value("select scheduler.pulse()")).expired, day.expire(), "claims that expired");
    if ((await value("select scheduler.proof_run()")).ran) day.prove();
    await sealDays();
    await beginStretch(i);
    for (let n = 0; n < count; n++) {
      await prepare(++number);
      await playRound(number);
      if (number % 6 === 0) await compareViews(`after round ${number}`);
    }
    if (i % 2 === 1) await closeTills();
  }
  await payTaxes();
  // The last round is open when the reports are read, a till is closed, another waits for a supervisor.
  await at(day.round.closes);
  const round = await openRound();
  await actUntil(round.locks, BUSY, ACTS, 40);
  await countTill("anna", 500n);
  await countTill("dora", -25_000n);
  await compareViews("at the end");
  await comparePapers("at the end");
  const tickets = [...day.tickets.values()];
  assert.ok(tickets.length >= 1000 && day.rounds.length >= 20, `${tickets.length} tickets, ${day.rounds.length} rounds`);
  for (const market of Object.keys(Object.fromEntries(tickets.flatMap(({ lines }) =>
    lines.map(({ label }) => [label.split(" ")[0], 1]))))) did(`market ${market}`);
  for (const ticket of tickets) did(`now ${ticket.state}`);
  const happened = [...done].sort().map((entry) => entry.join(" ")).join(", ");
  t.diagnostic(`${tickets.length} tickets, ${day.rounds.length} rounds, ${figures} figures: ${happened}`);
  assert.equal([...done.keys()].filter((what) => what.startsWith("market ")).length, 10);
  for (const what of ["void", "void elsewhere", "paid", "paid at another till", "paid in another shop", "paid large",
    "refunded", "copy", "failed scan", "rounded up", "till counted", "till verified", "reversal", "recount", "correction",
    "deposit", "withdrawal", "cash_in", "cash_out", "supply", "drop", "to_bank", "from_bank", "day sealed", "rate of", "withheld", "taxes paid",
    "now sold", "now voided", "now lost", "now won",
    "now refundable", "now paid", "now refunded", "now expired"]) {
    assert.ok([...done.keys()].some((name) => name.startsWith(what)), `${what} was among it`);
  }
});

/** Neither a formula nor an order that would become a date is left as it is for a spreadsheet. */
const unguarded = (cell) => cell.replace(/^'(?=[=+@-])/, "").replaceAll(" > ", "-");

const DAYS = [["2026-03-01", "2026-03-31"], ["2026-03-08", "2026-03-08"], ["2026-02-01", "2026-02-28"]];

test("the same figures over HTTP, as JSON and as CSV, of all days and of one", { timeout: 120_000 }, async () => {
  const { house } = clocked;
  await house.launch(["api", "caddy"]);
  const { token } = await signIn(house, "olga", PASSWORD);
  const refused = [];
  const sums = new Map(await rows("select name, sums from hippo.report_list()"));
  for (const [name, report] of Object.entries(REPORTS)) {
    const columns = Object.keys(report.columns);
    const canon = (row) => row.map((cell, i) => canonical(report.columns[columns[i]], cell));
    for (const [from, to] of DAYS) {
      const isWanted = (one) => one >= from && one <= to;
      const path = `/reports/${name}?from=${from}&to=${to}`;
      const answer = await ask(house, token, "GET", `${path}&limit=10000`);
      if (answer.status === 404) {
        refused.push(name);
        break;
      }
      const wanted = cellsOf(name, name === "runners" ? report.rows(day, isWanted) : report.rows(day)
        .filter((row) => isWanted(row.day)));
      assert.deepEqual(answer.json.columns, columns);
      assert.equal(answer.json.truncated, false);
      compare(name, columns, answer.json.rows.map(canon), wanted, `as JSON from ${from} to ${to}`);
      const totals = Object.fromEntries(sums.get(name).map((column) => [column,
        sumOf(wanted.map((row) => row[columns.indexOf(column)]))]));
      assert.deepEqual(Object.fromEntries(Object.entries(answer.json.totals).map(([column, sum]) => [column,
        canonical("decimal", sum)])), totals, `totals of ${name} from ${from} to ${to}`);
      const file = readReport((await ask(house, token, "GET", `${path}&format=csv`)).text, name);
      assert.deepEqual(file.columns, columns);
      compare(name, columns, file.rows.map((row) => canon(row.map(unguarded))), wanted,
        `as CSV from ${from} to ${to}`);
      if (wanted.length > 0) assert.deepEqual(canon(file.totals), columns.map((column, i) => (i === 0 ? canon(["total"])[0]
        : totals[column] ?? "")), `last line but one of ${name} from ${from} to ${to}`);
    }
  }
  assert.deepEqual(refused.sort(), [...NOT_FOR_WEB].sort());
});

test("a supervisor reads the own shop's, and nothing else", { timeout: 120_000 }, async () => {
  const { house } = clocked;
  const { token } = await signIn(house, "sol", PASSWORD);
  for (const [name, report] of Object.entries(REPORTS)) {
    const columns = Object.keys(report.columns);
    const answer = await ask(house, token, "GET", `/reports/${name}?from=2026-03-01&to=2026-03-31&limit=10000`);
    assert.equal(answer.status, report.shop ? 200 : NOT_FOR_WEB.includes(name) ? 404 : 403,
      `${name}: ${answer.text.slice(0, 200)}`);
    if (!report.shop) continue;
    const wanted = cellsOf(name, report.rows(day).filter(({ shop }) => shop === user("sol").shop));
    assert.ok(wanted.length > 0, name);
    compare(name, columns, answer.json.rows.map((row) => row.map((cell, i) => canonical(report.columns[columns[i]], cell))),
      wanted, "for a supervisor");
  }
});
