// SPDX-License-Identifier: MIT
// The house's rules: speaks the reader's language, fills in what an admin can change, looks up a ticket, and
// recomputes a race.

import { html, nothing, render as draw } from "lit";
import { BASE, createApi } from "../lib/api.js";
import { all, byId, setAttribute, setText, show } from "../lib/dom.js";
import { createFormat } from "../lib/format.js";
import { createTranslator, storeLanguage, typeset, visitorLanguage } from "../lib/i18n.js";
import { readCode, readNumber, sayBet } from "../lib/ticket_text.js";
import {
  EXAMPLES,
  EXAMPLE_ORDER,
  ROUNDING_EXAMPLE,
  amountOf,
  errorKey,
  exampleOf,
  judge,
  lineResult,
  oddsRange,
  prizeOf,
} from "./ticket.js";
import { CATALOGUES } from "./words.js";

/** Whoever is signed in sees here what anybody sees. */
const api = createApi({ token: "" });
const RETRY_MS = 700;
const DASH = "\u2013";

let translate = null;
let format = null;
/**
 * As the house tells them; null until it does. What depends on them is not shown before.
 * @type {import("house-api").components["schemas"]["Config"]}
 */
let house = null;
/** @type {import("house-api").components["schemas"]["Prices"]} */
let prices = null;
/** What the two forms show: functions that draw it again in another language. */
const answers = { check: null, fair: null };

const t = (key, values) => typeset(translate(key, values));
const money = (minor) => format.money(minor, house?.currency, house?.currencyDigits);
const moment = (text) => format.moment(Date.parse(text), house?.timeZone);

/** {status, json}; status null: nobody answered, twice: phones change networks in the middle of a question. */
async function ask(path, tries = 2) {
  try {
    return { status: 200, json: await api.get(path) };
  } catch ({ status, offline }) {
    if (!offline) return { status, json: null };
    if (tries === 1) return { status: null, json: null };
  }
  await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  return ask(path, tries - 1);
}

async function learn() {
  const [config, round] = await Promise.all([ask("/config"), ask("/rounds/current")]);
  house = config.status === 200 ? config.json : null;
  if (round.status === 200 && round.json) {
    const asked = await ask(`/rounds/${round.json.roundId}/prices`);
    prices = asked.status === 200 ? asked.json : null;
  }
  render();
}

/** All that texts may name. */
function values() {
  const facts = { house: house?.name ?? CATALOGUES.fr["title.plain"], edition: house?.rules ?? DASH };
  Object.assign(facts, { order: EXAMPLE_ORDER.join(` ${DASH} `), grade: house?.fairness.grade });
  const example = exampleOf(prices);
  Object.assign(facts, {
    stake: money(example.stake),
    odds: format.odds(example.odds),
    prize: money(prizeOf(example)),
    roundStake: money(ROUNDING_EXAMPLE.stake),
    roundOdds: format.odds(ROUNDING_EXAMPLE.odds),
    roundPrize: money(prizeOf(ROUNDING_EXAMPLE)),
    roundExact: format.money(ROUNDING_EXAMPLE.stake * ROUNDING_EXAMPLE.odds, house?.currency, (house?.currencyDigits ?? 2) + 2),
  });
  if (house) {
    const { betting, lock, film, finish } = house.timers;
    const spans = { total: betting + film + finish, open: betting - lock, lock, film, finish };
    for (const [name, ms] of Object.entries(spans)) facts[name] = format.spanSeconds(ms);
  }
  if (prices) {
    const { min, max, step } = prices.stakes;
    Object.assign(facts, { ticketStake: money(prices.ticket.stakeMax), ticketPrize: money(prices.ticket.prizeMax) });
    Object.assign(facts, { min: money(min), max: money(max), step: money(step) });
    Object.assign(facts, { lines: prices.linesMax, round: prices.roundId });
  }
  return facts;
}

