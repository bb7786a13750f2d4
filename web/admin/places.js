// SPDX-License-Identifier: MIT
// The shops and their tills: names, the head of their papers, opening hours, limits of their own; a shop that sells nothing for a
// while, a till that is out of use.

import { html, nothing } from "lit";
import { writeAddress } from "./address.js";
import { allOf, createActs } from "./set/acts.js";
import { bodyOf } from "./set/fields.js";
import { formView } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { limitFields } from "./set/limits.js";
import { createSlice } from "./set/slice.js";

const NAME = "places";

const acts = createActs(
  NAME,
  async (api) => {
    const [shops, tills] = await Promise.all([allOf(api, "/admin/shops"), allOf(api, "/admin/tills")]);
    const byNumber = (one, other) => one.shopId - other.shopId;
    return { shops: shops.sort(byNumber), tills: tills.sort((one, other) => one.number - other.number) };
  },
  ["shop_create", "shop_update", "shop_pause", "shop_resume", "till_create", "till_update"],
);

const tillsOf = (slice, shop) => slice.data.tills.filter((till) => till.shop.shopId === shop.shopId);
const nameOf = ({ number, name }) => `${number} ${name}`;
const nameField = { name: "name", kind: "text", isRequired: true, longest: 60, when: "print" };
const headerField = { name: "header", kind: "lines", lines: 4, longest: 48, when: "print" };
/** The lowest number that nobody has. */
const freeNumber = (taken) =>
  String(Array.from({ length: 999 }, (_each, i) => i + 1).find((number) => !taken.includes(number)));

