// SPDX-License-Identifier: MIT
// One step: its name and state, and behind it why it is taken, what went in, what came out, what was expected.

import { html, nothing } from "lit";

/** Drawn: not every font has them. */
const SIGNS = { ok: "M2 9l4 4L14 3", bad: "M3 3l10 10M13 3L3 13", wait: "M3 8h.1M8 8h.1M13 8h.1", none: "M4 8h8" };
const HEX_GROUP = /.{1,8}/g;

const inGroups = (hex) => (hex.match(HEX_GROUP) ?? []).join(" ");
const isHex = (value) => typeof value === "string" && /^[0-9a-f]{16,}$/.test(value);

/** @param {import('./steps.js').Step} step @param {import('./view.js').Scene} scene */
export function stepView(step, scene) {
  const { t } = scene;
  const { name, state } = step;
  return html`<li class="verify-step" data-step=${name} data-state=${state}>
    <details ?open=${state === "bad" || name === "before"}>
      <summary>
        <svg class="verify-sign" viewBox="0 0 16 16" aria-hidden="true"><path d=${SIGNS[state]}></path></svg>
        <span class="verify-title">${t(`verify.step.${name}`)}</span>
        <span class="verify-state">${t(`verify.state.${state}`)}</span>
      </summary>
      <div class="verify-body">
        <p>${t(`verify.step.${name}.text`, factsOf(step))}</p>
        ${failedView(step, scene)} ${BODIES[name]?.(step, scene) ?? nothing} ${bytesView(step, scene)}
      </div>
    </details>
  </li>`;
}

const factsOf = ({ facts }) => ({ length: facts?.length, count: facts?.count ?? "–" });

function failedView({ checks }, { t }) {
  const failed = checks.filter(({ ok }) => !ok);
  if (!failed.length) return nothing;
  return html`<ul class="verify-failed">
    ${failed.map(
      ({ what, line, given, computed, reason }) => html`<li>
        <b>${t(`verify.check.${what}`)}${line === undefined ? "" : ` (${t("verify.check.line", { line })})`}</b>
        <span>${t("verify.check.given")} <code>${valueText(given)}</code></span>
        <span>${t("verify.check.computed")} <code>${reason === "differs" ? valueText(computed) : t("verify.check.nothing")}</code></span>
      </li>`,
    )}
  </ul>`;
}

function valueText(value) {
  if (value === null || value === undefined) return "\u2013";
  if (isHex(value)) return inGroups(value);
  const text = Array.isArray(value) ? value.join(" \u2013 ") : String(value);
  return text.length > 300 ? `${text.slice(0, 300)}\u2026` : text;
}

function bytesView({ input, output }, { t }) {
  const row = ({ what, hex, text }) => html`<div>
    <dt>${t(`verify.bytes.${what}`)}</dt>
    ${text === undefined ? nothing : html`<dd class="verify-text">${text}</dd>`} ${hex ? html`<dd class="verify-hex">${inGroups(hex)}</dd>` : nothing}
  </div>`;
  if (!input.length && !output?.hex) return nothing;
  return html`<dl class="verify-bytes">
    ${input.map(row)} ${output?.hex ? html`<div class="verify-output"><dt>${t(`verify.bytes.${output.what}`)}</dt><dd class="verify-hex">${inGroups(output.hex)}</dd></div>` : nothing}
  </dl>`;
}

/** What some steps show besides. @type {Record<string, (step: import('./steps.js').Step, scene: import('./view.js').Scene) => any>} */
const BODIES = {
  round: ({ facts }, { t, format, state }) =>
    facts.lockTime
      ? html`<p>${t("verify.step.round.lock", { time: format.moment(Date.parse(facts.lockTime), state.house?.timeZone) })}</p>`
      : nothing,
  beacon: ({ facts }, { t }) =>
    facts.isNone ? html`<p>${t("verify.step.beacon.none")}</p>` : html`<p>${t("verify.step.beacon.drand")}</p>`,
  before: paperField,
  order: wordsTable,
  prize: ({ facts }, { t, money, state }) =>
    facts
      ? html`<p class="verify-sum">${t("verify.step.prize.sum", { amount: money(facts.amount) })}</p>${netView(state.ticket, t, money)}`
      : nothing,
};

/** What the house keeps of the prize for the state: by its own word, for no seed says it. */
const netView = ({ withheld, net }, t, money) =>
  withheld ? html`<p>${t("verify.step.prize.net", { withheld: money(withheld), net: money(net) })}</p>` : nothing;

function paperField(_, { state, t, format, acts }) {
  const { seen, house, fields } = state;
  return html`${seen ? html`<p>${t("verify.step.before.seen", { time: format.moment(seen.at, house?.timeZone) })}</p>` : nothing}
    <label class="verify-paper">
      <span>${t("verify.step.before.type")}</span>
      <input
        name="paper"
        type="text"
        maxlength="80"
        spellcheck="false"
        autocapitalize="none"
        autocomplete="off"
        .value=${fields.paper}
        @input=${(event) => acts.comparePaper(event.target.value)}
      />
    </label>`;
}

function wordsTable({ facts }, { t }) {
  if (!facts.words.length) return nothing;
  return html`<table class="verify-words">
      <thead>
        <tr>
          ${["word", "sum", "rest", "runner"].map((name) => html`<th scope="col">${t(`verify.word.${name}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${facts.words.map(
          ({ word, sum, rest, number }) => html`<tr>
            <td>${inGroups(word)}</td>
            <td>${sum}</td>
            <td>${number === null ? "\u2013" : rest}</td>
            <td>${number === null ? t("verify.word.refused") : html`<b>${number}</b>`}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <p>${t("verify.word.last", { number: facts.order.at(-1) })}</p>`;
}
