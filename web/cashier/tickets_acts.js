// SPDX-License-Identifier: MIT
// What is done with a ticket at the counter: looked up, paid, taken back, copied, searched. What moves money goes through the
// outbox; its paper follows the house's answer, never the other way round.

import { watchCamera } from "../lib/camera.js";
import { parse } from "../lib/ticket_code.js";
import { withApproval } from "./approve.js";
import { actsOf, openOf, staleOf } from "./tickets_state.js";

const PAGE = 25;

const problemOf = ({ code, facts = {}, retryAfterMs = null }) => ({
  code: code ?? "failed",
  facts: { retryAfterMs, ...facts },
});

/** Where the ticket is put before us: what verdicts depend on. */
export function placeOf({ session, state }) {
  const { race } = state;
  const { shop, config } = session;
  return { shop, payAnywhere: config?.payAnywhere ?? true, bettingRound: race.phase === "betting" ? race.roundId : null };
}

/**
 * Opens a ticket that was scanned, typed or chosen, wherever in the application the cashier is. The open one's code again is
 * nothing.
 * @param {any} context
 * @param {{number: string, code: string|null}} ticket
 */
export function openTicket(context, { number, code }) {
  const before = context.state.pages.tickets;
  const { pages } = context.dispatch({ type: "ticket_opened", number, code });
  if (context.state.page !== "tickets") context.go("tickets");
  const scanned = openOf(pages.tickets);
  if (pages.tickets !== before && !scanned.ticket) askFor(context, scanned);
}

/** Another race is on: what was told of tickets of the ones before is old. */
export function refresh(context) {
  for (const scanned of staleOf(context.state.pages.tickets, context.state.race.roundId)) askFor(context, scanned);
}

/** With its code for whoever has the paper; and as the staff sees it, where this user may. */
async function askFor(context, { number, code }) {
  const { api, dispatch } = context;
  const path = `/tickets/${encodeURIComponent(number)}`;
  const hidden = (error) => {
    if (code !== null && error.status === 404) return null;
    throw error;
  };
  try {
    const shown = code === null ? null : api.get(`${path}?code=${encodeURIComponent(code)}`);
    const [bare, full] = await Promise.all([shown, api.get(path).catch(hidden)]);
    dispatch({ type: "ticket_told", number, ticket: full ?? bare });
  } catch (error) {
    dispatch({ type: "ticket_untold", number, problem: problemOf(error) });
  }
}

/** A key that was pressed before the page showed what it is for does nothing, and the page says so. */
export const tooEarly = (context, number) =>
  context.dispatch({ type: "ticket_refused", number, problem: { code: "frozen", facts: {} } });

/** Does one thing with the open ticket, if it may be done, and was asked for by somebody who saw the ticket. */
async function act(context, event, name, ask) {
  const scanned = openOf(context.state.pages.tickets);
  if (!scanned || !actsOf(scanned, placeOf(context))[name]) return;
  const { number } = scanned;
  if (!context.isFresh(event)) return void tooEarly(context, number);
  const path = `/tickets/${encodeURIComponent(number)}/${name}`;
  context.dispatch({ type: "ticket_acting", number, act: name });
  try {
    const answer = await ask(scanned, (body) => context.outbox.submit({ kind: name, path, body, memo: { number } }));
    const isCopy = name === "copy";
    const cash = isCopy ? null : (answer.paid?.cash ?? answer.stake);
    context.dispatch({ type: "ticket_done", number, act: name, ticket: isCopy ? null : answer, cash });
    if (isCopy) await print(context, number, "copy", answer);
    else await printSlip(context, number);
  } catch (error) {
    context.dispatch({ type: "ticket_refused", number, problem: problemOf(error) });
  }
}

export const pay = (context, event) =>
  act(context, event, "pay", ({ number, code, ticket }, submit) =>
    withApproval(
      context,
      { action: "pay", subject: number, amount: ticket.prize ?? ticket.stake, needsReason: true },
      ({ approval, reason }) => submit(approval ? { code, note: reason, approval } : { code }),
    ),
  );

