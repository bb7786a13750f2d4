// SPDX-License-Identifier: MIT
// Rates of commissions: what agents and supervisors get, from which day on. Set, never changed.

import { html } from "lit";
import { todayOf } from "./reports/view.js";
import { allOf, createActs } from "./set/acts.js";
import { formView } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { createSlice } from "./set/slice.js";

const NAME = "commissions";
const HOUSE = "house";
/** A rate is in hundredths of a percent; the field of a form reads millionths. */
const FIELD_PER_RATE = 100;
const SELLERS = ["cashier", "supervisor"];

const acts = createActs(
  NAME,
  async (api) => {
    const [rates, shops, users] = await Promise.all([
      allOf(api, "/admin/commissions"),
      allOf(api, "/admin/shops"),
      allOf(api, "/admin/users"),
    ]);
    return { rates, shops, users: users.filter(({ role }) => SELLERS.includes(role)) };
  },
  ["commission_set"],
);

/** @param {string} today YYYY-MM-DD */
export const dayAfter = (today) => new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);

/** What goes to the house. @param {any} values of the form */
export function bodyOf({ kind, whose, rate, basis, from }) {
  const [place, id] = whose.split("-");
  const target = place === "shop" ? { shopId: Number(id) } : place === "user" ? { userId: Number(id) } : {};
  return { kind, ...target, rate: rate === null ? null : Math.round(rate / FIELD_PER_RATE), basis, from };
}

function whoseOf({ shop, user }, t) {
  if (user) return t("commission.of_user", { user: user.displayName });
  return shop ? t("commission.of_shop", { shop: `${shop.number} ${shop.name}` }) : t("commission.house");
}

function newView(slice, context) {
  const { t } = context;
  const word = (value) => ({ value, label: t(`report.value.${value}`) });
  const choices = [
    { value: HOUSE, label: t("commission.house") },
    ...slice.data.shops.map((shop) => ({ value: `shop-${shop.shopId}`, label: whoseOf({ shop, user: null }, t) })),
    ...slice.data.users.map((user) => ({ value: `user-${user.userId}`, label: whoseOf({ shop: null, user }, t) })),
  ];
  const spec = {
    id: "commission-new",
    current: { kind: "agent", whose: HOUSE, rate: null, basis: "sales", from: dayAfter(todayOf(context)) },
    isAlways: true,
    submit: t("commission.set"),
    fields: [
      {
        name: "kind",
        kind: "choice",
        isRequired: true,
        label: t("commission.kind"),
        choices: ["agent", "supervisor"].map(word),
      },
      { name: "whose", kind: "choice", isRequired: true, label: t("commission.whose"), choices },
      { name: "rate", kind: "percent", min: 0, max: 1_000_000, label: t("commission.rate"), hint: t("commission.rate_hint") },
      { name: "basis", kind: "choice", isRequired: true, label: t("commission.basis"), choices: ["sales", "net"].map(word) },
      { name: "from", kind: "day", isRequired: true, min: dayAfter(todayOf(context)), label: t("commission.from") },
    ],
    notes: (_changes, { kind, whose = "" }) => [
      t("commission.note"),
      ...(kind === "supervisor" && whose.startsWith("user") ? [t("commission.supervisor_note")] : []),
    ],
    send: (_changes, values) =>
      acts.send(context, "commission-new", { method: "post", path: "/admin/commissions", body: bodyOf(values) }),
  };
  return html`<section class="panel"><h2>${t("commission.new")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function listView({ data }, { t, format }) {
  if (data.rates.length === 0) return html`<p class="panel">${t("commission.none")}</p>`;
  const row = (rate) => html`<tr>
    <td>${rate.from}</td>
    <td>${t(`report.value.${rate.kind}`)}</td>
    <td>${whoseOf(rate, t)}</td>
    <td class="number">${rate.rate === null ? t("commission.taken_back") : `${format.odds(rate.rate)}\u00a0%`}</td>
    <td>${t(`report.value.${rate.basis}`)}</td>
    <td>${rate.setBy.displayName}</td>
  </tr>`;
  const heads = ["from", "kind", "whose", "rate", "basis", "by"];
  return html`<section class="panel table-frame" tabindex="0" aria-label=${t("commission.list")}>
    <table class="table">
      <caption>${t("commission.list")}</caption>
      <thead><tr>${heads.map((name) => html`<th scope="col" class=${name === "rate" ? "number" : ""}>${t(`commission.${name}`)}</th>`)}</tr></thead>
      <tbody>${data.rates.map(row)}</tbody>
    </table>
  </section>`;
}

function view(slice, context) {
  const { t } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  return html`<div class="page-head"><h1>${t("page.commissions")}</h1></div>
    <div class="commissions">${newView(slice, context)} ${listView(slice, context)}</div>
    ${historyView(slice.history, context)}`;
}

export const commissions = { name: NAME, ...createSlice(NAME), view, enter: acts.enter, after: acts.after };
