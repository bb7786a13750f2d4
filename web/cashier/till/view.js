// SPDX-License-Identifier: MIT
// The page of the till as it is seen: its views, and what can be done at the till that is looked at.

import { html, nothing } from "lit";
import { load, loadHistory, loadSessions, openCount, printMovement, showReport, sign, tillIdOf } from "./acts.js";
import { formView } from "./forms.js";
import { reportView, totalsView } from "./report.js";
import { FILTERS, KINDS, VIEWS } from "./state.js";

/** @param {any} context */
export const viewsOf = ({ session }) => VIEWS.filter((view) => view !== "shop" || session.rights.isSupervisor);

/** What may be done here: the house decides, this is what is worth asking. */
export function actionsOf(state) {
  const isOpen = state.view === "now" && state.till?.session?.state === "open";
  return { move: isOpen, count: isOpen, report: state.view === "now" && Boolean(state.till?.session) };
}

export function changeView(context, view) {
  const state = context.dispatch({ type: "till/view", view }).pages.till;
  load(state, context);
}

export const openMovement = (context, kind) => context.dispatch({ type: "till/form", name: "movement", kind });

/** @param {import('./state.js').TillState} state @param {any} context */
export function tillView(state, context) {
  const { t } = context;
  return html`<div class="till-page">
    <nav class="views" role="tablist" aria-label=${t("page.till")}>
      ${viewsOf(context).map(
        (view) => html`<button
          role="tab"
          aria-selected=${String(view === state.view)}
          aria-keyshortcuts=${t(`till.view.${view}.key`)}
          @click=${() => changeView(context, view)}
        >
          ${t(`till.view.${view}`)}<kbd>${t(`till.view.${view}.key`)}</kbd>
        </button>`,
      )}
      ${whoseView(state, context)}
    </nav>
    ${state.problem && !state.form ? html`<p class="problem" role="alert">${context.problemText(state.problem)}</p>` : nothing}
    <div class="view" role="tabpanel" data-view=${state.view}>${SEEN[state.view](state, context)}</div>
    ${state.form ? formView(state, context) : nothing} ${state.report ? reportView(state, context) : nothing}
  </div>`;
}

/** Whoever acts at somebody else's till must see that all the time. */
function whoseView(state, { t }) {
  const at = state.till?.till;
  return state.tillId === null || state.view === "shop" || !at
    ? nothing
    : html`<b class="whose">${t("till.other", { number: at.number, name: at.name })}</b>`;
}

// Now --------------------------------------------------------------------------------------------------------------------

function nowView(state, context) {
  const { t } = context;
  if (!state.till?.session)
    return html`<p class="empty">${t(tillIdOf(state, context) === null || state.till ? "till.none_open" : "till.loading")}</p>`;
  const { session } = state.till;
  const can = actionsOf(state);
  return html`<section class="now">
      <h2>${session.cashier.displayName}</h2>
      <p class="muted">${t("till.since", { time: context.format.moment(Date.parse(session.openedAt)) })}</p>
      ${session.takenFrom ? html`<p class="muted">${t("till.taken_from", { name: session.takenFrom.cashier.displayName })}</p>` : nothing}
      ${state.till.dropDue ? html`<p class="warning">${t("till.drop_due")}</p>` : nothing}
      ${totalsView(session, context)} ${movedView(state, context)}
    </section>
    <section class="acts" aria-label=${t("till.acts")}>
      ${session.state === "counted" ? waitingView(session, state, context) : nothing}
      ${
        can.move
          ? KINDS.map(
              (
                kind,
                i,
              ) => html`<button data-kind=${kind} aria-keyshortcuts=${i + 1} @click=${() => openMovement(context, kind)}>
              <kbd>${i + 1}</kbd><span>${t(`till.kind.${kind}`)}</span><small>${t(`till.kind.${kind}.words`)}</small>
            </button>`,
            )
          : nothing
      }
      <button aria-keyshortcuts="X" @click=${() => showReport(state, context)}>
        <kbd>X</kbd><span>${t("till.x")}</span><small>${t("till.x.words")}</small>
      </button>
      ${
        can.count
          ? html`<button class="main" aria-keyshortcuts="C" @click=${() => openCount(state, context)}>
            <kbd>C</kbd><span>${t("till.count")}</span><small>${t("till.count.words")}</small>
          </button>`
          : nothing
      }
    </section>`;
}

