// SPDX-License-Identifier: MIT
// An X or a Z on the screen: what went through the till, and how its count came out. Of an open till whoever counts it blind
// is told how often something happened, and no sum.

import { html, nothing } from "lit";
import { openModal } from "../../lib/modal.js";
import { leave, loadHistory, openCount, print, printHandover, sign } from "./acts.js";

const TALLIES = ["sales", "voids", "payments", "refunds"];
const SUMS = ["rounding", "supplies", "drops", "cashIn", "cashOut", "deposits", "withdrawals"];

/** @param {any} session a report @param {any} context */
export function totalsView({ totals }, { t, money }) {
  const row = (label, count, amount) => html`<tr>
    <th scope="row">${label}</th>
    <td class="count">${count ?? nothing}</td>
    <td class="amount">${amount === undefined ? nothing : money(amount)}</td>
  </tr>`;
  return html`<table class="tally">
    <tbody>
      ${row(t("till.total.float"), null, totals.float)}
      ${TALLIES.map((name) => row(t(`till.total.${name}`), totals[name].count, totals[name].amount))}
      ${SUMS.filter((name) => totals[name]).map((name) => row(t(`till.total.${name}`), null, totals[name]))}
      ${totals.reversals?.count ? row(t("till.total.reversals"), totals.reversals.count, totals.reversals.amount) : nothing}
    </tbody>
    ${
      totals.expectedCash === undefined
        ? nothing
        : html`<tfoot>${row(t("till.total.expected"), null, totals.expectedCash)}</tfoot>`
    }
  </table>`;
}

function countView({ count, correction }, { t, money }) {
  if (!count) return nothing;
  const said = count.variance === 0 ? "none" : count.variance < 0 ? "short" : "over";
  return html`<p class="variance" data-said=${said}>
      <span>${t("till.counted")} <b>${money(count.counted)}</b></span>
      <span>${t(`till.variance.${said}`)} ${said === "none" ? nothing : html`<b>${money(Math.abs(count.variance))}</b>`}</span>
    </p>
    ${correction ? html`<p class="warning">${t("till.corrected", { amount: money(correction.counted), name: correction.by.displayName })}</p>` : nothing}`;
}

/** @param {import('./state.js').TillState} state @param {any} context */
export function reportView(state, context) {
  const { t, dispatch } = context;
  const { report } = state;
  const movements = () => loadHistory(dispatch({ type: "till/of", report }).pages.till, context);
  const close = () => (report.state === "closed" ? leave(context, report) : dispatch({ type: "till/closed" }));
  return html`<dialog class="sheet report" data-state=${report.state} aria-labelledby="report-heading" ${openModal()} @close=${close}>
    <h1 id="report-heading">${t(`till.report.${report.report}`, { number: report.sessionId })}</h1>
    <p>${t("till.other", { number: report.till.number, name: report.till.name })} · ${report.cashier.displayName}</p>
    ${report.state === "counted" ? html`<p class="warning" role="status">${t("till.waits", { variance: context.money(report.count.variance) })}</p>` : nothing}
    ${report.handover && report.state === "closed" ? html`<p class="done">${t("till.handed_over", { amount: context.money(report.count.counted) })}</p>` : nothing}
    ${countView(report, context)} ${totalsView(report, context)}
    ${report.closedBy ? html`<p class="muted">${t("till.closed_by", { name: report.closedBy.displayName })}</p>` : nothing}
    ${state.problem ? html`<p class="problem" role="alert">${context.problemText(state.problem)}</p>` : nothing}
    <div class="row">
      ${report.state === "counted" ? waitingButtons(report, state, context) : nothing}
      <button class=${report.state === "counted" ? "" : "main"} ?autofocus=${report.state !== "counted"} @click=${close}>
        ${t(report.state === "closed" ? "till.finish" : "till.close_window")}
      </button>
      <button @click=${() => print(context, report)}>${t("till.print")}</button>
      ${report.sessionId === context.session.till?.sessionId ? nothing : html`<button @click=${movements}>${t("till.movements")}</button>`}
      ${report.takenFrom ? html`<button @click=${() => printHandover(context, report)}>${t("till.print_handover")}</button>` : nothing}
    </div>
  </dialog>`;
}

function waitingButtons(report, state, context) {
  const { t, dispatch, session } = context;
  const isOwn = report.cashier.userId === session.user.userId;
  const signs = () =>
    isOwn || !session.rights.isSupervisor
      ? sign(state, context, report)
      : dispatch({ type: "till/form", name: "sign", session: report });
  return html`<button class="main" autofocus @click=${signs}>${t(isOwn ? "till.sign_here" : "till.sign")}</button>
    <button @click=${() => openCount(state, context, report)}>${t("till.recount")}</button>`;
}
