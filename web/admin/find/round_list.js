// SPDX-License-Identifier: MIT
// Rounds, and one of them recalled: its card and result, its film, what was sold on it, its proof.

import { html, nothing } from "lit";
import { badge, betText, factsView, listButton, moment, timeColumn } from "./cells.js";
import { filmView } from "./film_view.js";
import { pathWith } from "./filters.js";
import { listPage, openLink } from "./list.js";

const PHASES = ["betting", "locked", "racing", "finished", "settled", "void"];
const TONES = { void: "bad", settled: "good" };

const phaseView = ({ phase }, { t }) => badge(phase, t(`find.phase.${phase}`), TONES[phase]);
const orderText = ({ result }) => result?.order.join(" – ") ?? "";

const columns = [
  {
    name: "round",
    cell: ({ roundId }, context) => openLink("rounds", roundId, roundId, context),
    text: ({ roundId }) => roundId,
  },
  timeColumn("openedAt", ({ openedAt }) => openedAt),
  { name: "state", cell: phaseView, text: ({ phase }, { t }) => t(`find.phase.${phase}`) },
  { name: "card", isLong: true, cell: ({ card }) => card.template },
  { name: "winner", cell: ({ result }) => (result?.winner ? `${result.winner.number} ${result.winner.name}` : "") },
  { name: "order", cell: orderText, text: orderText },
  { name: "reason", isLong: true, cell: ({ voidReason }) => voidReason ?? "" },
];

const orNull = (asked) =>
  asked.catch((error) => {
    if (error.status === 404) return null;
    throw error;
  });

/** The card first: the rest is longer on its way, and a film may be forgotten. */
async function load(id, { api }, tell, signal) {
  tell({ round: await api.get(`/rounds/${encodeURIComponent(id)}`, { signal }) });
  const [film, sold, prices] = await Promise.all([
    orNull(api.get(`/rounds/${id}/film`, { signal })),
    api.get(`/tickets?roundId=${id}&limit=1`, { signal }),
    orNull(api.get(`/rounds/${id}/prices`, { signal })),
  ]);
  tell({ film, stats: sold.stats, prices });
}

function detailView({ id: opened, value: { round, film, stats, prices, play } }, context) {
  const { t, dispatch } = context;
  const id = round.roundId;
  const turn = (next) => dispatch({ type: "list", name: "round_list", step: "detail", id: opened, change: { play: next } });
  return html`<h1>${t("shell.round", { round: id })} ${phaseView(round, context)}</h1>
    <p class="find-acts">
      ${listButton("tickets", { roundId: id }, t("find.round.tickets"), context)}
      <a class="button" href=${`/verify/?round=${id}`} target="_blank" rel="noopener">${t("find.verify")}</a>
      <a class="button" href=${`/api/v1/rounds/${id}/proof`} target="_blank" rel="noopener">${t("find.proof.data")}</a>
    </p>
    ${factsView(
      [
        ["openedAt", moment(round.openedAt, context)],
        ["raceStartTime", moment(round.raceStartTime, context)],
        ["settledAt", moment(round.settledAt, context)],
        ["card", round.card.template],
        ["session", `${round.session} · ${round.chainIndex}`],
        ["order", orderText(round)],
        ["reason", round.voidReason],
      ],
      context,
    )}
    <div class="find-columns">
      <section class="panel"><h2>${t("find.round.card")}</h2>${cardView(round, context)}</section>
      <section class="panel"><h2>${t("find.round.film")}</h2>${film ? filmView(film, play, round, context, turn) : html`<p>${t(film === undefined ? "session.loading" : "find.film.none")}</p>`}</section>
      <section class="panel"><h2>${t("find.round.totals")}</h2>${totalsView(stats, context)}</section>
      <section class="panel"><h2>${t("find.proof")}</h2>${factsView(
        [
          ["commitment", html`<code>${round.commitment}</code>`],
          ["cardHash", html`<code>${round.cardHash}</code>`],
        ],
        context,
      )}</section>
      ${prices ? html`<details class="panel"><summary>${t("find.round.odds")}</summary>${oddsView(prices, context)}</details>` : nothing}
    </div>`;
}

function cardView({ card, result }, { t, format }) {
  const place = (number) => (result ? result.order.indexOf(number) + 1 : null);
  const head = ["number", "runner", "odds", "weight", "place"];
  return html`<div class="table-frame" tabindex="0" role="region" aria-label=${t("find.round.card")}><table class="table">
    <thead><tr>${head.map((name) => html`<th scope="col" class=${name === "runner" ? nothing : "number"}>${t(`find.column.${name}`)}</th>`)}</tr></thead>
    <tbody>${card.runners.map(
      ({ number, name, odds, weight }) => html`<tr>
      <td class="number">${number}</td><td>${name}</td><td class="number">${format.odds(odds)}</td><td class="number">${weight}</td>
      <td class="number">${place(number) ?? ""}</td>
    </tr>`,
    )}</tbody>
  </table></div>`;
}

function totalsView(stats, context) {
  const { t, money } = context;
  if (stats === undefined) return html`<p>${t("session.loading")}</p>`;
  if (stats === null) return html`<p>${t("find.stats.none")}</p>`;
  const amount = (minor) => (minor === null ? null : money(minor));
  return factsView(
    [
      ["tickets", stats.tickets],
      ["stakes", amount(stats.stake)],
      ["prizes", amount(stats.prizes)],
      ["unpaid", amount(stats.unpaid)],
    ],
    context,
  );
}

const oddsView = ({ markets }, { t, format }) =>
  html`${markets.map(
    ({ market, selections }) => html`<h3>${t(`market.${market}`)}</h3>
    <p class="find-odds">${selections.map(({ selection, odds }) => html`<span>${market === "odd_even" ? betText({ market, selection }, t) : selection} <b>${format.odds(odds)}</b></span>`)}</p>`,
  )}`;

export const roundList = listPage({
  name: "round_list",
  path: "rounds",
  filters: [
    { name: "day", kind: "day" },
    { name: "phase", kind: "choice", choices: PHASES, words: "phase" },
  ],
  source: (asked) => pathWith("/rounds", asked),
  items: ({ rounds }) => rounds,
  idOf: ({ roundId }) => roundId,
  columns,
  load,
  detailView,
});
