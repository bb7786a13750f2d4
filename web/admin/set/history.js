// SPDX-License-Identifier: MIT
// Who did it last: the acts of the journal that a page is about, under it.

import { html, nothing } from "lit";
import { changedMembers } from "./fields.js";

/** What was changed, where the words for it are known. */
function membersOf({ before, after }, t) {
  const labels = changedMembers(before, after).map((name) => {
    const key = name.startsWith("limits.") ? `set.limit.${name.slice(7)}` : `set.field.${name}`;
    const label = t(key);
    return label === key ? "" : label;
  });
  return labels.filter(Boolean).join(", ");
}

/**
 * @param {readonly any[]} history
 * @param {any} context
 * @param {(entry: any) => string} [nameOf] what an act was about
 * @param {(entry: any) => string} [whatOf] what it changed
 */
export function historyView(
  history,
  context,
  nameOf = ({ subject }) => subject ?? "",
  whatOf = (entry) => membersOf(entry, context.t),
) {
  const { t, format, session } = context;
  if (history.length === 0) return nothing;
  return html`<section class="history">
    <h2>${t("set.history")}</h2>
    <ul>
      ${history.map(
        (entry) => html`<li>
          <time datetime=${entry.at}>${format.moment(Date.parse(entry.at), session.config.timeZone)}</time>
          <b>${entry.by?.displayName ?? t("set.house")}</b>
          <span>${t(`act.${entry.action}`)} ${nameOf(entry)}</span>
          <span class="muted">${whatOf(entry)}</span>
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
