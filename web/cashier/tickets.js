// SPDX-License-Identifier: MIT
// The tickets page: what a scan or a search opens, with the words that the cashier reads to the customer and one key to pay or
// to take back; and the history of tickets.

import { html, nothing } from "lit";
import { ref } from "lit/directives/ref.js";
import { parse } from "../lib/ticket_code.js";
import { bare } from "./bare.js";
import {
  copy,
  isCameraPossible,
  listTickets,
  openTicket,
  pay,
  placeOf,
  printSlip,
  refresh,
  showCamera,
  takeBack,
  tooEarly,
} from "./tickets_acts.js";
import { actsOf, dueOf, emptyTickets, openOf, reduceTickets, shopOf, verdictOf } from "./tickets_state.js";

const STATES = ["sold", "won", "paid", "lost", "refundable", "refunded", "voided", "expired"];
const COLUMN_CLASSES = { stake: "number", prize: "number", bets: "tickets-bets" };
/** On record with an annulment; the first is what its key says. */
const REASONS = ["tickets.reason.customer", "tickets.reason.typed", "tickets.reason.paper"];

const ACT_KEYS = ["Enter", "Delete", "c", "C"];

const instant = (context, text) => context.format.moment(Date.parse(text), context.session.config?.timeZone);

/** Of today only the time. */
function briefly(context, text) {
  const when = instant(context, text);
  const [day] = context.format.moment(context.clock.now(), context.session.config?.timeZone).split("\u00a0");
  return when.replace(`${day}\u00a0`, "");
}

/** @returns {boolean} whether the key was ours */
function keys(event, state, context) {
  const scanned = openOf(state);
  const acts = scanned ? actsOf(scanned, placeOf(context)) : {};
  const does = {
    Enter: acts.pay && (() => pay(context, event)),
    Delete: acts.void && (() => takeBack(context, event, context.t(REASONS[0]))),
    c: acts.copy && (() => copy(context, event)),
    r: scanned?.done && scanned.done.act !== "copy" && (() => printSlip(context, scanned.number)),
    Escape: () => context.dispatch({ type: "ticket_closed" }),
    ArrowUp: () => choose(context, state, -1),
    ArrowDown: () => choose(context, state, 1),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!does) {
    // What an act would be is not known before the house has told of the ticket.
    const isEarly = scanned && !scanned.ticket && !scanned.problem && ACT_KEYS.includes(event.key) && !event.repeat;
    if (isEarly) tooEarly(context, scanned.number);
    return Boolean(isEarly);
  }
  if (!event.repeat) does();
  return true;
}

function choose(context, { stack, open }, by) {
  const next = stack[stack.findIndex(({ number }) => number === open) + by];
  if (next) context.dispatch({ type: "ticket_chosen", number: next.number });
}

// The ticket ---------------------------------------------------------------------------------------------------------

/** What the cashier reads to the customer. */
function saysView(scanned, verdict, context) {
  const { t, money } = context;
  const { number, ticket, done } = scanned;
  if (done) return t(`tickets.done.${done.act}`, { amount: done.cash === null ? "" : money(done.cash) });
  const values = { number, shop: shopOf(number), round: ticket?.roundId };
  if (ticket?.closedAt) values.when = instant(context, ticket.closedAt);
  if (dueOf(ticket) !== null) values.amount = money(dueOf(ticket));
  if (ticket?.paid)
    Object.assign(values, { till: ticket.paid.till.name, by: ticket.paid.by.displayName, amount: money(ticket.paid.cash) });
  if (verdict === "won" && ticket.withheld)
    return t("tickets.says.won_net", { ...values, prize: money(ticket.prize), withheld: money(ticket.withheld) });
  const isWhole = ticket?.paid && ["paid", "refunded"].includes(verdict);
  return t(`tickets.says.${verdict}${isWhole ? "_by" : ""}`, values);
}

const betOf = ({ market, selection }, t) =>
  market === "odd_even" ? `${t(`market.${market}`)}: ${t(`selection.${selection}`)}` : `${t(`market.${market}`)} ${selection}`;

function lineView({ market, selection, odds, stake, prize, won }, context) {
  const { t, format } = context;
  return html`<tr data-won=${won ?? nothing}>
    <td>${betOf({ market, selection }, t)}</td>
    <td class="number">${format.odds(odds)}</td>
    <td class="number">${bare(context, stake)}</td>
    <td class="number">${won === false ? "\u2013" : bare(context, prize)}</td>
  </tr>`;
}

function factsView({ number, ticket }, context) {
  const { t, money } = context;
  return html`<div class="tickets-table"><table>
      <caption class="visually-hidden">${t("tickets.lines", { number })}</caption>
      <thead>
        <tr>
          <th scope="col">${t("tickets.bet")}</th>
          <th scope="col" class="number">${t("tickets.odds")}</th>
          <th scope="col" class="number">${t("tickets.stake")}</th>
          <th scope="col" class="number">${t("tickets.prize")}</th>
        </tr>
      </thead>
      <tbody>${ticket.lines.map((line) => lineView(line, context))}</tbody>
    </table></div>
    <p class="muted">
      ${t("tickets.sold", { round: ticket.roundId, when: instant(context, ticket.soldAt), stake: money(ticket.stake) })}
      ${ticket.till ? t("tickets.sold_by", { till: ticket.till.name, by: ticket.cashier.displayName }) : nothing}
      ${ticket.copies ? t("tickets.copies", { count: ticket.copies }) : nothing}
      ${ticket.expiresAt ? t("tickets.expires", { when: instant(context, ticket.expiresAt) }) : nothing}
    </p>`;
}

