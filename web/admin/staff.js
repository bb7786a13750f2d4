// SPDX-License-Identifier: MIT
// The users: who there is, and what each may. Made, blocked, given another password, role or shop, and limits of its own.

import { html, nothing } from "lit";
import { writeAddress } from "./address.js";
import { allOf, createActs } from "./set/acts.js";
import { bodyOf } from "./set/fields.js";
import { formView } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { limitFields } from "./set/limits.js";
import { createSlice } from "./set/slice.js";

const NAME = "staff";
const ROLES = ["cashier", "supervisor", "admin", "auditor"];
const IN_SHOPS = ["cashier", "supervisor"];

const acts = createActs(
  NAME,
  async (api) => {
    const [users, shops] = await Promise.all([allOf(api, "/admin/users"), allOf(api, "/admin/shops")]);
    const byName = (one, other) => one.displayName.localeCompare(other.displayName);
    return { users: users.map((user) => ({ ...user, shopId: user.shop?.shopId ?? null })).sort(byName), shops };
  },
  ["user_create", "user_update", "user_password"],
);

const roleField = ({ t }) => ({
  name: "role",
  kind: "choice",
  isRequired: true,
  when: "sign_in",
  choices: ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
});

const shopField = ({ t }, shops) => ({
  name: "shopId",
  kind: "choice",
  when: "sign_in",
  empty: t("set.shop_none"),
  none: t("set.shop_none"),
  choices: shops.map(({ shopId, number, name }) => ({ value: shopId, label: `${number} ${name}` })),
});

/** Where a role has no shop, it is left out, whatever was chosen before. @param {any} values */
const placeOf = ({ role, shopId }) => ({ role, ...(IN_SHOPS.includes(role) ? { shopId } : {}) });

/** @param {readonly import('./set/fields.js').Change[]} changes @param {Record<string, any>} values */
export function userBody(changes, values) {
  const isMoved = changes.some(({ field }) => ["role", "shopId"].includes(field.name));
  const body = bodyOf(changes.filter(({ field }) => !["role", "shopId"].includes(field.name)));
  return isMoved ? { ...body, ...placeOf(values) } : body;
}

function newView(slice, context) {
  const { t } = context;
  const spec = {
    id: "user-new",
    current: null,
    submit: t("set.user_create"),
    fields: [
      { name: "username", kind: "text", isRequired: true, longest: 32 },
      { name: "displayName", kind: "text", longest: 60 },
      roleField(context),
      shopField(context, slice.data.shops),
      { name: "password", kind: "password", isRequired: true, longest: 256 },
    ],
    notes: (_changes, { role }) => [t("set.user_new_note"), ...(role ? [t(`set.role_note.${role}`)] : [])],
    async send(_changes, { password, displayName, username, ...values }) {
      const body = { username, ...(displayName ? { displayName } : {}), ...placeOf(values) };
      const user = await acts.send(context, "user-new", { method: "post", path: "/admin/users", body, secret: { password } });
      if (user) acts.move(context, "user-new", { page: NAME, id: user.userId });
    },
  };
  return html`<section class="panel"><h2>${t("set.user_new")}</h2>${formView(spec, slice, context, acts)}</section>`;
}

function userView(user, slice, context) {
  const { t } = context;
  const path = `/admin/users/${user.userId}`;
  const patch = (id, body) => acts.send(context, id, { method: "patch", path, body });
  const isSelf = user.userId === context.session.user.userId;
  const id = (name) => `user-${user.userId}-${name}`;
  const rights = {
    id: id("rights"),
    current: user,
    submit: t("set.save"),
    fields: [
      { name: "displayName", kind: "text", isRequired: true, longest: 60, when: "now" },
      ...(isSelf ? [] : [roleField(context), shopField(context, slice.data.shops)]),
      { name: "seesCash", kind: "flag", when: "now" },
      ...limitFields(t),
    ],
    notes: (changes) => [
      t("set.for_user", { name: user.displayName }),
      ...(changes.some(({ field }) => ["role", "shopId"].includes(field.name)) ? [t("set.user_moved_note")] : []),
    ],
    send: (changes, values) => patch(id("rights"), userBody(changes, values)),
  };
  const block = {
    id: id("block"),
    current: null,
    isAlways: true,
    isGrave: !user.blocked,
    submit: t(user.blocked ? "set.unblock" : "set.block"),
    fields: [{ name: "reason", kind: "text", longest: 200 }],
    notes: () => [t(user.blocked ? "set.unblock_note" : "set.block_note", { name: user.displayName })],
    send: (_changes, { reason }) => patch(id("block"), { blocked: !user.blocked, ...(reason ? { reason } : {}) }),
  };
  const password = {
    id: id("password"),
    current: null,
    submit: t("set.password_set"),
    fields: [{ name: "password", kind: "password", isRequired: true, longest: 256 }],
    notes: () => [t("set.password_note", { name: user.displayName })],
    send: (_changes, values) =>
      acts.send(context, id("password"), {
        method: "post",
        path: `${path}/password`,
        body: {},
        secret: { password: values.password },
      }),
  };
  const form = (spec) => formView(spec, slice, context, acts);
  return html`<section class="panel">
      <h2>${user.displayName} <span class="muted">${user.username}</span> ${badges(user, context)}</h2>
      <p class="muted">${user.countsFrom ? t("set.counts_from", { at: context.format.moment(Date.parse(user.countsFrom), context.session.config.timeZone) }) : t("set.counts_never")}</p>
      ${form(rights)}
    </section>
    ${
      isSelf
        ? nothing
        : html`<section class="panel"><h2>${t("set.password")}</h2>${form(password)}</section>
    <section class="panel"><h2>${t(user.blocked ? "set.unblock" : "set.block")}</h2>${form(block)}</section>`
    }`;
}

const badges = (user, { t }) => html`${user.blocked ? html`<span class="badge stop">${t("set.blocked")}</span>` : nothing}`;

/** @param {import('./set/slice.js').Slice} slice @param {any} context */
function view(slice, context) {
  const { t, address } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  const { users } = slice.data;
  const chosen = users.find(({ userId }) => String(userId) === address.id);
  return html`<div class="page-head">
      <h1>${t("page.staff")}</h1>
      <a class="button main" href=${writeAddress({ page: NAME, id: "new" })}>${t("set.user_new")}</a>
    </div>
    <div class="master" data-open=${address.id === null ? "list" : "thing"}>
      <nav class="panel master-list" aria-label=${t("page.staff")}>
        ${users.map(
          (user) => html`<a
            href=${writeAddress({ page: NAME, id: user.userId })}
            aria-current=${user === chosen ? "true" : nothing}
            data-user=${user.username}
          >
            <b>${user.displayName}</b>
            <span class="muted">${t(`role.${user.role}`)}${user.shop ? ` · ${user.shop.number} ${user.shop.name}` : nothing}</span>
            ${badges(user, context)}
          </a>`,
        )}
      </nav>
      <div class="master-thing">
        ${address.id === null ? nothing : html`<a class="master-back" href=${writeAddress({ page: NAME })}>← ${t("page.staff")}</a>`}
        ${address.id === "new" ? newView(slice, context) : chosen ? userView(chosen, slice, context) : html`<p class="empty">${t("set.choose_user")}</p>`}
        ${historyView(slice.history, context)}
      </div>
    </div>`;
}

export const staff = { name: NAME, ...createSlice(NAME), view, enter: acts.enter, after: acts.after };
