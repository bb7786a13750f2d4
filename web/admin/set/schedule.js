// SPDX-License-Identifier: MIT
// The list by which cards take turns: each place opens so many rounds, then comes the next one, and after the last the first again.

import { html, nothing } from "lit";
import { formView } from "./form.js";

const FORM = "schedule";

/** @param {readonly any[]} entries @param {number} index @param {number} by places */
export function moved(entries, index, by) {
  const to = index + by;
  if (to < 0 || to >= entries.length) return entries;
  const list = [...entries];
  [list[index], list[to]] = [list[to], list[index]];
  return list;
}

/** @param {import('./slice.js').Slice} slice @param {any} context @param {any} acts */
export function scheduleView(slice, context, acts) {
  const { t, session } = context;
  const { schedule, cards } = slice.data;
  const current = { entries: schedule.entries.map(({ cardId, rounds }) => ({ cardId, rounds })), reason: null };
  const entries = slice.forms[FORM]?.typed.entries ?? current.entries;
  const runnable = cards.filter(({ state }) => ["approved", "active"].includes(state));
  const nameOf = (id) => cards.find(({ cardId }) => cardId === id)?.name ?? String(id);
  const isWhole = entries.every(({ rounds }) => Number.isInteger(rounds) && rounds >= 1 && rounds <= 100_000);
  const say = (list) => list.map(({ cardId, rounds }) => t("cards.turn", { count: rounds, name: nameOf(cardId) })).join(", ");
  const spec = {
    id: FORM,
    current,
    submit: t("set.save"),
    isBlocked: !isWhole,
    fields: [
      { name: "entries", kind: "entries", label: t("cards.schedule"), when: "round" },
      { name: "reason", kind: "text", longest: 200, label: t("set.reason_optional"), isRemark: true },
    ],
    say: { entries: say },
    notes: () => [
      isWhole
        ? t("cards.schedule_note", { round: schedule.next.roundId, name: nameOf(entries[0]?.cardId) })
        : t("cards.rounds_wanted"),
    ],
    send: (_changes, { reason }) =>
      acts.send(context, FORM, {
        method: "put",
        path: "/admin/cards/schedule",
        body: { entries, ...(reason ? { reason } : {}) },
      }),
    extra: { entries: () => entriesView(entries, runnable, context, (list) => acts.type(context, FORM, { entries: list })) },
  };
  return html`<section class="panel">
    <h2>${t("cards.schedule")}</h2>
    <p>${t("cards.schedule_now", { list: say(schedule.entries), round: schedule.next.roundId, name: nameOf(schedule.next.cardId) })}</p>
    ${session.user.role === "admin" ? formView(spec, slice, context, acts) : nothing}
  </section>`;
}

function entriesView(entries, cards, { t }, type) {
  const change = (index, part) => type(entries.map((each, i) => (i === index ? { ...each, ...part } : each)));
  return html`<fieldset class="entries">
    <legend>${t("cards.schedule")}</legend>
    ${entries.map(
      ({ cardId, rounds }, index) => html`<div class="entry-row">
        <span class="number">${index + 1}.</span>
        <select aria-label=${`${t("cards.card")} ${index + 1}`} @change=${(event) => change(index, { cardId: Number(event.target.value) })}>
          ${cards.map((card) => html`<option value=${card.cardId} ?selected=${card.cardId === cardId}>${card.name}</option>`)}
        </select>
        <input
          aria-label=${`${t("cards.rounds")} ${index + 1}`}
          inputmode="numeric"
          maxlength="6"
          class="number"
          .value=${Number.isInteger(rounds) ? String(rounds) : ""}
          @input=${(event) => change(index, { rounds: /^\d+$/.test(event.target.value) ? Number(event.target.value) : null })}
        />
        <button type="button" aria-label=${t("cards.up", { place: index + 1 })} ?disabled=${index === 0} @click=${() => type(moved(entries, index, -1))}>↑</button>
        <button type="button" aria-label=${t("cards.down", { place: index + 1 })} ?disabled=${index === entries.length - 1} @click=${() => type(moved(entries, index, 1))}>↓</button>
        <button type="button" aria-label=${t("cards.turn_remove", { place: index + 1 })} ?disabled=${entries.length <= 1} @click=${() => type(entries.filter((_each, i) => i !== index))}>×</button>
      </div>`,
    )}
    <button type="button" ?disabled=${entries.length >= 100 || cards.length === 0} @click=${() => type([...entries, { cardId: cards[0].cardId, rounds: 1 }])}>${t("cards.turn_add")}</button>
  </fieldset>`;
}