/** @param {string} reason in the reader's words: it is on record */
export const takeBack = (context, event, reason) =>
  act(context, event, "void", ({ number, code, ticket }, submit) =>
    withApproval(context, { action: "void", subject: number, amount: ticket.stake }, ({ approval }) =>
      submit(approval ? { code, reason, approval } : { code, reason }),
    ),
  );

export const copy = (context, event) =>
  act(context, event, "copy", ({ number, ticket }, submit) =>
    withApproval(context, { action: "copy", subject: number, amount: ticket.prize ?? ticket.stake }, ({ approval }) =>
      submit(approval ? { approval } : {}),
    ),
  );

/** The receipt of what was paid or taken back, as often as it is wanted. */
export async function printSlip(context, number) {
  if (!context.printer) return;
  try {
    await print(context, number, "slip", await context.api.get(`/tickets/${encodeURIComponent(number)}/slip`));
  } catch (error) {
    context.dispatch({ type: "ticket_refused", number, problem: problemOf(error) });
  }
}

async function print(context, number, kind, facts) {
  try {
    await context.printer?.print(facts, { kind, lang: context.state.lang });
  } catch {
    context.dispatch({ type: "ticket_refused", number, problem: { code: "unprinted", facts: {} } });
  }
}

/**
 * A page of the history.
 * @param {any} context
 * @param {Record<string, string>} filters
 * @param {(string|null)[]} pages the starts of the pages up to this one
 */
export async function listTickets(context, filters, pages = [null]) {
  const { api, dispatch } = context;
  dispatch({ type: "tickets_asked", filters, pages });
  const isWanted = () => context.state.pages.tickets.list.pages === pages;
  try {
    dispatch({ type: "tickets_listed", filters, pages, page: await fullPage(api, filters, pages.at(-1), isWanted) });
  } catch (error) {
    dispatch({ type: "tickets_unlisted", problem: problemOf(error) });
  }
}

/** Of what is rare a page may be short, or empty, and go on: then there is more to ask for. */
async function fullPage(api, filters, before, isWanted) {
  const items = [];
  for (let next = before; ; ) {
    const query = new URLSearchParams({ limit: String(PAGE - items.length) });
    for (const [name, value] of Object.entries({ ...filters, before: next })) if (value) query.set(name, value);
    const page = await api.get(`/tickets?${query}`);
    items.push(...page.items);
    next = page.next;
    if (next === null || items.length === PAGE || !isWanted()) return { ...page, items };
  }
}

/** Something was read that the grammar of a ticket's code does not know. @param {any} context @param {string} text */
export function openOther(context, text) {
  context.dispatch({ type: "ticket_other", text });
  if (context.state.page !== "tickets") context.go("tickets");
}

// The camera ---------------------------------------------------------------------------------------------------------

/** Old browsers have none for pages, nor has a page without TLS. */
export const isCameraPossible = () => Boolean(navigator.mediaDevices?.getUserMedia);

/** The <video> that shows it now, and how to end that. @type {{video: any, end: () => void}} */
let showing = { video: null, end: () => {} };

/** Called with each drawing of the page: the <video>, or nothing when it is gone. @param {any} context @param {any} video */
export async function showCamera(context, video) {
  if (!video) {
    await null; // it is told before the element leaves the page
    if (!document.contains(showing.video)) showing.end();
    return;
  }
  if (video === showing.video) return;
  showing.end();
  const mine = { video, end: () => {} };
  showing = mine;
  try {
    const stop = await watchCamera(video, (text) => {
      const ticket = parse(text);
      if (ticket) openTicket(context, ticket);
      else openOther(context, text);
    });
    mine.end = stop;
    if (showing !== mine || !document.contains(video)) stop();
  } catch {
    context.dispatch({ type: "ticket_camera", camera: "refused" });
  }
}
