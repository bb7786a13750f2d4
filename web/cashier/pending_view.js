// SPDX-License-Identifier: MIT
// The counter's doubts, above every page: what is not answered yet, what became of what was left behind, another tab that
// sells, a disk that keeps nothing.

import { html, nothing } from "lit";
import { openModal } from "../lib/modal.js";
import { aboutOf, emptyPending, isHere, overdue, reducePending } from "./pending.js";

const KINDS = ["sale", "pay", "void", "copy"];

function nameOf({ request }, { t, money, format, session }) {
  const { amount, number = "" } = aboutOf(request);
  const kind = KINDS.includes(request.kind) ? request.kind : "other";
  const when = format.clock(request.at, session.config?.timeZone);
  return t(`outbox.kind.${kind}`, { when, number, amount: amount === undefined ? "" : money(amount) });
}

function openView(item, context) {
  const { t, outbox } = context;
  const giveUp = () => outbox.burn(item.request.key);
  return html`<li data-state=${item.state}>
    <span><b>${nameOf(item, context)}</b> ${t(`outbox.state.${item.state}`)}</span>
    ${item.state === "waiting" ? html`<button @click=${giveUp}>${t("outbox.give_up")}</button>` : nothing}
  </li>`;
}

function settledView(settled, context) {
  const { t, dispatch } = context;
  const { request, outcome, answer, isOwn } = settled;
  const read = () => dispatch({ type: "pending_read", key: request.key });
  const open = async () => {
    read();
    // With the page of tickets, which comes after the first picture.
    const { openTicket } = await import("./tickets_acts.js");
    openTicket(context, { number: answer.number, code: answer.code ?? request.body.code ?? null });
  };
  return html`<li data-outcome=${outcome} data-key=${request.key}>
    <span>
      <b>${nameOf(settled, context)}</b> ${t(`outbox.outcome.${outcome}`, { number: answer?.number ?? "" })}
      ${isOwn ? nothing : t("outbox.other_user")}
    </span>
    ${answer?.number ? html`<button @click=${open}>${t("outbox.open")}</button>` : nothing}
    <button @click=${read}>${t("outbox.read")}</button>
  </li>`;
}

/** Only one tab sells; Enter sells here, also when the other one hangs. */
function lockView({ lock }, context) {
  const { t, outbox } = context;
  if (isHere({ lock })) return nothing;
  const stay = (event) => event.preventDefault();
  return html`<dialog class="elsewhere" data-lock=${lock} aria-labelledby="elsewhere-heading" ${openModal()} @cancel=${stay}>
    <h1 id="elsewhere-heading">${t(`outbox.lock.${lock}`)}</h1>
    <p>${t("outbox.lock.one")}</p>
    <button class="main" autofocus @click=${() => outbox.takeOver()}>
      ${t("outbox.lock.take")}<kbd>${t("help.enter")}</kbd>
    </button>
  </dialog>`;
}

/** @param {import("./pending.js").Pending} pending */
function view(pending, context) {
  const late = overdue(pending);
  const { settled, isDurable } = pending;
  return html`${lockView(pending, context)}
    ${isDurable ? nothing : html`<p class="alert soft" role="alert" data-alert="disk">${context.t("outbox.disk")}</p>`}
    ${
      late.length || settled.length
        ? html`<div role="alert"><ul class="pending">
          ${settled.map((each) => settledView(each, context))} ${late.map((each) => openView(each, context))}
        </ul></div>`
        : nothing
    }`;
}

/** Keys count by user, so another user has another outbox. */
function after(context, before) {
  const { session } = context.state;
  if (session.user !== before.session.user) context.outbox.follow(session.user);
  if (context.state.line.state === "connected" && before.line.state !== "connected") context.outbox.wake();
}

export const pending = { name: "pending", initial: emptyPending(), reduce: reducePending, view, after };