function newShopView(slice, context) {
  const { t } = context;
  const spec = {
    id: "shop-new",
    current: null,
    submit: t("set.shop_create"),
    fields: [
      {
        name: "number",
        kind: "count",
        isRequired: true,
        min: 1,
        max: 999,
        longest: 3,
        hint: t("set.shop_number_hint", { number: freeNumber(slice.data.shops.map(({ shopId }) => shopId)) }),
      },
      nameField,
      headerField,
    ],
    notes: () => [t("set.shop_new_note")],
    async send(changes) {
      const shop = await acts.send(context, "shop-new", { method: "post", path: "/admin/shops", body: bodyOf(changes) });
      if (shop) acts.move(context, "shop-new", { page: NAME, id: `shop-${shop.shopId}` });
    },
  };
  return html`<section class="panel"><h2>${t("set.shop_new")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

/** @param {any} shop @param {any} slice @param {any} context */
function shopView(shop, slice, context) {
  const { t, format, session } = context;
  const path = `/admin/shops/${shop.shopId}`;
  const count = tillsOf(slice, shop).length;
  const rules = {
    id: `shop-${shop.shopId}-rules`,
    current: shop,
    submit: t("set.save"),
    fields: [
      nameField,
      headerField,
      { name: "open", kind: "flag", when: "now" },
      { name: "hours", kind: "hours", when: "round" },
      ...limitFields(t),
    ],
    notes: (changes) => [
      t("set.for_shop", { count, name: nameOf(shop) }),
      ...(changes.some(({ field, to }) => field.name === "open" && !to) ? [t("set.shop_close_note")] : []),
    ],
    send: (changes) => acts.send(context, rules.id, { method: "patch", path, body: bodyOf(changes) }),
  };
  const pause = {
    id: `shop-${shop.shopId}-sales`,
    current: null,
    isGrave: !shop.paused,
    submit: t(shop.paused ? "set.shop_resume" : "set.shop_pause"),
    fields: [{ name: "reason", kind: "text", isRequired: true, longest: 200 }],
    notes: () => [t(shop.paused ? "set.shop_resume_note" : "set.shop_pause_note", { count, name: nameOf(shop) })],
    send: (changes) =>
      acts.send(context, pause.id, {
        method: "post",
        path: `${path}/${shop.paused ? "resume" : "pause"}`,
        body: bodyOf(changes),
      }),
  };
  return html`<section class="panel">
      <h2>${nameOf(shop)} ${shopBadges(shop, context)}</h2>
      ${shop.paused ? html`<p class="warning">${t("set.paused_since", { at: format.moment(Date.parse(shop.paused.at), session.config.timeZone), reason: shop.paused.reason })}</p>` : nothing}
      ${formView(rules, slice, context, acts)}
    </section>
    ${newTillView(shop, slice, context)}
    <section class="panel"><h2>${pause.submit}</h2>${formView(pause, slice, context, acts)}</section>`;
}

function newTillView(shop, slice, context) {
  const { t } = context;
  const taken = tillsOf(slice, shop).map(({ number }) => number);
  const spec = {
    id: `shop-${shop.shopId}-till`,
    current: null,
    submit: t("set.till_create"),
    fields: [
      {
        name: "number",
        kind: "count",
        isRequired: true,
        min: 1,
        max: 99,
        longest: 2,
        hint: t("set.shop_number_hint", { number: freeNumber(taken) }),
      },
      { name: "name", kind: "text", isRequired: true, longest: 60 },
    ],
    notes: () => [t("set.till_new_note", { name: nameOf(shop) })],
    async send(changes) {
      const body = { shopId: shop.shopId, ...bodyOf(changes) };
      await acts.send(context, spec.id, { method: "post", path: "/admin/tills", body });
    },
  };
  return html`<section class="panel"><h2>${t("set.till_new")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function tillView(till, slice, context) {
  const { t } = context;
  const spec = {
    id: `till-${till.tillId}-rules`,
    current: till,
    submit: t("set.save"),
    fields: [nameField, { name: "inUse", kind: "flag", when: "now" }, ...limitFields(t)],
    notes: (changes) => [
      t("set.for_till", { name: `${till.number} ${till.name}`, shop: nameOf(till.shop) }),
      ...(changes.some(({ field, to }) => field.name === "inUse" && !to) ? [t("set.till_close_note")] : []),
    ],
    send: (changes) =>
      acts.send(context, spec.id, { method: "patch", path: `/admin/tills/${till.tillId}`, body: bodyOf(changes) }),
  };
  return html`<section class="panel">
    <h2>${t("set.till", { number: till.number })} ${till.name} <span class="muted">${nameOf(till.shop)}</span></h2>
    ${till.session ? html`<p class="muted">${t("set.till_open_by", { name: till.session.cashier.displayName })}</p>` : nothing}
    ${formView(spec, slice, context, acts)}
  </section>`;
}

const shopBadges = (shop, { t }) => html`${shop.open ? nothing : html`<span class="badge">${t("set.shop_closed")}</span>`}
  ${shop.paused ? html`<span class="badge stop">${t("set.shop_paused")}</span>` : nothing}`;

function listView(slice, context) {
  const { t, address } = context;
  const current = (id) => (address.id === id ? "true" : nothing);
  const link = (id) => writeAddress({ page: NAME, id });
  return html`<nav class="panel master-list" aria-label=${t("page.places")}>
    ${slice.data.shops.map(
      (shop) => html`<a href=${link(`shop-${shop.shopId}`)} aria-current=${current(`shop-${shop.shopId}`)}>
          <b>${nameOf(shop)}</b> ${shopBadges(shop, context)}
        </a>
        ${tillsOf(slice, shop).map(
          (till) => html`<a class="inner" href=${link(`till-${till.tillId}`)} aria-current=${current(`till-${till.tillId}`)}>
            <span>${t("set.till", { number: till.number })} ${till.name}</span>
            ${till.inUse ? nothing : html`<span class="badge">${t("set.till_unused")}</span>`}
            ${till.session ? html`<span class="muted">${till.session.cashier.displayName}</span>` : nothing}
          </a>`,
        )}`,
    )}
  </nav>`;
}

function thingView(slice, context) {
  const { t, address } = context;
  if (address.id === "new") return newShopView(slice, context);
  const shop = slice.data.shops.find(({ shopId }) => `shop-${shopId}` === address.id);
  if (shop) return shopView(shop, slice, context);
  const till = slice.data.tills.find(({ tillId }) => `till-${tillId}` === address.id);
  return till ? tillView(till, slice, context) : html`<p class="empty">${t("set.choose_place")}</p>`;
}

/** What an act was about: shops and tills stand in the journal with their numbers. */
const subjectOf =
  (slice) =>
  ({ action, subject }) => {
    if (action.startsWith("shop_"))
      return nameOf(slice.data.shops.find(({ shopId }) => String(shopId) === subject) ?? { number: subject, name: "" });
    const till = slice.data.tills.find(({ tillId }) => String(tillId) === subject);
    return till ? `${till.number} ${till.name} (${nameOf(till.shop)})` : subject;
  };

/** @param {import('./set/slice.js').Slice} slice @param {any} context */
function view(slice, context) {
  const { t, address } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  return html`<div class="page-head">
      <h1>${t("page.places")}</h1>
      <a class="button main" href=${writeAddress({ page: NAME, id: "new" })}>${t("set.shop_new")}</a>
    </div>
    <div class="master" data-open=${address.id === null ? "list" : "thing"}>
      ${listView(slice, context)}
      <div class="master-thing">
        ${address.id === null ? nothing : html`<a class="master-back" href=${writeAddress({ page: NAME })}>← ${t("page.places")}</a>`}
        ${thingView(slice, context)} ${historyView(slice.history, context, subjectOf(slice))}
      </div>
    </div>`;
}

export const places = { name: NAME, ...createSlice(NAME), view, enter: acts.enter, after: acts.after };