function actingView({ acting, refusal }, { t, problemText }) {
  return html`${acting ? html`<p class="message" role="status">${t(`tickets.acting.${acting}`)}</p>` : nothing}
    ${refusal ? html`<p class="problem" role="alert">${problemText(refusal)}</p>` : nothing}`;
}

function actsView(scanned, context) {
  const { t, money } = context;
  const acts = actsOf(scanned, placeOf(context));
  const slip = () => printSlip(context, scanned.number);
  const copies = (event) => copy(context, event);
  const voids = (key) => (event) => takeBack(context, event, t(key));
  return html`<div class="tickets-acts">
    ${
      acts.pay
        ? html`<button class="main" aria-keyshortcuts="Enter" @click=${(event) => pay(context, event)}>
          ${t("tickets.pay", { amount: money(dueOf(scanned.ticket)) })}<kbd>${t("help.enter")}</kbd>
        </button>`
        : nothing
    }
    ${
      acts.void
        ? REASONS.map(
            (key, i) => html`<button aria-keyshortcuts=${i ? nothing : "Delete"} @click=${voids(key)}>
            ${t("tickets.void", { reason: t(key) })}${i ? nothing : html`<kbd>${t("tickets.key.delete")}</kbd>`}
          </button>`,
          )
        : nothing
    }
    ${
      scanned.done && scanned.done.act !== "copy"
        ? html`<button aria-keyshortcuts="r" @click=${slip}>${t("tickets.slip")}<kbd>R</kbd></button>`
        : nothing
    }
    ${acts.copy ? html`<button aria-keyshortcuts="c" @click=${copies}>${t("tickets.copy")}<kbd>C</kbd></button>` : nothing}
    <button aria-keyshortcuts="Escape" @click=${() => context.dispatch({ type: "ticket_closed" })}>
      ${t("tickets.close")}<kbd>${t("tickets.key.escape")}</kbd>
    </button>
  </div>`;
}

function openView(state, context) {
  const { t } = context;
  if (state.other !== null) {
    return html`<section class="tickets-open" data-verdict="other" aria-live="assertive">
      <p class="tickets-says">${t("tickets.says.other")}</p>
      <p class="muted">${state.other}</p>
    </section>`;
  }
  const scanned = openOf(state);
  if (!scanned)
    return html`<section class="tickets-open" data-verdict="none"><p class="tickets-says">${t("tickets.scan")}</p></section>`;
  const verdict = verdictOf(scanned, placeOf(context));
  return html`<section
    class="tickets-open"
    data-verdict=${verdict}
    data-number=${scanned.number}
    data-done=${scanned.done?.act ?? nothing}
    aria-live="assertive"
  >
    <h1>${scanned.number}</h1>
    <p class="tickets-says">${saysView(scanned, verdict, context)}</p>
    ${actingView(scanned, context)} ${actsView(scanned, context)} ${scanned.ticket ? factsView(scanned, context) : nothing}
    ${scanned.code === null && scanned.ticket ? html`<p class="muted">${t("tickets.no_paper")}</p>` : nothing}
  </section>`;
}

function stackView(state, context) {
  if (state.stack.length < 2) return nothing;
  const { t, money, dispatch } = context;
  return html`<nav class="tickets-stack" aria-label=${t("tickets.stack")}>
    ${state.stack.map((scanned) => {
      const verdict = verdictOf(scanned, placeOf(context));
      const due = dueOf(scanned.ticket);
      return html`<button
        data-verdict=${verdict}
        aria-current=${scanned.number === state.open ? "true" : nothing}
        @click=${() => dispatch({ type: "ticket_chosen", number: scanned.number })}
      >
        ${scanned.number} <b>${due === null ? t(`tickets.state.${verdict}`) : money(due)}</b>
      </button>`;
    })}
  </nav>`;
}

// Search, camera and history -------------------------------------------------------------------------------------------

/** A number and a code as they are printed; or all of a code in the first field, from a scanner that has no prefix yet. */
function search(context, event) {
  event.preventDefault();
  const { number, code } = event.target.elements;
  const whole = parse(number.value);
  const typed = { number: number.value.trim().toUpperCase(), code: code.value.replace(/[\s-]/g, "").toUpperCase() || null };
  if (!whole && !typed.number) return;
  openTicket(context, whole ?? typed);
  event.target.reset();
  event.submitter?.blur();
}

