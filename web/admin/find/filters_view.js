// SPDX-License-Identifier: MIT
// The filters over a list: native fields; what is changed goes into the address, and the list follows.

import { html, nothing } from "lit";
import { learn, mayName, namesOf } from "./names.js";

const NAMED = ["till", "shop", "user"];
const INPUTS = {
  text: { type: "text" },
  day: { type: "date" },
  number: { type: "text", mode: "numeric" },
  amount: { type: "text", mode: "decimal" },
};

/** @param {import('./filters.js').Filter} filter @param {any} context */
const isSeen = ({ roles, kind }, context) =>
  (!roles || roles.includes(context.session.user.role)) && (!NAMED.includes(kind) || mayName(kind, context));

/** @param {any} context @param {readonly import('./filters.js').Filter[]} filters @param {() => void} done */
export function learnNames(context, filters, done) {
  for (const { kind } of filters) if (NAMED.includes(kind)) learn(kind, context, done);
}

/** @param {readonly import('./filters.js').Filter[]} filters @param {readonly string[]} bad @param {any} context */
export function filtersView(filters, bad, context) {
  const { t, address } = context;
  const seen = filters.filter((filter) => isSeen(filter, context));
  const isAny = seen.some(({ name }) => address.query[name] !== undefined);
  const clear = () => context.filter(Object.fromEntries(filters.map(({ name }) => [name, null])));
  const rare = seen.filter(({ isRare }) => isRare);
  const field = (filter) => fieldView(filter, bad.includes(filter.name), context);
  return html`<form class="find-filters" @submit=${(event) => event.preventDefault()}>
    ${seen.filter(({ isRare }) => !isRare).map(field)}
    ${isAny ? html`<button type="button" @click=${clear}>${t("find.clear")}</button>` : nothing}
    ${
      rare.length
        ? html`<details ?open=${rare.some(({ name }) => address.query[name] !== undefined)}>
            <summary>${t("find.filters.more")}</summary>
            <div>${rare.map(field)}</div>
          </details>`
        : nothing
    }
  </form>`;
}

function fieldView(filter, isBad, context) {
  const { name } = filter;
  const { t, address, session } = context;
  const label = t(`find.filter.${name}`, { currency: session.config?.currency });
  const change = ({ target }) => context.filter({ [name]: target.value.trim() });
  const value = address.query[name] ?? "";
  return html`<label data-filter=${name}>
    ${label} ${optionsOf(filter, context) ? selectView(filter, value, change, context) : inputView(filter, value, isBad, change)}
  </label>`;
}

const inputView = ({ name, kind }, value, isBad, change) =>
  html`<input name=${name} type=${INPUTS[kind].type} inputmode=${INPUTS[kind].mode ?? nothing} maxlength=${kind === "text" ? 100 : nothing} autocomplete="off"
    aria-invalid=${isBad ? "true" : nothing} .value=${value} @change=${change} />`;

function selectView(filter, value, change, context) {
  const { t } = context;
  const options = optionsOf(filter, context);
  // What the address names is shown, even where its name is not known.
  const isKnown = value === "" || options.some(({ id }) => String(id) === value);
  return html`<select name=${filter.name} @change=${change}>
    <option value="" ?selected=${value === ""}>${t("find.filter.all")}</option>
    ${isKnown ? nothing : html`<option value=${value} selected>${value}</option>`}
    ${options.map(({ id, text }) => html`<option value=${id} ?selected=${String(id) === value}>${text}</option>`)}
  </select>`;
}

function optionsOf({ kind, choices, words }, context) {
  if (NAMED.includes(kind)) return namesOf(kind, context);
  return choices?.map((id) => ({ id, text: context.t(`find.${words}.${id}`) })) ?? null;
}
