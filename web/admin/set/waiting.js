// SPDX-License-Identifier: MIT
// A matter that takes two persons: who has spoken, and for whom it waits.

import { html } from "lit";

/** @param {{said: any[], forWhom: any[]}} matter @param {any} context */
export function saidView({ said, forWhom }, { t, format, session }) {
  const moment = (at) => format.moment(Date.parse(at), session.config.timeZone);
  return html`<ul class="said">
      ${said.map(
        ({ user, at, reason, counts }) => html`<li>
          <b>${user.displayName}</b> <time datetime=${at}>${moment(at)}</time> <q>${reason ?? ""}</q>
          ${counts ? "" : html`<span class="badge stop">${t("waiting.counts_not")}</span>`}
        </li>`,
      )}
    </ul>
    <p class=${forWhom.length ? "for-whom" : "warning"}>${
      forWhom.length
        ? t("waiting.for", { names: forWhom.map(({ displayName }) => displayName).join(", ") })
        : t("waiting.for_nobody")
    }</p>`;
}