function searchView({ camera }, context) {
  const { t, dispatch } = context;
  const show = (video) => showCamera(context, video);
  const turn = () => dispatch({ type: "ticket_camera", camera: camera === "on" ? "off" : "on" });
  return html`<form class="tickets-search" autocomplete="off" @submit=${(event) => search(context, event)}>
    <label>${t("tickets.number")}<input name="number" maxlength="40" autocapitalize="characters" spellcheck="false" /></label>
    <label>${t("tickets.code")}<input name="code" maxlength="12" autocapitalize="characters" spellcheck="false" /></label>
    <button>${t("tickets.search")}</button>
    <button type="button" aria-pressed=${String(camera === "on")} ?hidden=${!isCameraPossible()} @click=${turn}>
      ${t("tickets.camera")}
    </button>
  </form>
  ${camera === "on" ? html`<video class="tickets-camera" muted playsinline ${ref(show)}></video>` : nothing}
  ${camera === "refused" ? html`<p class="problem" role="alert">${t("tickets.no_camera")}</p>` : nothing}`;
}

function filtersView({ filters }, context) {
  const { t } = context;
  const change = (name) => (event) => listTickets(context, { ...filters, [name]: event.target.value });
  const option = (state) =>
    html`<option value=${state} ?selected=${filters.state === state}>${t(`tickets.state.${state}`)}</option>`;
  return html`<div class="tickets-filters">
    <label>
      ${t("tickets.filter.state")}
      <select @change=${change("state")}>
        <option value="" ?selected=${!filters.state}>${t("tickets.filter.all")}</option>
        ${STATES.map(option)}
      </select>
    </label>
    <label>${t("tickets.filter.day")}<input type="date" .value=${filters.day} @change=${change("day")} /></label>
    <label>
      ${t("tickets.filter.round")}
      <input inputmode="numeric" pattern="[0-9]*" .value=${filters.roundId} @change=${change("roundId")} />
    </label>
  </div>`;
}

function rowView(ticket, context) {
  const { t } = context;
  const open = () => openTicket(context, { number: ticket.number, code: null });
  return html`<tr data-state=${ticket.state}>
    <td><button class="tickets-number" @click=${open}>${ticket.number}</button></td>
    <td>${briefly(context, ticket.soldAt)}</td>
    <td>${ticket.roundId}</td>
    <td class="tickets-bets">${ticket.lines.map((line) => betOf(line, t)).join(", ")}</td>
    <td class="number">${bare(context, ticket.stake)}</td>
    <td><span class="tickets-state" data-verdict=${ticket.state}>${t(`tickets.state.${ticket.state}`)}</span></td>
    <td class="number">${ticket.prize ? bare(context, ticket.prize) : ""}</td>
  </tr>`;
}

const statsText = ({ tickets: count, stake, prizes, unpaid }, { t, money }) =>
  t("tickets.stats", { count, stake: money(stake), prizes: money(prizes), unpaid: money(unpaid) });

function listView({ list }, context) {
  const { t, problemText } = context;
  const { filters, items, next, pages, stats, isLoading, problem } = list;
  const { currency } = context.session.config ?? {};
  const turn = (to) => () => listTickets(context, filters, to);
  const head = ["number", "when", "round", "bets", "stake", "state", "prize"];
  return html`<section class="tickets-history" aria-busy=${String(isLoading)}>
    <h2>${t("tickets.history")}</h2>
    ${filtersView(list, context)} ${problem ? html`<p class="problem" role="alert">${problemText(problem)}</p>` : nothing}
    <div class="tickets-table">
      <table>
        <thead>
          <tr>
            ${head.map(
              (name) => html`<th scope="col" class=${COLUMN_CLASSES[name] ?? nothing}>
                ${t(`tickets.column.${name}`, { currency })}
              </th>`,
            )}
          </tr>
        </thead>
        <tbody>${items.map((ticket) => rowView(ticket, context))}</tbody>
      </table>
      ${items.length || isLoading ? nothing : html`<p class="muted">${t("tickets.none")}</p>`}
    </div>
    <p class="tickets-turn">
      <button ?disabled=${pages.length < 2} @click=${turn(pages.slice(0, -1))}>${t("tickets.newer")}</button>
      <button ?disabled=${!next} @click=${turn([...pages, next])}>${t("tickets.older")}</button>
      <button @click=${turn(pages)}>${t("tickets.again")}</button>
      ${stats ? html`<span>${statsText(stats, context)}</span>` : nothing}
    </p>
  </section>`;
}

const view = (state, context) => html`<div class="tickets">
  <div class="tickets-left">${stackView(state, context)} ${openView(state, context)}</div>
  <div class="tickets-right">${searchView(state, context)} ${listView(state, context)}</div>
</div>`;

/** The history is as old as the last look at it. */
const show = (context) => listTickets(context, context.state.pages.tickets.list.filters);

function after(context, before) {
  if (context.state.race.roundId !== before.race.roundId && context.state.session.step === "working") refresh(context);
}

/** Another ticket is open, or the house has told of it. */
const isOther = ({ type }) => ["ticket_told", "ticket_opened", "ticket_chosen", "ticket_closed"].includes(type);

export const tickets = {
  name: "tickets",
  shortcut: "F3",
  initial: emptyTickets(),
  reduce: reduceTickets,
  view,
  keys,
  show,
  after,
  isOther,
};
