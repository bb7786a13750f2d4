// SPDX-License-Identifier: MIT
// What the office tells the tills: one of them, those of a shop, or all; and who has said that it was read.

import { html, nothing } from "lit";
import { formView } from "./form.js";

const FORM = "message";
const HOURS = [1, 4, 12, 24, 72];

/** To whom a message goes, as the body says it. @param {string} to all, shop-N or till-N */
export function receiver(to) {
  const [, kind, id] = /^(shop|till)-(\d+)$/.exec(to) ?? [];
  return kind ? { [`${kind}Id`]: Number(id) } : {};
}

/** @param {any} slice @param {any} context @param {any} acts */
export function messagesView(slice, context, acts) {
  const { t, format, session } = context;
  const { shops, tills, messages } = slice.data;
  const shopName = ({ number, name }) => `${number} ${name}`;
  const choices = [
    { value: "all", label: t("message.all") },
    ...shops.filter(({ open }) => open).map((shop) => ({ value: `shop-${shop.shopId}`, label: shopName(shop) })),
    ...tills
      .filter(({ inUse }) => inUse)
      .map((till) => ({ value: `till-${till.tillId}`, label: `${shopName(till.shop)} · ${till.name}` })),
  ];
  const toOf = ({ shopId, tillId }) =>
    choices.find(({ value }) => value === (tillId ? `till-${tillId}` : shopId ? `shop-${shopId}` : "all"))?.label ?? "";
  const spec = {
    id: FORM,
    current: null,
    submit: t("message.send"),
    fields: [
      { name: "text", kind: "text", isRequired: true, longest: 300 },
      { name: "to", kind: "choice", isRequired: true, choices },
      {
        name: "hours",
        label: t("set.field.hours_shown"),
        kind: "choice",
        isRequired: true,
        choices: HOURS.map((hours) => ({ value: hours, label: t("set.unit.hours", { count: hours }) })),
      },
    ],
    notes: (_changes, { to, hours }) => [
      t("message.note", { to: choices.find(({ value }) => value === to)?.label ?? "", count: hours }),
    ],
    send: (_changes, { text, to, hours }) =>
      acts.send(context, FORM, {
        method: "post",
        path: "/admin/messages",
        body: { text, minutes: hours * 60, ...receiver(to) },
      }),
  };
  const moment = (at) => format.moment(Date.parse(at), session.config.timeZone);
  return html`<section class="panel" data-part="messages">
    <h2>${t("message.heading")}</h2>
    ${session.user.role === "admin" ? formView(spec, slice, context, acts) : nothing}
    <ul class="messages">
      ${messages.map(
        (message) => html`<li>
          <q>${message.text}</q>
          <span class="muted">${t("message.sent", { by: message.by, at: moment(message.at), to: toOf(message.to), until: moment(message.until) })}</span>
          <span>${message.read.length ? t("message.read", { names: message.read.map(({ by }) => by.displayName).join(", ") }) : t("message.unread")}</span>
        </li>`,
      )}
    </ul>
  </section>`;
}