function render() {
  const facts = values();
  const known = { house: house !== null, prices: prices !== null };
  for (const node of all("[data-i18n]")) setText(node, t(node.dataset.i18n, facts));
  for (const node of all("[data-when]")) show(node, known[node.dataset.when]);
  for (const node of all("[data-unless]")) show(node, !known[node.dataset.unless]);
  document.title = t("page.title", facts);
  draw(Object.entries(EXAMPLES).map(marketRow), byId("markets"));
  for (const answer of Object.values(answers)) answer?.();
}

function marketRow([market, [winner, loser]]) {
  const range = oddsRange(prices, market);
  return html`<tr data-market=${market}>
    <th scope="row">
      ${t(`market.${market}`)} ${range ? soldView(range) : nothing}
    </th>
    <td>${t(`market.${market}.wins`)}</td>
    <td class="rules-example">
      <span class="rules-good">${t("markets.wins", { selection: sayBet(market, winner, t) })}</span>
      <span class="rules-bad">${t("markets.loses", { selection: sayBet(market, loser, t) })}</span>
    </td>
  </tr>`;
}

/** @param {number[]} range the lowest odds and the highest */
function soldView([low, high]) {
  return html`<span class="rules-sold">${t("markets.sold")}</span>
    <span class="rules-odds">${t("markets.odds", { low: format.odds(low), high: format.odds(high) })}</span>`;
}

/** The same switch, and the same memory of it, as the live screen's. */
function speak(language) {
  translate = createTranslator(CATALOGUES[language], language);
  format = createFormat(language);
  document.documentElement.lang = language;
  for (const button of all("[data-lang]")) {
    setAttribute(button, "aria-label", CATALOGUES[button.dataset.lang]["language.name"]);
    setAttribute(button, "aria-pressed", String(button.dataset.lang === language));
  }
  for (const group of all(".languages")) {
    setAttribute(group, "aria-label", translate("language.choose"));
  }
  render();
}

// A ticket ----------------------------------------------------------------------------------------------------------

async function checkTicket() {
  const number = readNumber(byId("check-number").value);
  const code = readCode(byId("check-code").value);
  if (!number || !code) {
    const field = number ? "check-code" : "check-number";
    byId(field).focus();
    sayCheck(number ? "check.error.code" : "check.error.number", "bad");
    return;
  }
  sayCheck("check.waiting", "wait");
  const asked = ask(`/tickets/${encodeURIComponent(number)}?code=${encodeURIComponent(code)}`);
  const isNewest = claim("check", asked);
  const { status, json } = await asked;
  if (!isNewest()) return;
  if (status !== 200) {
    sayCheck(errorKey(status), "bad");
    return;
  }
  answers.check = () => showTicket(json);
  answers.check();
}

function sayCheck(key, kind) {
  answers.check = () => {
    say("check-answer", t(key), kind);
    draw(nothing, byId("check-ticket"));
  };
  answers.check();
}

function say(id, text, kind) {
  setText(byId(id), text);
  byId(id).dataset.kind = kind;
}

