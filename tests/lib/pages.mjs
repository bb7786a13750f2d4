// SPDX-License-Identifier: MIT
// A cashier's page in bad times. Whatever it asks for gets a key, and is asked again with that key until there is an
// answer: a success or a final refusal. It writes down what it was answered; afterwards the house's books must say the
// same, to the last ticket and coin.
import { randomUUID } from "node:crypto";
import { pass } from "./wait.mjs";

const TIMEOUT_MS = 4000;
/** Nobody can tell what became of the request, or it was not looked at: the page asks again. */
const isOpen = ({ status }) => status === 429 || status >= 500;

/**
 * @typedef {{kind: string, key: string, userId: number, tillId: number, path: string, body: object, tries: number,
 *   status?: number, text?: string, json?: any, isOdd?: boolean}} Act  status is there once it was answered for good
 */

export class Page {
  /** @param person a cashier at an open till (People.cashier)  @param {Act[]} record what all pages write to */
  constructor(person, record, chance) {
    this.person = person;
    this.record = record;
    this.chance = chance;
    this.float = person.session.float;
    this.sold = []; // its tickets that may be voided or paid
  }

  /** One request, to its end. `twice`: an impatient finger; both must be told the same. */
  async act(kind, path, body, { twice = false } = {}) {
    const act = { kind, key: randomUUID(), userId: this.person.me.userId, tillId: this.person.till.tillId, path, body, tries: 0 };
    this.record.push(act);
    const answers = await Promise.all(Array.from({ length: twice ? 2 : 1 }, () => this.#ask(act)));
    const [answer] = answers;
    // Two refusals may differ: time passes, and the round is not the same any more.
    act.isOdd = answers.some(({ status }) => status === 200) && answers.some(({ text }) => text !== answer.text);
    return Object.assign(act, { status: answer.status, text: answer.text, json: answer.json });
  }

  async #ask(act) {
    for (let wait = 50; ; wait = Math.min(2 * wait, 1000)) {
      act.tries++;
      const answer = await this.person.ask("POST", act.path, act.body, { key: act.key, timeout: TIMEOUT_MS }).catch(() => null);
      if (answer && !isOpen(answer)) return answer;
      await pass(wait / 2 + this.chance.below(wait));
    }
  }

  /** Something that only reads; null when it could not be had. */
  async read(path) {
    const answer = await this.person.ask("GET", path, undefined, { timeout: TIMEOUT_MS }).catch(() => null);
    return answer?.status === 200 ? answer.json : null;
  }

  async sell(roundId, lines, options) {
    const act = await this.act("sell", "/tickets", { roundId, lines }, options);
    if (act.status === 200) this.sold.push(act.json);
    return act;
  }

  void(ticket, options) {
    return this.act("void", `/tickets/${ticket.number}/void`, { code: ticket.code, reason: "a mistake" }, options);
  }

  pay(ticket, options) {
    return this.act("pay", `/tickets/${ticket.number}/pay`, { code: ticket.code }, options);
  }

  /** The same request again, long after: the answer as it comes. */
  repeat(act) {
    return this.person.ask("POST", act.path, act.body, { key: act.key });
  }
}

/** The cash that a till must have, by what its page was answered. */
export function cashOf(page, record) {
  let cash = page.float;
  for (const { kind, tillId, status, json } of record.filter(({ tillId: till }) => till === page.person.till.tillId)) {
    if (status !== 200) continue;
    if (kind === "sell") cash += json.stake;
    if (kind === "void") cash -= json.stake;
    if (kind === "pay") cash -= json.paid.cash;
  }
  return cash;
}

const CODES = {
  sell: ["betting_closed", "round_changed", "no_round"],
  void: ["betting_closed", "not_voidable"],
  pay: ["already_paid", "not_payable"],
};

/**
 * Holds the record against the house's own tables. Gives complaints, in words; none: they say the same.
 * `rounds`: id → finish order, null for a void round; only of those that are over.
 */
export async function disagreements(house, pages, record, rounds, prizeOf) {
  const complaints = [];
  const complain = (what, detail) => complaints.push(`${what}: ${typeof detail === "string" ? detail : JSON.stringify(detail)}`);
  for (const act of record) {
    if (act.status === undefined) complain("never answered", act);
    else if (act.isOdd) complain("asked twice, answered in two ways", act);
    else if (act.status !== 200 && !CODES[act.kind].includes(act.json?.code)) complain("an odd answer", `${act.kind} ${act.status} ${act.text}`);
  }
  const good = (kind) => record.filter((act) => act.kind === kind && act.status === 200);

  await compareTickets(house, good("sell"), complain);
  await compareStates(house, { sold: good("sell"), voided: good("void"), paid: good("pay"), rounds, prizeOf }, complain);
  await comparePayments(house, record.filter(({ kind }) => kind === "pay"), complain);
  const keys = await house.query("select user_id, key from hippo.journal where key is not null");
  const known = new Set(keys.map(({ user_id: userId, key }) => `${userId} ${key}`));
  for (const act of record) {
    const isKnown = known.has(`${act.userId} ${act.key}`);
    if (act.status === 200 && !isKnown) complain("answered and not on record", act);
    if (act.status !== 200 && isKnown) complain("refused and done all the same", act);
  }
  for (const page of pages) {
    const cash = await house.value("select hippo.till_cash(till_session_id) from hippo.till_book where till_id = $1", [page.person.till.tillId]);
    if (cash !== cashOf(page, record)) complain("cash", `till ${page.person.till.tillId} expects ${cash}, its page ${cashOf(page, record)}`);
  }
  return complaints;
}

async function compareTickets(house, sales, complain) {
  const rows = await house.query(`
    select hippo.ticket_number(t.ticket_id) as number, t.round_id as "roundId", t.stake, s.till_id as "tillId", json_agg(json_build_object(
        'line', l.line, 'market', p.market, 'selection', p.selection, 'odds', p.odds, 'stake', l.stake, 'prize', l.prize) order by l.line) as lines
    from hippo.ticket t join hippo.till_session s using (till_session_id),
      unnest(t.price_ids, t.stakes, t.prizes) with ordinality as l (price_id, stake, prize, line) join hippo.price p on p.price_id = l.price_id
    group by t.ticket_id, s.till_id`);
  const answered = groupBy(sales, ({ json }) => json.number);
  const existing = new Map(rows.map((row) => [row.number, row]));
  for (const [number, acts] of answered) {
    if (acts.length > 1) complain("two sales were answered with one ticket", number);
    const row = existing.get(number);
    if (!row) complain("a ticket was answered and does not exist", number);
    else if (!isSame(row, { ...pick(acts[0].json), tillId: acts[0].tillId })) complain("a ticket is not what was answered", { row, answer: acts[0].json });
    else if (!isSame(acts[0].body.lines, row.lines.map(({ market, selection, stake }) => ({ market, selection, stake }))) || acts[0].body.roundId !== row.roundId)
      complain("a ticket is not what was asked for", { row, asked: acts[0].body });
  }
  for (const number of existing.keys()) if (!answered.has(number)) complain("a ticket exists that nobody was told of", number);
}

/** Each ticket is where the answers, and the result of its round, say that it is. */
async function compareStates(house, { sold, voided, paid, rounds, prizeOf }, complain) {
  const states = new Map((await house.query("select hippo.ticket_number(ticket_id) as number, state, prize from hippo.ticket")).map((row) => [row.number, row]));
  const [backs, pays] = [voided, paid].map((acts) => new Set(acts.map(({ json }) => json.number)));
  for (const { json: ticket } of sold) {
    const row = states.get(ticket.number);
    const isOver = rounds.has(ticket.roundId);
    const prize = isOver && rounds.get(ticket.roundId) ? prizeOf(ticket, rounds.get(ticket.roundId)) : null;
    const isPaid = pays.has(ticket.number);
    const wanted = backs.has(ticket.number) ? "voided"
      : !isOver ? "sold"
      : prize === null ? (isPaid ? "refunded" : "refundable")
      : prize === 0 ? "lost"
      : isPaid ? "paid" : "won";
    if (row && (row.state !== wanted || (wanted !== "voided" && row.prize !== prize))) complain("a ticket's state", { number: ticket.number, wanted, prize, ...row });
  }
}

async function comparePayments(house, acts, complain) {
  const rows = await house.query(`select hippo.ticket_number(p.ticket_id) as number, p.amount, p.cash, p.paid_at, s.till_id, p.user_id
    from hippo.payment p join hippo.till_session s using (till_session_id)`);
  const facts = ({ amount, at, till, by }) => [amount, Date.parse(at), till.tillId, by.userId];
  const existing = new Map(rows.map((row) => [row.number, [row.amount, row.paid_at.getTime(), row.till_id, row.user_id]]));
  const good = groupBy(acts.filter(({ status }) => status === 200), ({ json }) => json.number);
  for (const [number, payments] of good) {
    if (payments.length > 1) complain("paid twice", number);
    if (!isSame(existing.get(number), facts(payments[0].json.paid))) complain("a payment is not what was answered", number);
  }
  for (const number of existing.keys()) if (!good.has(number)) complain("a payment exists that nobody was told of", number);
  for (const { json, path } of acts.filter((act) => act.json?.code === "already_paid")) {
    const number = path.split("/")[2];
    if (!isSame(existing.get(number), facts(json))) complain("already_paid tells of another payment", { number, json });
  }
}

const pick = ({ number, roundId, stake, lines }) => ({ number, roundId, stake, lines });

/** Equal values, in whatever order their members come. */
function isSame(left, right) {
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return left === right;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key]));
}

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const item of list) {
    const key = keyOf(item);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(item);
  }
  return groups;
}
