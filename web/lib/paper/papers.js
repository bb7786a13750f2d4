// SPDX-License-Identifier: MIT
// What stands on each paper, in its order: a list of blocks, whatever prints them. A function of the api's facts, the words
// and the language alone: no clock, no page, no network.

import { print as printCode, TEST_TICKET } from "../ticket_code.js";
import { createNumbers, join, localTime, PaperError, plain, sayTime } from "./text.js";

/**
 * @typedef {"text"|"small"|"strong"|"large"|"title"|"house"|"number"|"hash"} Ink
 * @typedef {{is: "row", ink: Ink, centred: boolean, text: string}
 *   | {is: "pair", ink: Ink, label: string, value: string}
 *   | {is: "runner", number: string, name: string}
 *   | {is: "box", title: string, rows: string[]}
 *   | {is: "hash", label: string, rows: string[]}
 *   | {is: "address", text: string}
 *   | {is: "signature", label: string}
 *   | {is: "qr", text: string}
 *   | {is: "picture", width: number, height: number, bits: string}
 *   | {is: "rule", dashed: boolean}} Block
 * @typedef {{title: string, blocks: Block[]}} Paper
 */

/** The note that each state of a ticket prints, and its amount. Sold: none. */
const STATES = {
  voided: { worthless: true },
  lost: { worthless: true },
  won: { amount: "prize" },
  refundable: { amount: "stake" },
  paid: { amount: "prize", worthless: true },
  refunded: { amount: "stake", worthless: true },
  expired: { worthless: true },
};

const TOTALS = ["deposits", "withdrawals", "cashIn", "cashOut", "supplies", "drops", "rounding"];
const HASH_ROW = /.{1,32}/g;
const HASH_GROUP = /.{1,8}/g;

const row = (ink, text) => ({ is: "row", ink, centred: false, text });
const centred = (ink, text) => ({ is: "row", ink, centred: true, text });
const pair = (label, value, ink = "text") => ({ is: "pair", ink, label, value });
const strongPair = (label, value) => pair(label, value, "large");
const rule = { is: "rule", dashed: false };
const dashes = { is: "rule", dashed: true };
const runnerOf = ({ number, name }) => ({ is: "runner", number: String(number), name: plain(name) });
const signature = (label) => ({ is: "signature", label });
const hash = (label, hex) => ({
  is: "hash",
  label,
  rows:
    plain(hex)
      .match(HASH_ROW)
      ?.map((part) => part.match(HASH_GROUP).join(" ")) ?? [],
});

const personOf = (user) => plain(user?.displayName || user?.username);

/** Rows, pairs, hashes and addresses that have nothing to say are left out. */
const says = (block) =>
  block.is === "row" || block.is === "address"
    ? block.text !== ""
    : block.is === "pair"
      ? block.value !== ""
      : block.is !== "hash" || block.rows.length > 0;

/** What every paper is written with. `house`: the part of the facts with the operator's name, header and currency. */
function createPen(facts, house, { t, lang, host, logo = null }) {
  const numbers = createNumbers(lang, house.currency, house.currencyDigits);
  const place = (till) =>
    till
      ? join(
          " \u00b7 ",
          join(" ", t("paper.shop"), plain(till.shop?.number), plain(till.shop?.name)),
          `${t("paper.till")}\u00a0${till.number}`,
        )
      : "";
  return {
    ...numbers,
    facts,
    house,
    t,
    lang,
    place,
    time: (local) => sayTime(local, lang),
    moment: (at) => (at ? sayTime(localTime(at, house.timeZone), lang) : ""),
    address: (path) => ({ is: "address", text: path?.startsWith("/") ? host + plain(path) : plain(path) }),
    head: (till) => [
      ...(logo ? [{ is: "picture", ...logo }] : []),
      centred("house", plain(house.house)),
      ...(house.header ?? []).map((line) => centred("text", plain(line))),
      centred("small", place(till)),
      rule,
    ],
  };
}

/** The names of a line's market and runners. */
const namesOf = (facts, line) =>
  facts.names?.find((each) => each.line === line.line) ?? { marketName: line.market, runners: [] };

