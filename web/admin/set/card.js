// SPDX-License-Identifier: MIT
// One card as those see it who decide on it: its runners, its PAR sheet, its odds; and the decision, if it waits for one.

import { html, nothing } from "lit";
import { writeAddress } from "../address.js";
import { formView } from "./form.js";
import { saidView } from "./waiting.js";

const percent = (part, { format }) => format.share(part);

/** @param {any} card as lists have it @param {any} sheet the same with par and prices; null until it is there */
export function cardView(card, sheet, slice, context, acts) {
  const { t, session } = context;
  const matter = slice.data.game.waiting.find(({ kind, id }) => kind === "card" && id === String(card.cardId));
  return html`<section class="panel" data-card-open=${card.cardId} data-state=${card.state}>
      <h2>${card.name} <span class="badge" data-state=${card.state}>${t(`cards.${card.state}`)}</span></h2>
      <p class="muted">${card.decidedBy ? t(card.state === "rejected" ? "cards.rejected_by" : "cards.approved_by", { proposer: card.proposedBy.displayName, by: card.decidedBy.displayName }) : card.proposedBy ? t("cards.proposed_by", { by: card.proposedBy.displayName }) : t("cards.of_house")}${card.reason ? html` <q>${card.reason}</q>` : nothing}</p>
      ${runnersView(card, context)}
      ${session.user.role === "admin" ? html`<a class="button" href=${writeAddress({ page: "cards", id: "new", query: { from: card.cardId } })}>${t("cards.copy")}</a>` : nothing}
    </section>
    ${sheet ? html`${parView(sheet, context)} ${pricesView(sheet, context)}` : html`<p class="card" role="status">${t("session.loading")}</p>`}
    ${matter ? decisionView(card, matter, slice, context, acts) : nothing}`;
}

function runnersView({ runners, targetPpm, proposedBy }, { t, format }) {
  const sum = runners.reduce((total, { weight }) => total + weight, 0);
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${t("cards.field")}><table class="table">
    <thead><tr><th scope="col" class="number">N°</th><th scope="col">${t("cards.runner")}</th><th scope="col" class="number">${t("cards.weight")}</th><th scope="col" class="number">${t("cards.chance")}</th><th scope="col" class="number">${t("cards.odds")}</th></tr></thead>
    <tbody>${runners.map(
      ({ number, name, weight, odds, color }) => html`<tr>
        <td class="number">${number}</td>
        <td><span class="swatch" .style=${`--swatch: ${color}`}></span> ${name}</td>
        <td class="number">${weight}</td>
        <td class="number">${format.chance(weight / sum)}</td>
        <td class="number">${format.odds(odds)}</td>
      </tr>`,
    )}</tbody>
  </table></div>
  ${proposedBy ? html`<p class="muted">${t("cards.target", { percent: format.chance(targetPpm / 1_000_000) })}</p>` : nothing}`;
}

/** What the house has computed for each market. */
function parView({ par }, context) {
  const { t, format } = context;
  const cell = (text) => html`<td class="number">${text}</td>`;
  const range = (low, high) => (low === high ? percent(low, context) : `${percent(low, context)} – ${percent(high, context)}`);
  const odds = ({ oddsLow, oddsHigh }) =>
    oddsLow === oddsHigh ? format.odds(oddsLow) : `${format.odds(oddsLow)} – ${format.odds(oddsHigh)}`;
  const columns = ["selections", "odds", "return", "even", "edge", "tick", "coin"];
  return html`<section class="panel" data-par>
    <h2>${t("par.heading")}</h2>
    <div class="table-frame" tabindex="0" role="region" aria-label=${t("par.heading")}><table class="table">
      <thead><tr><th scope="col">${t("par.market")}</th>${columns.map((name) => html`<th scope="col" class="number">${t(`par.${name}`)}</th>`)}</tr></thead>
      <tbody>${par.map(
        (line) => html`<tr data-market=${line.market}>
          <th scope="row">${t(`market.${line.market}`)} ${line.on ? nothing : html`<span class="badge">${t("par.off")}</span>`}</th>
          ${cell(line.selections)} ${cell(odds(line))} ${cell(range(line.returnLow, line.returnHigh))} ${cell(percent(line.returnEven, context))}
          ${cell(range(line.edgeLow, line.edgeHigh))} ${cell(percent(line.tick, context))} ${cell(percent(line.returnCoin, context))}
        </tr>`,
      )}</tbody>
    </table></div>
    <p class="muted">${t("par.note")}</p>
  </section>`;
}

function pricesView({ prices }, context) {
  const { t, format } = context;
  return html`<details class="panel">
    <summary>${t("par.prices", { count: prices.length })}</summary>
    <div class="table-frame" tabindex="0" role="region" aria-label=${t("par.prices", { count: prices.length })}><table class="table">
      <thead><tr><th scope="col">${t("par.market")}</th><th scope="col">${t("par.selection")}</th><th scope="col" class="number">${t("cards.odds")}</th><th scope="col" class="number">${t("cards.chance")}</th><th scope="col" class="number">${t("par.return")}</th></tr></thead>
      <tbody>${prices.map(
        (price) => html`<tr>
          <td>${t(`market.${price.market}`)}</td>
          <td>${["even", "odd"].includes(price.selection) ? t(`selection.${price.selection}`) : price.selection}</td>
          <td class="number">${format.odds(price.odds)}</td>
          <td class="number">${percent(price.chance, context)}</td>
          <td class="number">${percent(price.return, context)}</td>
        </tr>`,
      )}</tbody>
    </table></div>
  </details>`;
}

function decisionView(card, matter, slice, context, acts) {
  const { t, session } = context;
  const isMine = matter.forWhom.some(({ userId }) => userId === session.user.userId);
  const path = `/admin/cards/${card.cardId}`;
  const isTurns = slice.data.schedule.entries.length > 1;
  const spec = (name, isGrave) => ({
    id: `card-${card.cardId}-${name}`,
    current: null,
    isAlways: !isGrave,
    isGrave,
    submit: t(`cards.do.${name}`),
    fields: [
      {
        name: "reason",
        kind: "text",
        longest: 200,
        isRequired: isGrave,
        ...(isGrave ? {} : { label: t("set.reason_optional"), isRemark: true }),
      },
    ],
    notes: () => [
      isGrave
        ? t("cards.reject_note")
        : t(isTurns ? "cards.approve_turns_note" : "cards.approve_note", {
            round: slice.data.schedule.next.roundId,
            name: card.name,
          }),
    ],
    send: (_changes, { reason }) =>
      acts.send(context, `card-${card.cardId}-${name}`, {
        method: "post",
        path: `${path}/${name}`,
        body: reason ? { reason } : {},
      }),
  });
  return html`<section class="panel matter">
    <h2>${t("cards.decide")}</h2>
    ${saidView(matter, context)}
    ${isMine ? html`<div class="two">${formView(spec("approve", false), slice, context, acts)} ${formView(spec("reject", true), slice, context, acts)}</div>` : nothing}
  </section>`;
}