/** A till that was counted and waits: another count, or a supervisor who signs. */
function waitingView(session, state, context) {
  const { t, dispatch } = context;
  const isOwn = session.cashier.userId === context.session.user.userId;
  const signs = () => (isOwn ? sign(state, context, session) : dispatch({ type: "till/form", name: "sign", session }));
  return html`<p class="warning">${t("till.waits", { variance: context.money(session.count.variance) })}</p>
    <button class="main" @click=${signs}><span>${t(isOwn ? "till.sign_here" : "till.sign")}</span></button>
    <button @click=${() => openCount(state, context, session)}><span>${t("till.recount")}</span></button>`;
}

function movedView(state, context) {
  const { t, money } = context;
  const { moved } = state;
  if (!moved) return nothing;
  return html`<p class="done" role="status">
    <span>${t(`till.kind.${moved.kind}`)} <b>${money(moved.amount)}</b></span>
    ${moved.approvedBy ? html`<small>${t("till.approved_by", { name: moved.approvedBy.displayName })}</small>` : nothing}
    <button @click=${() => printMovement(state, context, moved)}>${t("till.print")}</button>
  </p>`;
}

// History ----------------------------------------------------------------------------------------------------------------

function historyView(state, context) {
  const { t, dispatch } = context;
  const { items, next, isLoading } = state.history;
  const narrow = (name) => (event) =>
    loadHistory(dispatch({ type: "till/filter", change: { [name]: event.target.value } }).pages.till, context);
  return html`<div class="filters">
      <span class="filter"><label for="till-filter">${t("till.filter")}</label>
      <select id="till-filter" @change=${narrow("filter")}>
        ${FILTERS.map((kind) => html`<option value=${kind} ?selected=${kind === state.filter}>${t(kind ? `till.kind.${kind}` : "till.filter.all")}</option>`)}
      </select></span>
      <span class="filter"><label for="till-day">${t("tickets.filter.day")}</label>
      <input id="till-day" type="date" .value=${state.day} @change=${narrow("day")} /></span>
      ${state.of ? html`<b class="whose">${t("till.of", { number: state.of.sessionId })} · ${state.of.cashier.displayName}</b>` : nothing}
    </div>
    ${items.length ? movementsTable(items, state, context) : html`<p class="empty">${t(isLoading ? "till.loading" : "till.history.none")}</p>`}
    ${moreView(next, () => loadHistory(state, context, true), context)}`;
}

const moreView = (next, more, { t }) => (next ? html`<button class="more" @click=${more}>${t("till.more")}</button>` : nothing);

/** Day and time; on a narrow screen everybody knows the year. */
function momentView(at, { format }) {
  const [, year, day, time] = /^(\d+-)(\S+)\s(\S+)$/.exec(format.moment(Date.parse(at)));
  return html`<span class="wide-only">${year}</span><span>${day}</span> <span>${time}</span>`;
}

/** Which paper a movement is about. */
const documentOf = ({ ticket, reference, reverses }, { t }) =>
  ticket ?? reference ?? (reverses ? t("till.reverses", { number: reverses }) : nothing);

function movementsTable(items, state, context) {
  const { t, money } = context;
  const row = (item) => html`<tr data-kind=${item.kind}>
    <td>${momentView(item.at, context)}</td>
    <td>${t(`till.kind.${item.kind}`)}<small class="narrow-only">${documentOf(item, context)}</small></td>
    <td class="reference wide-only">${documentOf(item, context)}</td>
    <td class="wide-only">${item.description ?? nothing}</td>
    <td class="wide-only">${item.by?.displayName ?? nothing}${item.approvedBy ? html` <small>+ ${item.approvedBy.displayName}</small>` : nothing}</td>
    <td class="amount">${item.in ? "+" : "\u2212"}${money(item.amount)}</td>
    <td>${reverseView(item, state, context)}</td>
  </tr>`;
  return html`<table class="rows">
    <thead><tr>
      <th scope="col">${t("till.at")}</th><th scope="col">${t("till.what")}</th><th scope="col" class="wide-only">${t("till.reference")}</th>
      <th scope="col" class="wide-only">${t("till.description")}</th><th scope="col" class="wide-only">${t("till.by")}</th>
      <th scope="col" class="amount">${t("till.amount")}</th><th><span class="hidden">${t("till.reverse")}</span></th>
    </tr></thead>
    <tbody>${items.map(row)}</tbody>
  </table>`;
}

