// SPDX-License-Identifier: MIT
// The cards: what each pays and keeps (its PAR sheet, which the house computes), proposed by one admin and decided by another; and
// the list by which several take turns.

import { html, nothing } from "lit";
import { writeAddress } from "./address.js";
import { allOf, createActs } from "./set/acts.js";
import { cardView } from "./set/card.js";
import { proposalView } from "./set/proposal.js";
import { scheduleView } from "./set/schedule.js";
import { historyView, waitingView } from "./set/history.js";
import { createSlice } from "./set/slice.js";

const NAME = "cards";

/** With the sheet of the one that is open, which is too much for a list. */
let openId = null;

const acts = createActs(
  NAME,
  async (api) => {
    const [cards, schedule, game, sheet] = await Promise.all([
      allOf(api, "/admin/cards"),
      api.get("/admin/cards/schedule"),
      api.get("/admin/game"),
      openId === null ? null : api.get(`/admin/cards/${openId}`).catch(() => null),
    ]);
    return { cards, schedule, game, sheet };
  },
  ["card_propose", "card_approve", "card_reject", "card_schedule"],
);

function enter(context) {
  const { id } = context.address;
  openId = /^[1-9]\d{0,14}$/.test(id ?? "") ? id : null;
  return acts.enter(context);
}

function rowOf(card, context) {
  const { t, address } = context;
  return html`<a
    href=${writeAddress({ page: NAME, id: card.cardId })}
    aria-current=${String(card.cardId) === address.id ? "true" : nothing}
    data-card=${card.cardId}
  >
    <b>${card.name}</b>
    <span class="badge" data-state=${card.state}>${t(`cards.${card.state}`)}</span>
    <span class="muted">${t("cards.runners", { count: card.runners.length })}</span>
  </a>`;
}

function thingView(slice, context) {
  const { t, address } = context;
  const { cards, sheet } = slice.data;
  if (address.id === "new") return proposalView(slice, context, acts);
  if (address.id === "schedule") return scheduleView(slice, context, acts);
  const card = cards.find(({ cardId }) => String(cardId) === address.id);
  if (!card) return html`<p class="empty">${t("cards.choose")}</p>`;
  return cardView(card, String(sheet?.cardId) === address.id ? sheet : null, slice, context, acts);
}

/** @param {import('./set/slice.js').Slice} slice @param {any} context */
function view(slice, context) {
  const { t, address, session } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  return html`<div class="page-head">
      <h1>${t("page.cards")}</h1>
      <div class="row">
        <a class="button" href=${writeAddress({ page: NAME, id: "schedule" })} aria-current=${address.id === "schedule" ? "true" : nothing}>${t("cards.schedule")}</a>
        ${session.user.role === "admin" ? html`<a class="button main" href=${writeAddress({ page: NAME, id: "new" })}>${t("cards.new")}</a>` : nothing}
      </div>
    </div>
    <div class="master" data-open=${address.id === null ? "list" : "thing"}>
      <nav class="panel master-list" aria-label=${t("page.cards")}>${slice.data.cards.map((card) => rowOf(card, context))}</nav>
      <div class="master-thing">
        ${address.id === null ? nothing : html`<a class="master-back" href=${writeAddress({ page: NAME })}>← ${t("page.cards")}</a>`}
        ${thingView(slice, context)} ${historyView(slice.history, context)}
      </div>
    </div>`;
}

export const cards = { name: NAME, ...createSlice(NAME), view, enter, after: acts.after };
