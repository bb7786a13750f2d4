// SPDX-License-Identifier: MIT
// Who did it last: the acts of the journal that a page is about, under it.

import { html, nothing } from "lit";

/** @param {readonly any[]} history @param {any} context @param {(entry: any) => string} [nameOf] what an act was about */
export function historyView(history, { t, format, session }, nameOf = ({ subject }) => subject ?? "") {
  if (history.length === 0) return nothing;
  return html`<section class="history">
    <h2>${t("set.history")}</h2>
    <ul>
      ${history.map(
        (entry) => html`<li>
          <time datetime=${entry.at}>${format.moment(Date.parse(entry.at), session.config.timeZone)}</time>
          <b>${entry.by?.displayName ?? t("set.house")}</b>
          <span>${t(`act.${entry.action}`)} ${nameOf(entry)}</span>
          ${entry.reason ? html`<q>${entry.reason}</q>` : nothing}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** While a page's first answer is awaited, or why there is none. @param {import('./slice.js').Slice} slice @param {any} context @param {() => any} again */
export function waitingView({ problem }, { t, problemText }, again) {
  if (!problem) return html`<p class="card" role="status">${t("session.loading")}</p>`;
  return html`<section class="card">
    <p class="problem" role="alert">${problemText(problem)}</p>
    <button class="main" @click=${again}>${t("set.reload")}</button>
  </section>`;
}
