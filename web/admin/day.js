// SPDX-License-Identifier: MIT
// The day at a glance.

import { html } from "lit";

/** @typedef {{house: any}} Day house: as the channel told it last */

function reduce(day, message) {
  if (message.type !== "channel" || message.channel !== "admin") return day;
  return ["subscribed", "house_update"].includes(message.event) ? { ...day, house: message.data } : day;
}

function view({ house }, { t, money }) {
  return html`<h1>${t("page.day")}</h1>
    <dl class="day-figures">
      ${["stakes", "unpaid"].map((name) => html`<div class="panel"><dt>${t(`day.${name}`)}</dt><dd>${house ? money(house[name]) : "–"}</dd></div>`)}
    </dl>`;
}

export const day = { name: "day", initial: { house: null }, reduce, view };
