// SPDX-License-Identifier: MIT
// The shops' safes: what each holds by the books, and what goes from it to the bank or is fetched from there.

import { html } from "lit";
import { cellText } from "./reports/view.js";
import { pathOf } from "./reports/state.js";
import { allOf, createActs } from "./set/acts.js";
import { bodyOf } from "./set/fields.js";
import { formView } from "./set/form.js";
import { waitingView } from "./set/history.js";
import { createSlice } from "./set/slice.js";

const NAME = "safes";
const SHOWN = ["day", "shop", "to_tills", "from_tills", "to_bank", "from_bank", "balance"];
/** So far back the page looks; what is older stands in the report. */
const DAYS = 31;

const acts = createActs(
  NAME,
  async (api) => {
    const { shop } = await api.get("/auth/me");
    const to = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const from = new Date(Date.now() - DAYS * 86_400_000).toISOString().slice(0, 10);
    const [shops, report] = await Promise.all([
      shop ? [shop] : allOf(api, "/admin/shops"),
      api.get(pathOf("safes", { from, to }, { limit: 100 })),
    ]);
    return { shops, report };
  },
  [],
);

function formOf(slice, context) {
  const { t } = context;
  const kinds = ["to_bank", "from_bank"].map((value) => ({ value, label: t(`safe.${value}`) }));
  const shops = slice.data.shops.map(({ shopId, number, name }) => ({ value: shopId, label: `${number} ${name}` }));
  const spec = {
    id: "safe-move",
    current: null,
    submit: t("safe.submit"),
    fields: [
      { name: "kind", kind: "choice", isRequired: true, label: t("safe.kind"), choices: kinds },
      { name: "shopId", kind: "choice", isRequired: true, label: t("report.column.shop"), choices: shops },
      { name: "amount", kind: "amount", isRequired: true, min: 1, label: t("report.column.amount") },
      { name: "reference", kind: "text", longest: 60, label: t("report.column.reference") },
      { name: "description", kind: "text", longest: 200, label: t("report.column.description") },
    ],
    notes: (_changes, { kind, amount }) => (kind && amount ? [t(`safe.note.${kind}`, { amount: context.money(amount) })] : []),
    send: (changes) => acts.send(context, "safe-move", { method: "post", path: "/safe/movements", body: bodyOf(changes) }),
  };
  return html`<section class="panel"><h2>${t("safe.move")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function tableOf({ columns, rows }, context) {
  const { t } = context;
  if (rows.length === 0) return html`<p class="panel">${t("report.nothing")}</p>`;
  const style = (name) => (["day", "shop"].includes(name) ? "" : "number");
  const cell = (row, name) => {
    const type = name === "day" ? "day" : name === "shop" ? "integer" : "decimal";
    return html`<td class=${style(name)}>${cellText(row[columns.indexOf(name)], { name, type, adds: type === "decimal" }, context)}</td>`;
  };
  return html`<section class="panel table-frame" tabindex="0" aria-label=${t("report.name.safes")}>
    <table class="table">
      <caption>${t("report.name.safes")}</caption>
      <thead><tr>${SHOWN.map((name) => html`<th scope="col" class=${style(name)}>${t(`report.column.${name}`)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${SHOWN.map((name) => cell(row, name))}</tr>`)}</tbody>
    </table>
  </section>`;
}

function view(slice, context) {
  const { t } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  return html`<div class="page-head"><h1>${t("page.safes")}</h1></div>
    <div class="commissions">${formOf(slice, context)} ${tableOf(slice.data.report, context)}</div>`;
}

export const safes = { name: NAME, ...createSlice(NAME), view, enter: acts.refresh, after: acts.after };
