// SPDX-License-Identifier: MIT
// The runners of a round as cards, and the strip of the last winners.

import { html } from "lit";
import { silksOf } from "../lib/silks.js";
import { jersey } from "./jersey.js";

/** Silks of a runner wherever it is named: its place on the card decides its pattern. */
export function silksByNumber(runners) {
  return new Map(runners.map((runner, index) => [runner.number, silksOf(runner, index)]));
}

/** The colours of a runner, for an element's style. */
const worn = ({ base, ink }) => `--silk: ${base}; --silk-ink: ${ink}`;

/** In the words of a language, {t, format}. */
export function cardsView(runners, { t, format }) {
  const total = runners.reduce((sum, runner) => sum + runner.weight, 0);
  return runners.map((runner, index) => {
    const { number, name, odds, weight } = runner;
    const silks = silksOf(runner, index);
    return html`<li class="card" data-number=${number} .style=${worn(silks)}>
      <div class="card-side">
        ${jersey(silks, "card-silk")}
        <span class="card-number" role="img" aria-label=${t("card.number", { number })}>${number}</span>
      </div>
      <p class="card-name">${name}</p>
      <p class="card-chance">${t("card.chance", { chance: format.chance(weight / total) })}</p>
      <p class="card-odds">
        <span class="card-odds-label">${t("card.odds")}</span> <span class="card-odds-value">${format.odds(odds)}</span>
      </p>
    </li>`;
  });
}

export const numberBlock = (silks) => html`<span class="number" .style=${worn(silks)}>${silks.number}</span>`;

/** Numbers alone, in the order of an arrival. */
export const orderView = (order, silks) =>
  order.map((number) => html`<li>${numberBlock(silks.get(number) ?? silksOf({ number }, 0))}</li>`);

export function winnersView(winners, silks, { t, format }) {
  return winners.map(
    ({ roundId, winner }) =>
      html`<li
        class="winner"
        title=${`${t("round.label")} ${roundId}`}
        data-number=${winner.number}
        data-round-id=${roundId}
      >
        ${numberBlock(silks.get(winner.number) ?? silksOf(winner, 0))}
        <span class="winner-name">${winner.name}</span>
        <span class="winner-odds">${format.odds(winner.odds)}</span>
        <span class="winner-round">${roundId}</span>
      </li>`,
  );
}
