// SPDX-License-Identifier: MIT
// What stands on every paper of the house: its picture and name at the head, the lines of each shop, the foot of the tickets.

import { html } from "lit";
import { writeAddress } from "./address.js";
import { allOf, createActs } from "./set/acts.js";
import { formView } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { logoView } from "./set/logo.js";
import { createSlice } from "./set/slice.js";

const NAME = "paper";
const FORM = "logo";
const SETTINGS = ["house_name", "ticket_notice", "rules_url"];

const acts = createActs(
  NAME,
  async (api) => {
    const [{ logo }, settings, shops] = await Promise.all([
      api.get("/logo"),
      api.get("/admin/settings"),
      allOf(api, "/admin/shops"),
    ]);
    return {
      logo,
      settings: settings.items.filter(({ name }) => SETTINGS.includes(name)),
      shops: shops.sort((one, other) => one.shopId - other.shopId),
    };
  },
  ["logo"],
);

function formOf(slice, context) {
  const { t } = context;
  const { logo, settings, shops } = slice.data;
  const typed = slice.forms[FORM]?.typed ?? {};
  const house = settings.find(({ name }) => name === "house_name").value;
  const shown = {
    logo: typed.logo === undefined ? logo : typed.logo,
    isBad: typed.bad === true,
    house,
    header: shops[0]?.header ?? [],
  };
  const say = (picture) =>
    picture ? t("paperset.size", { width: picture.width / 8, height: Math.round(picture.height / 8) }) : t("set.none");
  const spec = {
    id: FORM,
    current: { logo, reason: null },
    submit: t("set.save"),
    fields: [
      { name: "logo", kind: "logo", label: t("paperset.logo") },
      { name: "reason", kind: "text", longest: 200, label: t("set.reason_optional"), isRemark: true },
    ],
    say: { logo: say },
    notes: () => [t("paperset.note")],
    extra: { logo: () => logoView(shown, context, (change) => acts.type(context, FORM, change)) },
    send: (_changes, values) =>
      acts.send(context, FORM, {
        method: "put",
        path: "/admin/logo",
        body: { logo: values.logo, ...(values.reason ? { reason: values.reason } : {}) },
      }),
  };
  return formView(spec, slice, context, acts);
}

/** @param {import('./set/slice.js').Slice} slice @param {any} context */
function view(slice, context) {
  const { t } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  const { settings, shops } = slice.data;
  const link = (address, words) => html`<a href=${writeAddress(address)}>${words}</a>`;
  return html`<div class="page-head"><h1>${t("page.paper")}</h1></div>
    <div class="house-columns">
      <section class="panel">
        <h2>${t("paperset.logo")}</h2>
        ${formOf(slice, context)}
      </section>
      <div class="stack">
        <section class="panel">
          <h2>${t("paperset.words")}</h2>
          <ul class="paper-words">
            ${settings.map(({ name, value }) => html`<li>${link({ page: "settings", id: name }, t(`setting.${name}`))} <span>${value}</span></li>`)}
            ${shops.map(
              ({ shopId, number, name, header }) => html`<li>
                ${link({ page: "places", id: `shop-${shopId}` }, `${t("set.field.header")}, ${number} ${name}`)}
                <span>${header.length ? header.join(" / ") : t("set.none")}</span>
              </li>`,
            )}
          </ul>
        </section>
        ${historyView(
          slice.history,
          context,
          () => "",
          () => "",
        )}
      </div>
    </div>`;
}

export const paper = { name: NAME, ...createSlice(NAME), view, enter: acts.enter, after: acts.after };