/** @param {import("./ticket.js").PublicTicket} ticket */
function showTicket(ticket) {
  const amount = money(amountOf(ticket));
  const kind = { won: "good", paid: "good", refundable: "good", refunded: "good", sold: "wait" }[ticket.state] ?? "bad";
  say("check-answer", t(`state.${ticket.state}`, { amount }), kind);
  const facts = [
    ["check.round", ticket.roundId],
    ["check.sold", moment(ticket.soldAt)],
    ["check.stake", money(ticket.stake)],
    ["check.max", money(ticket.maxPrize)],
    ["check.prize", ticket.prize === null ? null : money(ticket.prize)],
    ["check.withheld", ticket.withheld ? money(ticket.withheld) : null],
    ["check.net", ticket.withheld ? amount : null],
    ["check.refund", ticket.state === "refundable" ? amount : null],
    ["check.expires", ticket.expiresAt && moment(ticket.expiresAt)],
    ["check.closed", ticket.closedAt && moment(ticket.closedAt)],
    ["check.commitment", html`<span class="rules-hash">${ticket.commitment}</span>`],
    ["check.proof", proofLink(ticket.roundId)],
  ].filter(([, value]) => value !== null);
  const view = html`<h3>${t("check.ticket", { number: ticket.number })}</h3>
    <dl class="rules-facts">
      ${facts.map(([key, value]) => html`<div><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
    </dl>
    ${lineTable(ticket)}`;
  draw(view, byId("check-ticket"));
}

function proofLink(roundId) {
  const address = `${BASE}/rounds/${roundId}/proof`;
  return html`<a href=${address}>${address}</a>`;
}

/** @param {import("./ticket.js").PublicTicket} ticket */
function lineTable(ticket) {
  const columns = ["bet", "odds", "stake", "prize", "result"].map((name) => t(`check.column.${name}`));
  const cellsOf = (line) => [
    `${t(`market.${line.market}`)} ${sayBet(line.market, line.selection, t)}`,
    format.odds(line.odds),
    money(line.stake),
    money(line.prize),
    t(lineResult(ticket, line)),
  ];
  const row = (line) =>
    html`<tr data-won=${String(line.won ?? "")}>
      ${cellsOf(line).map((text, i) => html`<td data-label=${columns[i]}>${text}</td>`)}
    </tr>`;
  return html`<table class="rules-table rules-lines">
    <thead>
      <tr>
        ${columns.map((text) => html`<th scope="col">${text}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${ticket.lines.map(row)}
    </tbody>
  </table>`;
}

// A race ------------------------------------------------------------------------------------------------------------

async function checkRace() {
  const round = byId("fair-round").value.trim();
  if (!/^\d{1,15}$/.test(round)) {
    sayRace("fair.unknown", "bad");
    return;
  }
  if (!window.crypto?.subtle) {
    sayRace("fair.unable", "bad");
    return;
  }
  sayRace("fair.waiting", "wait");
  const asked = ask(`/rounds/${round}/proof`);
  const isNewest = claim("fair", asked);
  const { status, json } = await asked;
  // Not part of the first load; and what it counts with not every browser can read.
  const hr1 = await import("../lib/hr1.js").catch(() => null);
  const checks = status === 200 && hr1 ? await hr1.verifyRound(json) : [];
  if (!isNewest()) return;
  if (status !== 200) {
    sayRace(status === 400 || status === 404 ? "fair.unknown" : errorKey(status), "bad");
    return;
  }
  if (!hr1) {
    sayRace("fair.unable", "bad");
    return;
  }
  const { verdict, failed } = judge(Number(round), json, checks);
  const kind = { ok: "good", early: "wait", bad: "bad" }[verdict];
  const order = json.order?.join(` ${DASH} `);
  sayRace(`fair.${verdict}`, kind, { round, checks: failed.join(", "), order, commitment: json.commitment });
}

function sayRace(key, kind, facts) {
  answers.fair = () => say("fair-answer", t(key, facts), kind);
  answers.fair();
}

/** Of two questions in one form only the later one's answer is shown. */
const latest = {};
function claim(form, question) {
  latest[form] = question;
  return () => latest[form] === question;
}

// -------------------------------------------------------------------------------------------------------------------

function listen() {
  for (const button of all("[data-lang]")) {
    button.addEventListener("click", () => {
      storeLanguage(button.dataset.lang);
      speak(button.dataset.lang);
    });
  }
  const forms = { check: checkTicket, "fair-check": checkRace };
  for (const [id, submit] of Object.entries(forms)) {
    byId(id).addEventListener("submit", (event) => {
      event.preventDefault();
      submit();
    });
  }
  byId("print").addEventListener("click", () => window.print());
}

speak(visitorLanguage());
listen();
learn();
