// SPDX-License-Identifier: MIT
// What a cashier does on the page that sells: by a key, a finger or the mouse, the draft is told; a ticket that it hands on goes
// to the house, and its paper to the printer.

import { print as qrContent } from "../lib/ticket_code.js";
import { isEmpty, linesOf, readDraft } from "./draft.js";
import { touchable, writeLine } from "./grammar.js";
import { isParity } from "../lib/markets.js";
import { oddsOf, passing, priceTicket } from "./price.js";
import { phaseAt } from "../lib/race.js";

/** What a line is read by: nothing is on a card before its prices are known. */
export function cardOf({ prices }, { session }) {
  const unit = 10 ** (session.config?.currencyDigits ?? 2);
  return { runners: prices?.runners ?? [], markets: prices?.markets ?? [], quick: session.config?.quickStakes ?? [], unit };
}

// Actions ----------------------------------------------------------------------------------------------------------

/** A step of the draft; gives the state after it. */
export const step = ({ dispatch }, type, facts = {}) => dispatch({ type: "sell", step: { type, ...facts } });

/** Sells what is typed. `event` is the key or the click that wants it: one that nobody can have meant is not obeyed. */
export function confirm(context, event) {
  const before = context.state.pages.sell;
  if (isEmpty(before.draft) || before.draft.sending) return;
  if (!context.isFresh(event)) return void step(context, "tell", { told: { code: "frozen" } });
  const { race, line } = context.state;
  const round = { roundId: race.roundId, phase: phaseAt(race, context.clock.now()) };
  const isReachable = line.state === "connected" || navigator.onLine;
  const after = step(context, "confirm", { card: cardOf(before, context), prices: before.prices, round, isReachable });
  const { sending } = after.pages.sell.draft;
  if (sending) handOn(context, sending, after.pages.sell.prices);
}

async function handOn(context, { roundId, cardHash, entries }, prices) {
  const lines = linesOf(entries);
  const body = { roundId, cardHash, lines };
  try {
    const ticket = await context.outbox.submit({ kind: "sale", path: "/tickets", body });
    step(context, "sold", { ticket });
    context.display?.show(soldPicture(context, ticket, prices));
    await printTicket(context, ticket);
  } catch (error) {
    step(context, "refused", { refusal: refusalOf(error, lines, prices) });
  }
}

/**
 * What became of a ticket that an earlier page handed on.
 * @param {any} context
 * @param {import("../lib/outbox.js").Settled} settled
 */
export function recoverSale(context, { request, outcome, answer, isOwn }) {
  if (request.kind !== "sale" || !isOwn || outcome === "unknown") return;
  const { unit } = cardOf(context.state.pages.sell, context);
  step(context, "recovered", {
    lines: request.body.lines ?? [],
    at: request.at,
    ticket: outcome === "done" ? answer : null,
    unit,
  });
}

/** The refusal as the page says it: which line, why, what would pass. */
export function refusalOf(error, lines, prices) {
  const { line = null, max, min, step: steps, limit, left, opensAt } = error.facts ?? {};
  const refusal = { line, code: error.code ?? "failed", max, min, step: steps, limit, left, opensAt };
  // Of a day's limit the house says what is left, not which line passes it.
  return left === undefined ? refusal : { ...refusal, ...passing(prices.terms, lines, left) };
}

/** The original, while the sale is fresh. "Sent" is not "printed": whether paper came out nobody tells us. */
async function printTicket(context, { number }) {
  if (!context.printer) return;
  try {
    const facts = await context.api.get(`/tickets/${number}/print`);
    await context.printer.print(facts, { kind: "ticket", lang: context.state.lang });
  } catch {
    step(context, "tell", { told: { code: "unprinted", number } });
  }
}

export const add = (context) => step(context, "add", { card: cardOf(context.state.pages.sell, context) });
export const remove = (context, index) => step(context, "remove", { index });
export const repeat = (context, isNext) => step(context, "repeat", { isNext });

/** The largest stake that would pass, for the line that was refused. */
export function fit(context) {
  const { refusal } = context.state.pages.sell.draft;
  if (refusal?.line && refusal.max > 0) {
    const { unit } = cardOf(context.state.pages.sell, context);
    step(context, "fit", { line: refusal.line, stake: refusal.max, unit });
  }
}

// Touch and mouse ----------------------------------------------------------------------------------------------------

/** The parts of the line as fingers can change them; a finished line is entered, and a new one begun. */
function partsFor(context, isNew) {
  const { draft } = context.state.pages.sell;
  const parts = touchable(draft.text);
  if (!parts || !isNew || parts.stake === null || readDraft(draft, cardOf(context.state.pages.sell, context)).reading.fault)
    return parts;
  add(context);
  return { runners: [], letters: "", stake: null };
}

const write = (context, parts) => step(context, "write", { text: writeLine(parts) });

export function touchRunner(context, number) {
  const parts = partsFor(context, true);
  if (!parts) return void step(context, "type", { text: ` ${number}` });
  const runners = parts.runners.includes(number) ? parts.runners.filter((each) => each !== number) : [...parts.runners, number];
  write(context, { ...parts, letters: parts.letters.replace(/[IE]/g, ""), runners });
}

export function touchMarket(context, letter) {
  const parts = partsFor(context, false);
  if (!parts) return void step(context, "type", { text: letter });
  const letters = parts.letters === letter ? "" : letter;
  write(context, { ...parts, runners: isParity(letter) ? [] : parts.runners, letters });
}

export function touchStake(context, place) {
  const parts = partsFor(context, false);
  if (!parts) step(context, "type", { text: `/${place}` });
  else write(context, { ...parts, stake: `/${place}` });
}

export const touchKey = (context, key) =>
  key === "Backspace" ? step(context, "erase") : key === "+" ? add(context) : step(context, "type", { text: key });

// The customer's display -----------------------------------------------------------------------------------------------

/** No names: the display knows the round as well, and what it is sent has no words in it. */
const pictureLine = (prices, { market, selection, stake }) => ({
  market,
  selection,
  stake,
  odds: prices ? oddsOf(prices, { market, selection }) : null,
});

/** What the customer sees of the ticket that is being made. */
export function draftPicture(sell, context) {
  const lines = readDraft(sell.draft, cardOf(sell, context)).lines.filter(({ stake }) => stake !== null);
  if (!lines.length || !sell.prices) return { kind: "idle" };
  const { total, gain } = priceTicket(sell.prices, lines);
  const shown = lines.map((line) => pictureLine(sell.prices, line));
  return { kind: "draft", lines: shown, total, possibleGain: gain, roundId: sell.prices.roundId };
}

function soldPicture(context, ticket, prices) {
  const { last } = context.state.pages.sell.draft;
  const lines = ticket.lines.map((line) => pictureLine(prices, line));
  const qr = qrContent(ticket.number, ticket.code);
  const { number, roundId, stake } = ticket;
  return { kind: "sold", lines, total: stake, possibleGain: last?.gain ?? null, number, qr, roundId };
}
