// SPDX-License-Identifier: MIT
// Openings of tills, from the float to the count; one of them with its report.

import { html, nothing } from "lit";
import { amountColumn, badge, factsView, listButton, moment, tillText, timeColumn, userText } from "./cells.js";
import { pathWith } from "./filters.js";
import { listPage, openLink } from "./list.js";

const STATES = ["open", "counted", "closed"];
const TONES = { open: "good", counted: "wait" };
/** Of a report's totals, in the order in which papers have them. */
const TALLIES = ["sales", "voids", "payments", "refunds", "reversals"];
const AMOUNTS = ["float", "rounding", "deposits", "withdrawals", "cashIn", "cashOut", "supplies", "drops", "expectedCash"];

const stateView = ({ state }, { t }) => badge(state, t(`find.till.${state}`), TONES[state]);

const columns = [
  {
    name: "opening",
    cell: ({ sessionId }, context) => openLink("sessions", sessionId, sessionId, context),
    text: ({ sessionId }) => sessionId,
  },
  { name: "till", cell: ({ till }) => tillText(till) },
  { name: "cashier", cell: ({ cashier }) => userText(cashier) },
  timeColumn("openedAt", ({ openedAt }) => openedAt),
  timeColumn("closedAt", ({ closedAt }) => closedAt),
  { name: "state", cell: stateView, text: ({ state }, { t }) => t(`find.till.${state}`) },
  amountColumn("float", ({ float }) => float),
  amountColumn("counted", ({ count }) => count?.counted ?? null),
  amountColumn("variance", ({ count }) => count?.variance ?? null),
  { name: "reason", isLong: true, cell: ({ reason }) => reason ?? "" },
];

async function load(id, { api }, tell, signal) {
  const report = await api.get(`/till/report?sessionId=${encodeURIComponent(id)}`, { signal });
  if (report === null) throw Object.assign(new Error("none"), { code: "not_found" });
  tell({ report });
}

function detailView({ value: { report } }, context) {
  const { t, money } = context;
  const { till, cashier, totals, count, correction, sessionId, journal } = report;
  /** @returns {[string, any]} */
  const tally = (name) => [name, totals[name] ? `${money(totals[name].amount)} (${totals[name].count})` : null];
  /** @returns {[string, any]} */
  const amount = (name) => [name, totals[name] === undefined || totals[name] === null ? null : money(totals[name])];
  return html`<h1>${t("find.opening", { id: sessionId })} ${stateView(report, context)}</h1>
    <p class="find-acts">
      ${listButton("movements", { sessionId }, t("find.to.movements"), context)}
      ${listButton("audit", { tillId: till.tillId }, t("find.to.audit"), context)}
      ${listButton("tickets", { tillId: till.tillId, cashierId: cashier.userId }, t("find.to.tickets"), context)}
    </p>
    ${factsView(
      [
        ["till", tillText(till)],
        ["cashier", userText(cashier)],
        ["openedAt", moment(report.openedAt, context)],
        ["closedAt", moment(report.closedAt, context)],
        ["closedBy", userText(report.closedBy)],
        ["reason", report.reason],
        ["entry", journal?.entry],
        ["hash", journal ? html`<code>${journal.hash}</code>` : null],
      ],
      context,
    )}
    <div class="find-columns">
      <section class="panel"><h2>${t("find.opening.totals")}</h2>${factsView([...TALLIES.map(tally), ...AMOUNTS.map(amount)], context)}</section>
      ${
        count
          ? html`<section class="panel"><h2>${t("find.opening.count")}</h2>${factsView(
              [
                ["counted", money(count.counted)],
                ["expectedCash", money(count.expected)],
                ["variance", money(count.variance)],
                ["at", moment(count.at, context)],
                ["by", userText(count.by)],
                ["corrected", correction ? moment(correction.at, context) : null],
              ],
              context,
            )}</section>`
          : nothing
      }
    </div>`;
}

export const sessionList = listPage({
  name: "session_list",
  path: "sessions",
  filters: [
    { name: "day", kind: "day" },
    { name: "tillId", kind: "till" },
    { name: "cashierId", kind: "user" },
    { name: "shopId", kind: "shop" },
    { name: "state", kind: "choice", choices: STATES, words: "till" },
  ],
  source: (asked) => pathWith("/till/sessions", asked),
  idOf: ({ sessionId }) => sessionId,
  columns,
  load,
  detailView,
});