/** A movement that was entered wrong is undone by a second person, as long as its session is not closed. */
function reverseView(item, state, { t, dispatch, session }) {
  const first = state.till?.session ? Date.parse(state.till.session.openedAt) : Infinity;
  const isMine = item.by?.userId === session.user.userId || state.tillId === null;
  const can =
    session.rights.isSupervisor && !isMine && [...KINDS, "till_open"].includes(item.kind) && Date.parse(item.at) >= first;
  return can
    ? html`<button @click=${() => dispatch({ type: "till/form", name: "reverse", movement: item })}>${t("till.reverse")}</button>`
    : nothing;
}

// Sessions ---------------------------------------------------------------------------------------------------------------

function sessionsView(state, context) {
  const { t, money } = context;
  const { items, next, isLoading } = state.sessions;
  if (!items.length) return html`<p class="empty">${t(isLoading ? "till.loading" : "till.sessions.none")}</p>`;
  const row = (item) => html`<tr data-state=${item.state}>
    <td>${momentView(item.openedAt, context)}</td>
    <td>${item.till.number}</td>
    <td class="wide-only">${item.cashier.displayName}</td>
    <td>${t(`till.state.${item.state}`)}</td>
    <td class="amount wide-only">${item.count ? money(item.count.counted) : nothing}</td>
    <td class="amount">${item.count ? money(item.count.variance) : nothing}</td>
    <td><button @click=${() => showReport(state, context, item.sessionId)}>${t("till.look")}</button></td>
  </tr>`;
  return html`<table class="rows">
      <thead><tr>
        <th scope="col">${t("till.opened")}</th><th scope="col">${t("till.number")}</th>
        <th scope="col" class="wide-only">${t("till.cashier")}</th><th scope="col">${t("till.state")}</th>
        <th scope="col" class="amount wide-only">${t("till.counted")}</th><th scope="col" class="amount">${t("till.variance")}</th>
        <th><span class="hidden">${t("till.look")}</span></th>
      </tr></thead>
      <tbody>${items.map(row)}</tbody>
    </table>
    ${moreView(next, () => loadSessions(state, context, true), context)}`;
}

// All tills of the shop --------------------------------------------------------------------------------------------------

function shopView(state, context) {
  const { t, money, format, dispatch } = context;
  const own = context.session.till?.tillId;
  const look = ({ tillId }) =>
    load(dispatch({ type: "till/look", tillId: tillId === own ? null : tillId }).pages.till, context);
  const card = (
    till,
  ) => html`<button class="till-card" data-state=${till.session?.state ?? "closed"} @click=${() => look(till)}>
    <b>${t("till.other", { number: till.number, name: till.name })}</b>
    <span>${t(`till.state.${till.session?.state ?? "closed"}`)}</span>
    ${
      till.session
        ? html`<span>${till.session.cashier.displayName}</span>
          <small class="since">${t("till.since", { time: format.moment(Date.parse(till.session.openedAt)) })}</small>
          ${till.session.expectedCash === undefined ? nothing : html`<span class="amount">${money(till.session.expectedCash)}</span>`}`
        : nothing
    }
    ${
      till.handover
        ? html`<small>${t("till.handover_waits", { name: till.handover.cashier.displayName, amount: money(till.handover.amount) })}</small>`
        : nothing
    }
  </button>`;
  const sorted = [...state.shop.items].sort((one, other) => one.number - other.number);
  return sorted.length
    ? html`<div class="till-cards">${sorted.map(card)}</div>`
    : html`<p class="empty">${t("till.loading")}</p>`;
}

const SEEN = { now: nowView, history: historyView, sessions: sessionsView, shop: shopView };
