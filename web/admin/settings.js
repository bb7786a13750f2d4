// SPDX-License-Identifier: MIT
// The settings of the house: what each is, within which bounds, from when a change of it holds, who changed it last. What the
// books count with stays as it is once money has moved.

import { html, nothing } from "lit";
import { writeAddress } from "./address.js";
import { createActs } from "./set/acts.js";
import { formView, sayValue } from "./set/form.js";
import { historyView, waitingView } from "./set/history.js";
import { currentOf, groupSettings, labelOf, sentOf, settingField } from "./set/settings.js";
import { createSlice } from "./set/slice.js";

const NAME = "settings";

const acts = createActs(NAME, async (api) => (await api.get("/admin/settings")).items, ["setting"]);

/** Where a setting has bounds, they are said before anybody tries. */
function boundsView({ kind, minimum, maximum }, field, context) {
  if (kind !== "integer" || field.kind === "choice") return nothing;
  const say = (value) => sayValue(field, value, context);
  return html`<p class="muted">${field.none ? context.t("set.bounds_none", { min: say(minimum) }) : context.t("set.bounds", { min: say(minimum), max: say(maximum) })}</p>`;
}

function formOf(setting, field, slice, context) {
  const { t, session } = context;
  if (setting.fixed) return html`<p class="warning">${t("set.fixed")}</p>`;
  if (session.user.role !== "admin") return nothing;
  const id = `setting-${setting.name}`;
  const spec = {
    id,
    current: { ...currentOf(setting), reason: null },
    submit: t("set.save"),
    fields: [field, { name: "reason", kind: "text", longest: 200, label: t("set.reason_optional"), isRemark: true }],
    notes: () => [t("set.for_house")],
    send: (_changes, { value, reason }) =>
      acts.send(context, id, {
        method: "patch",
        path: `/admin/settings/${setting.name}`,
        body: { value: sentOf(setting, value), ...(reason ? { reason } : {}) },
      }),
  };
  return formView(spec, slice, context, acts);
}

function openView(setting, slice, context) {
  const { t, format, session } = context;
  const field = settingField(setting, context);
  return html`<section class="panel setting-open" data-setting=${setting.name}>
    <h2>${field.label}</h2>
    <p>${sayValue(field, currentOf(setting).value, context)} <span class="muted">${t(`set.when.${setting.applies}`)}</span></p>
    ${boundsView(setting, field, context)}
    <p class="muted">${
      setting.updatedBy
        ? t("set.changed_by", {
            by: setting.updatedBy.displayName,
            at: format.moment(Date.parse(setting.updatedAt), session.config.timeZone),
          })
        : t("set.changed_never")
    }</p>
    ${formOf(setting, field, slice, context)}
  </section>`;
}

/** Is a setting what somebody looks for? By the words that stand there, and by the house's own name of it. */
const isNamed = (setting, text, context) =>
  `${labelOf(setting, context)} ${setting.name}`.toLowerCase().includes(text.trim().toLowerCase());

function rowView(setting, context) {
  const { address, t } = context;
  const field = settingField(setting, context);
  const value =
    field.kind === "choice"
      ? field.choices.find((choice) => choice.value === setting.value)?.label
      : sayValue(field, currentOf(setting).value, context);
  return html`<a
    class="setting-row"
    href=${writeAddress({ page: NAME, id: setting.name, query: address.query })}
    aria-current=${address.id === setting.name ? "true" : nothing}
    data-name=${setting.name}
  >
    <span>${field.label}</span>
    <b>${value}</b>
    ${setting.fixed ? html`<span class="badge">${t("set.fixed_short")}</span>` : nothing}
  </a>`;
}

/** @param {import('./set/slice.js').Slice} slice @param {any} context */
function view(slice, context) {
  const { t, address } = context;
  if (!slice.data) return waitingView(slice, context, () => acts.refresh(context));
  const chosen = slice.data.find(({ name }) => name === address.id);
  const found = slice.data.filter((setting) => isNamed(setting, address.query.q ?? "", context));
  const named = ({ subject }) => {
    const setting = slice.data.find(({ name }) => name === subject);
    return setting ? labelOf(setting, context) : subject;
  };
  const changeOf = ({ before, after }) => {
    const say = (setting) => sayValue(settingField(setting, context), currentOf(setting).value, context);
    return before && after ? `${say(before)} → ${say(after)}` : "";
  };
  return html`<div class="page-head"><h1>${t("page.settings")}</h1></div>
    <div class="master" data-open=${address.id === null ? "list" : "thing"}>
      <nav class="panel master-list wide" aria-label=${t("page.settings")}>
        <input
          type="search"
          aria-label=${t("set.search")}
          placeholder=${t("set.search")}
          .value=${address.query.q ?? ""}
          @input=${(event) => context.filter({ q: event.target.value })}
        />
        ${groupSettings(found).map(
          ({ group, items }) => html`<section>
            <h2>${t(`setting.group.${group}`)}</h2>
            ${items.map((setting) => rowView(setting, context))}
          </section>`,
        )}
      </nav>
      <div class="master-thing">
        ${address.id === null ? nothing : html`<a class="master-back" href=${writeAddress({ page: NAME })}>← ${t("page.settings")}</a>`}
        ${chosen ? openView(chosen, slice, context) : html`<p class="empty">${t("set.choose_setting")}</p>`}
        ${historyView(slice.history, context, named, changeOf)}
      </div>
    </div>`;
}

export const settings = { name: NAME, ...createSlice(NAME), view, enter: acts.enter, after: acts.after };
