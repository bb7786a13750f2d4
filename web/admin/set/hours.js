// SPDX-License-Identifier: MIT
// Opening hours as a field: a row for each time that the shop opens. Without a row it sells at any time.

import { html, nothing } from "lit";

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** @param {any} tools of a form's field: its value and how it is changed */
export function hoursView({ id, text: hours, label, type, context, words }) {
  const { t } = context;
  const change = (index, part) => type(hours.map((each, i) => (i === index ? { ...each, ...part } : each)));
  const time = (part, index, name) => html`<input
    type="time"
    aria-label=${t(`set.hours.${name}`)}
    .value=${part[name] === "24:00" ? "00:00" : part[name]}
    required
    @change=${(event) => change(index, { [name]: event.target.value })}
  />`;
  return html`<fieldset class="hours" aria-describedby=${words ? `${id}-problem` : nothing}>
    <legend>${label}</legend>
    ${hours.length ? nothing : html`<p class="muted">${t("set.hours_always")}</p>`}
    ${hours.map(
      (part, index) => html`<div class="hours-row">
        <select aria-label=${t("set.hours.weekday")} @change=${(event) => change(index, { weekday: Number(event.target.value) })}>
          ${DAYS.map((day) => html`<option value=${day} ?selected=${day === part.weekday}>${t(`set.weekday.${day}`)}</option>`)}
        </select>
        ${time(part, index, "opens")} ${time(part, index, "closes")}
        <button type="button" aria-label=${t("set.hours_remove")} @click=${() => type(hours.filter((_each, i) => i !== index))}>×</button>
      </div>`,
    )}
    <div class="row">
      <button type="button" @click=${() => type([...hours, nextOf(hours)])}>${t("set.hours_add")}</button>
      ${hours.length ? nothing : html`<button type="button" @click=${() => type(DAYS.map((weekday) => ({ ...USUAL, weekday })))}>${t("set.hours_week")}</button>`}
    </div>
  </fieldset>`;
}

const USUAL = { weekday: 1, opens: "08:00", closes: "20:00" };

/** The day after the last one, at the same times. */
function nextOf(hours) {
  const last = hours.at(-1);
  return last ? { ...last, weekday: (last.weekday % 7) + 1 } : USUAL;
}
