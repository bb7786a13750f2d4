// SPDX-License-Identifier: MIT
// What is withheld from prizes for the state: its rates, set and never changed, and what the shops hand over of it.

import { html } from "lit";
import { pathOf } from "./reports/state.js";
import { cellText, todayOf } from "./reports/view.js";
import { dayAfter } from "./commissions.js";
import { allOf, createActs } from "./set/acts.js";
import { bodyOf } from "./set/fields.js";
import { formView } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { createSlice } from "./set/slice.js";

const NAME = "taxes";
const SHOWN = ["day", "shop", "tickets", "prizes", "withheld", "handed_over", "owed"];
/** So far back the page looks; what is older stands in the report. */
const DAYS = 31;
/** A rate is in hundredths of a percent; the field of a form reads millionths. */
const FIELD_PER_RATE = 100;

const acts = createActs(
  NAME,
  async (api) => {
    const to = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const from = new Date(Date.now() - DAYS * 86_400_000).toISOString().slice(0, 10);
    const [rates, shops, report] = await Promise.all([
      allOf(api, "/admin/taxes"),
      allOf(api, "/admin/shops"),
      api.get(pathOf("taxes", { from, to }, { limit: 100 })),
    ]);
    return { rates, shops, report };
  },
  ["tax_rate_set"],
);

/** What goes to the house. @param {any} values of the form */
export const rateOf = ({ rate, above, from }) => ({ rate: Math.round(rate / FIELD_PER_RATE), above: above ?? 0, from });

/** What a rate does, in a sentence. @param {any} values of the form @param {any} context */
export function noteOf(values, { t, money, format }) {
  const { rate, above, from } = rateOf(values);
  return rate === 0 ? t("tax.note_none", { from }) : t("tax.note", { from, above: money(above), rate: format.odds(rate) });
}

function newView(slice, context) {
  const { t } = context;
  const first = dayAfter(todayOf(context));
  const spec = {
    id: "tax-new",
    current: { rate: null, above: null, from: first },
    submit: t("tax.set"),
    fields: [
      {
        name: "rate",
        kind: "percent",
        isRequired: true,
        min: 0,
        max: 999_900,
        label: t("tax.rate"),
        hint: t("tax.rate_hint"),
      },
      { name: "above", kind: "amount", min: 0, label: t("tax.above"), hint: t("tax.above_hint") },
      { name: "from", kind: "day", isRequired: true, min: first, label: t("tax.from") },
    ],
    notes: (_changes, values) => (typeof values.rate === "number" ? [noteOf(values, context)] : []),
    send: (_changes, values) => acts.send(context, "tax-new", { method: "post", path: "/admin/taxes", body: rateOf(values) }),
  };
  return html`<section class="panel"><h2>${t("tax.new")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function payView(slice, context) {
  const { t } = context;
  const shops = slice.data.shops.map(({ shopId, number, name }) => ({ value: shopId, label: `${number} ${name}` }));
  const spec = {
    id: "tax-pay",
    current: null,
    submit: t("tax.submit"),
    fields: [
      { name: "shopId", kind: "choice", isRequired: true, label: t("report.column.shop"), choices: shops },
      { name: "amount", kind: "amount", isRequired: true, min: 1, label: t("report.column.amount") },
      { name: "reference", kind: "text", longest: 60, label: t("report.column.reference") },
      { name: "description", kind: "text", longest: 200, label: t("report.column.description") },
    ],
    notes: (_changes, { amount }) => (amount ? [t("tax.pay_note", { amount: context.money(amount) })] : []),
    send: (changes) => acts.send(context, "tax-pay", { method: "post", path: "/admin/taxes/payments", body: bodyOf(changes) }),
  };
  return html`<section class="panel"><h2>${t("tax.pay")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function tableView(caption, heads, rows) {
  return html`<section class="panel table-frame" tabindex="0" aria-label=${caption}>
    <table class="table">
      <caption>${caption}</caption>
      <thead><tr>${heads.map(([text, style]) => html`<th scope="col" class=${style}>${text}</th>`)}</tr></thead>
      <tbody>${rows.map((cells) => html`<tr>${cells.map((text, i) => html`<td class=${heads[i][1]}>${text}</td>`)}</tr>`)}</tbody>
    </table>
  </section>`;
}

function ratesView({ data }, { t, format, money }) {
  if (data.rates.length === 0) return html`<p class="panel">${t("tax.none")}</p>`;
  const heads = [
    [t("tax.from"), ""],
    [t("tax.rate"), "number"],
    [t("tax.above"), "number"],
    [t("tax.by"), ""],
  ];
  const row = ({ from, rate, above, setBy }) => [from, `${format.odds(rate)}\u00a0%`, money(above), setBy.displayName];
  return tableView(t("tax.list"), heads, data.rates.map(row));
}

function owedView({ data }, context) {
  const { t } = context;
  const { columns, rows } = data.report;
  if (rows.length === 0) return html`<p class="panel">${t("report.nothing")}</p>`;
  const typeOf = (name) => ({ day: "day", shop: "integer", tickets: "integer" })[name] ?? "decimal";
  const heads = SHOWN.map((name) => [t(`report.column.${name}`), ["day", "shop"].includes(name) ? "" : "number"]);
  const cell = (row) => (name) =>
    cellText(row[columns.indexOf(name)], { name, type: typeOf(name), adds: typeOf(name) === "decimal" }, context);
  return tableView(
    t("report.name.taxes"),
    heads,
    rows.map((row) => SHOWN.map(cell(row))),
  );
}

function view(slice, context) {
  const { t } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  return html`<div class="page-head"><h1>${t("page.taxes")}</h1></div>
    <div class="commissions">${newView(slice, context)} ${ratesView(slice, context)}</div>
    <div class="commissions">${payView(slice, context)} ${owedView(slice, context)}</div>
    ${historyView(slice.history, context)}`;
}

export const taxes = { name: NAME, ...createSlice(NAME), view, enter: acts.enter, after: acts.after };