/** In a heavy frame: that this is a duplicate, or that the ticket is no longer worth anything. */
function marks({ facts, t, money, time, place }) {
  const state = STATES[facts.state];
  const boxes = facts.copy > 0 ? [{ is: "box", title: t("paper.duplicate", { number: facts.copy }), rows: [] }] : [];
  if (!state) return boxes;
  const amount = state.amount === "prize" ? (facts.net ?? facts.prize) : facts[state.amount];
  const title = join(" ", t(`paper.state.${facts.state}`), state.amount && money(amount));
  const rows = facts.paid ? [time(facts.paidAtLocal), place(facts.paid.till)] : [state.worthless ? t("paper.worthless") : ""];
  return [...boxes, { is: "box", title, rows: rows.filter(Boolean) }];
}

/** The runners of the selection; its text if it has none. */
function selection({ facts, t }, line) {
  const { runners } = namesOf(facts, line);
  if (!runners.length)
    return [
      row(
        "strong",
        line.selection === "even" || line.selection === "odd" ? t(`paper.${line.selection}`) : plain(line.selection),
      ),
    ];
  const between = line.market === "duel" ? [row("small", t("paper.beats"))] : [];
  return runners.flatMap((runner, index) => [...(index ? between : []), runnerOf(runner)]);
}

function ticketLine(pen, line, index) {
  const { t, odds, amount } = pen;
  return [
    ...(index ? [dashes] : []),
    pair(`${line.line}. ${plain(namesOf(pen.facts, line).marketName)}`, `${t("paper.odds")} ${odds(line.odds)}`),
    ...selection(pen, line),
    pair(`${t("paper.stake")} ${amount(line.stake)}`, `${t("paper.prize")} ${amount(line.prize)}`),
  ];
}

/** How long it is valid, where the rules are, and all that a player needs to verify the race. */
function proof({ facts, t, lang, address }) {
  return [
    centred("strong", facts.validDays ? t("paper.valid", { count: facts.validDays }) : ""),
    centred("strong", plain(facts.notice)),
    rule,
    hash(t("paper.commitment"), facts.commitment),
    hash(t("paper.card"), facts.cardHash),
    hash(t("paper.beacon"), facts.beacon),
    row("small", t("paper.verify")),
    // Short, to be typed into a phone: the QR code is for scanners that type, and holds no address.
    address("/verify"),
    ...(facts.rulesUrl ? [row("small", t("paper.rules")), address(facts.rulesUrl)] : []),
    row("small", lang === "fr" ? "" : t("paper.binding")),
    pair(t("paper.cashier"), personOf(facts.cashier), "small"),
  ];
}

/** A ticket, or its duplicate: first what it is worth, last how to verify it. */
function ticket(pen) {
  const { facts, t, time, money } = pen;
  if (!facts.number || !facts.code || !facts.lines?.length) throw new PaperError("no facts of a ticket");
  const sum = facts.lines.reduce((total, line) => total + line.prize, 0);
  return {
    title: `${t("paper.ticket")} ${facts.number}`,
    blocks: [
      ...pen.head(facts.till),
      ...marks(pen),
      centred("small", t("paper.ticket")),
      centred("number", facts.number),
      centred("small", t("paper.code")),
      centred("number", facts.code.match(/.{1,4}/g).join(" ")),
      rule,
      centred("title", t("paper.race", { number: facts.roundId })),
      pair(t("paper.start"), time(facts.raceTimeLocal)),
      pair(t("paper.sold"), time(facts.soldAtLocal)),
      pair(t("paper.zone"), facts.utcOffset ? `UTC${facts.utcOffset}` : ""),
      rule,
      ...facts.lines.flatMap((line, index) => ticketLine(pen, line, index)),
      rule,
      strongPair(t("paper.totalStake"), money(facts.stake)),
      strongPair(t("paper.maxPrize"), money(facts.maxPrize)),
      row("small", facts.maxPrize < sum ? t("paper.maxPrizeNote") : ""),
      rule,
      { is: "qr", text: printCode(facts.number, facts.code) },
      ...proof(pen),
    ],
  };
}

/** The lines that won, each with its prize as it was printed when it was sold. */
const won = ({ facts, amount }) =>
  facts.lines
    .filter((line) => line.won)
    .map((line) =>
      pair(`${line.line}. ${plain(namesOf(facts, line).marketName)} ${plain(line.selection)}`, amount(line.prize)),
    );

