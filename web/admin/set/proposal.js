// SPDX-License-Identifier: MIT
// A card that an admin proposes: its runners with weights or odds, and what it returns at most. What it pays in every market the
// house computes when it is proposed; nobody sells it before another admin has approved it.

import { html, nothing } from "lit";
import { readAmount } from "../../lib/amount.js";
import { formView } from "./form.js";
import { NO_FORM } from "./slice.js";

const FORM = "card-new";
const RUNNERS_MAX = 24;
const COLOURS = ["#c81e3a", "#1c4fc4", "#0a7a45", "#e0a100", "#7a2fb0", "#d9651e", "#12808c", "#5a5f6b"];

/** An empty row, with a number and a colour that nobody has. @param {readonly any[]} rows */
export function nextRunner(rows) {
  const taken = rows.map(({ number }) => number);
  const number = String(
    Array.from({ length: RUNNERS_MAX + 1 }, (_each, i) => i + 1).find((each) => !taken.includes(String(each))),
  );
  return { number, name: "", color: COLOURS[rows.length % COLOURS.length], strength: "" };
}

/** Rows of a card that is there, to be changed. */
export const rowsOf = (card, by) =>
  card.runners.map(({ number, name, color, weight, odds }) => ({
    number: String(number),
    name,
    color,
    strength: by === "odds" ? `${Math.trunc(odds / 100)},${String(odds % 100).padStart(2, "0")}` : String(weight),
  }));

/**
 * The runners as the house takes them; what it says of them is the last word.
 * @param {readonly {number: string, name: string, color: string, strength: string}[]} rows
 * @param {'weight'|'odds'} by
 * @returns {any[]|null} null: a row is not filled in
 */
export function runnersOf(rows, by) {
  const runners = rows.map(({ number, name, color, strength }) => ({
    number: /^\d{1,4}$/.test(number.trim()) ? Number(number) : null,
    name: name.trim(),
    color,
    [by]: by === "odds" ? readAmount(strength, 2) : /^\d{1,15}$/.test(strength.trim()) ? Number(strength) : null,
  }));
  return rows.length >= 2 && runners.every((runner) => runner.number && runner.name && runner[by]) ? runners : null;
}

/** @param {import('./slice.js').Slice} slice @param {any} context @param {any} acts */
export function proposalView(slice, context, acts) {
  const { t, address, session } = context;
  if (session.user.role !== "admin") return nothing;
  const copied = slice.data.cards.find(({ cardId }) => String(cardId) === address.query.from);
  const { typed } = slice.forms[FORM] ?? NO_FORM;
  const by = typed.by ?? "weight";
  const rows = typed.rows ?? (copied ? rowsOf(copied, by) : [nextRunner([]), nextRunner([nextRunner([])])]);
  const runners = runnersOf(rows, by);
  const spec = {
    id: FORM,
    current: null,
    submit: t("cards.propose"),
    isBlocked: runners === null,
    fields: [
      { name: "name", kind: "text", isRequired: true, longest: 40 },
      {
        name: "targetPpm",
        kind: "percent",
        isRequired: true,
        min: 500_000,
        max: 990_000,
        longest: 8,
        label: t("cards.target_field"),
        hint: t("cards.target_hint"),
      },
      { name: "reason", kind: "text", longest: 200, label: t("set.reason_optional"), isRemark: true },
      { name: "runners", kind: "runners", label: t("cards.field") },
    ],
    notes: () => [t(runners ? "cards.propose_note" : "cards.runners_wanted")],
    async send(_changes, { name, targetPpm, reason }) {
      const body = { name, targetPpm, runners, ...(reason ? { reason } : {}) };
      const card = await acts.send(context, FORM, { method: "post", path: "/admin/cards", body });
      if (card) acts.move(context, FORM, { page: "cards", id: card.cardId });
    },
    extra: { runners: () => runnersView(rows, by, context, (change) => acts.type(context, FORM, change)) },
  };
  return html`<section class="panel"><h2>${t("cards.new")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function runnersView(rows, by, { t }, type) {
  const change = (index, part) => type({ rows: rows.map((each, i) => (i === index ? { ...each, ...part } : each)) });
  const cell = (row, index, name, label, more = {}) => html`<input
    aria-label=${`${label} ${index + 1}`}
    type=${more.type ?? "text"}
    inputmode=${more.mode ?? "text"}
    placeholder=${label}
    maxlength=${more.longest ?? 40}
    .value=${row[name]}
    @input=${(event) => change(index, { [name]: event.target.value })}
  />`;
  return html`<fieldset class="runners">
    <legend>${t("cards.field")}</legend>
    <div class="row" role="radiogroup" aria-label=${t("cards.by")}>
      ${["weight", "odds"].map(
        (each) =>
          html`<label class="set-flag"><input type="radio" name="by" value=${each} .checked=${each === by} @change=${() => type({ by: each, rows })} /> <span>${t(`cards.by_${each}`)}</span></label>`,
      )}
    </div>
    ${rows.map(
      (row, index) => html`<div class="runner-row">
        ${cell(row, index, "number", t("cards.number"), { mode: "numeric", longest: 4 })}
        ${cell(row, index, "name", t("cards.runner"))}
        ${cell(row, index, "strength", t(`cards.${by}`), { mode: "decimal", longest: 15 })}
        ${cell(row, index, "color", t("cards.colour"), { type: "color" })}
        <button type="button" aria-label=${t("cards.runner_remove", { number: row.number })} ?disabled=${rows.length <= 2} @click=${() => type({ rows: rows.filter((_each, i) => i !== index) })}>×</button>
      </div>`,
    )}
    <button type="button" ?disabled=${rows.length >= RUNNERS_MAX} @click=${() => type({ rows: [...rows, nextRunner(rows)] })}>${t("cards.runner_add")}</button>
  </fieldset>`;
}