function payment(pen) {
  const { facts, t, time, money } = pen;
  const { kind, amount, cash, till, by, note } = facts.paid;
  const { withheld = 0 } = facts;
  const isRefund = kind === "refund";
  const result = facts.result ? [pair(t("paper.result"), facts.result.order.join(" - ")), runnerOf(facts.result.winner)] : [];
  return [
    ...(isRefund ? [centred("text", t("paper.roundVoid"))] : result),
    rule,
    ...(isRefund ? [] : won(pen)),
    pair(t(isRefund ? "paper.stake" : "paper.won"), money(amount)),
    pair(t("paper.withheld"), withheld ? money(-withheld) : ""),
    pair(t("paper.net"), withheld ? money(amount - withheld) : ""),
    pair(t("paper.rounding"), cash === amount - withheld ? "" : money(cash - amount + withheld)),
    strongPair(t(isRefund ? "paper.state.refunded" : "paper.state.paid"), money(cash)),
    rule,
    pair(t("paper.date"), time(facts.paidAtLocal)),
    pair(t("paper.cashier"), personOf(by)),
    pair(t("paper.soldAt"), till ? pen.place(facts.till) : ""),
    pair(t("paper.note"), plain(note)),
  ];
}

function annulment({ facts, t, time, money }) {
  return [
    pair(t("paper.sold"), time(facts.soldAtLocal)),
    pair(t("paper.state.voided"), time(facts.closedAtLocal)),
    pair(t("paper.cashier"), personOf(facts.cashier)),
    rule,
    strongPair(t("paper.handedOut"), money(facts.stake)),
    rule,
  ];
}

/** The receipt of a payment, refund or annulment. It is not a ticket, so the ticket's code is not on it. */
function slip(pen) {
  const { facts, t } = pen;
  const isVoid = facts.state === "voided";
  if (!facts.number || (!isVoid && !facts.paid)) throw new PaperError("nothing was paid, refunded or voided");
  const title = t(isVoid ? "paper.slip.void" : facts.paid.kind === "refund" ? "paper.slip.refund" : "paper.slip.pay");
  return {
    title: `${title} ${facts.number}`,
    blocks: [
      ...pen.head(isVoid ? facts.till : facts.paid.till),
      centred("title", title),
      centred("small", t("paper.ticket")),
      centred("number", facts.number),
      rule,
      centred("title", t("paper.race", { number: facts.roundId })),
      ...(isVoid ? annulment(pen) : payment(pen)),
      signature(t("paper.signature.client")),
    ],
  };
}

/** "12 × 25,00" and what that is together; denominations that nobody counted are left out. */
const counted = ({ count, amount }, counts) =>
  Object.entries(counts ?? {})
    .map(([each, pieces]) => [Number(each), pieces])
    .filter(([, pieces]) => pieces > 0)
    .sort(([one], [other]) => other - one)
    .map(([each, pieces]) => pair(join(" ", count(pieces), "\u00d7", amount(each)), amount(each * pieces)));

/** What went through the till; to who has to count it, without the sums that the facts do not tell. */
function totalRows({ facts, t, amount, count }) {
  const { totals } = facts;
  const both = (name) => {
    const label = `${t(`paper.total.${name}`)} (${count(totals[name]?.count)})`;
    return totals[name]?.amount === undefined ? row("text", label) : pair(label, amount(totals[name].amount));
  };
  return [
    pair(t("paper.float"), amount(totals.float)),
    ...["sales", "voids", "payments", "refunds"].map(both),
    ...TOTALS.filter((name) => totals[name] !== undefined).map((name) => pair(t(`paper.total.${name}`), amount(totals[name]))),
    ...(totals.reversals?.count > 0 ? [both("reversals")] : []),
  ];
}

function countRows(pen) {
  const { facts, t, money, signed } = pen;
  const { count, correction } = facts;
  return [
    strongPair(t("paper.expected"), facts.totals.expectedCash === undefined ? "" : money(facts.totals.expectedCash)),
    ...(count
      ? [
          strongPair(t("paper.counted"), money(count.counted)),
          strongPair(t("paper.variance"), signed(count.variance)),
          dashes,
          ...counted(pen, count.counts),
        ]
      : []),
    pair(t("paper.reason"), plain(facts.reason)),
    ...(correction
      ? [
          dashes,
          strongPair(t("paper.corrected"), money(correction.counted)),
          pair(t("paper.variance"), signed(correction.variance)),
          pair(t("paper.correctedBy"), personOf(correction.by)),
          pair(t("paper.reason"), plain(correction.reason)),
        ]
      : []),
  ];
}

/** The till's report: X while it is open, Z once it is closed. */
function report(pen) {
  const { facts, house, t, time } = pen;
  if (!facts.totals) throw new PaperError("no facts of a till's report");
  const isZ = facts.report === "Z";
  const title = t(isZ ? "paper.report.z" : "paper.report.x");
  return {
    title: `${title} ${facts.sessionId}`,
    blocks: [
      ...pen.head(facts.till),
      centred("title", title),
      centred("text", t("paper.session", { number: facts.sessionId })),
      pair(t("paper.cashier"), personOf(facts.cashier)),
      pair(t("paper.opened"), time(house.openedAtLocal)),
      pair(t("paper.closed"), time(house.closedAtLocal)),
      pair(t("paper.closedBy"), personOf(facts.closedBy)),
      pair(t("paper.printed"), time(house.nowLocal)),
      rule,
      ...totalRows(pen),
      rule,
      ...countRows(pen),
      rule,
      hash(t("paper.journal", { number: facts.journal?.entry ?? 0 }), facts.journal?.hash),
      ...(isZ ? [signature(t("paper.signature.cashier")), signature(t("paper.signature.supervisor"))] : []),
    ],
  };
}

/** The receipt of a movement of cash; facts as the api answers it, with the report's `paper`. */
function movement(pen) {
  const { facts, t, money, moment } = pen;
  if (!facts.movement) throw new PaperError("no facts of a movement");
  const title = t(`paper.movement.${facts.kind}`);
  return {
    title: `${title} ${facts.movement}`,
    blocks: [
      ...pen.head(facts.till),
      centred("title", title),
      centred("text", t("paper.entry", { number: facts.movement })),
      pair(t("paper.date"), moment(facts.at)),
      pair(t("paper.by"), personOf(facts.by)),
      pair(t("paper.reference"), plain(facts.reference)),
      pair(t("paper.reason"), plain(facts.description)),
      rule,
      strongPair(t("paper.amount"), money(facts.amount)),
      rule,
      signature(t("paper.signature.cashier")),
      signature(t("paper.signature.other")),
    ],
  };
}

/** A till that goes from one cashier to the next: `from` counted it, `to` takes it as her float. */
function handover(pen) {
  const { facts, t, money, moment } = pen;
  if (!facts.from || !facts.to) throw new PaperError("no facts of a handover");
  return {
    title: t("paper.handover"),
    blocks: [
      ...pen.head(facts.till),
      centred("title", t("paper.handover")),
      pair(t("paper.date"), moment(facts.at)),
      pair(t("paper.from"), personOf(facts.from)),
      pair(t("paper.to"), personOf(facts.to)),
      rule,
      ...counted(pen, facts.counts),
      strongPair(t("paper.counted"), money(facts.counted)),
      rule,
      signature(t("paper.signature.giver")),
      signature(t("paper.signature.taker")),
    ],
  };
}

/** Shows at set-up what a printer gets wrong: accents in each column, a code to scan, the width, where it cuts. */
function test({ facts, t, money, head }) {
  return {
    title: t("paper.test"),
    blocks: [
      ...head(facts.till),
      centred("title", t("paper.test")),
      centred("text", t("paper.test.letters")),
      row("text", t("paper.test.small")),
      row("strong", t("paper.test.capital")),
      pair(t("paper.rules"), t("paper.state.paid")),
      rule,
      strongPair(t("paper.totalStake"), money(123456789)),
      centred("number", TEST_TICKET.number),
      rule,
      { is: "runner", number: "7", name: t("paper.test.letters") },
      { is: "box", title: t("paper.test.box"), rows: [] },
      { is: "qr", text: printCode(TEST_TICKET.number, TEST_TICKET.code) },
      centred("small", t("paper.test.scan")),
      dashes,
      centred("small", t("paper.test.cut")),
    ],
  };
}

const PAPERS = { ticket, copy: ticket, slip, report, movement, handover, test };

/**
 * @param {string} kind ticket or copy, slip, report, movement, handover or test
 * @param {any} facts as the api answers them
 * @param {{t: (key: string, values?: object) => string, lang: string, host: string, logo?: import("./picture.js").Picture|null}} words
 *   `host` is put before addresses without one; `logo` at the head
 * @returns {Paper}
 */
export function describe(kind, facts, words) {
  if (!Object.hasOwn(PAPERS, kind) || !facts || typeof facts !== "object") throw new PaperError(`no facts of a paper: ${kind}`);
  const { title, blocks } = PAPERS[kind](createPen(facts, facts.paper ?? facts, words));
  const said = blocks.filter(says);
  return { title, blocks: said.filter((block, index) => block.is !== "rule" || said[index - 1]?.is !== "rule") };
}
