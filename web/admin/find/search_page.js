// SPDX-License-Identifier: MIT
// What somebody typed and no number was: tills, users and shops whose names or numbers have it in them.

import { html, nothing } from "lit";
import { tillText } from "./cells.js";
import { pathWith } from "./filters.js";
import { findRound, findTicket } from "./search.js";
import { linksView } from "./till_list.js";

/** @typedef {{q: string|null, found: Record<string, any[]>|null, problem: any}} Search */

/** @type {Search} */
const initial = { q: null, found: null, problem: null };
const SHOWN = 20;

const PLACES = [
  {
    name: "tills",
    path: "/tills",
    roles: ["admin", "auditor", "supervisor"],
    text: tillText,
    query: ({ tillId }) => ({ tillId }),
    pages: ["sessions", "tickets", "movements", "audit"],
  },
  {
    name: "users",
    path: "/admin/users",
    roles: ["admin", "auditor"],
    text: ({ username, displayName }) => (username === displayName ? username : `${username} · ${displayName}`),
    query: ({ userId }) => ({ cashierId: userId }),
    pages: ["tickets", "sessions"],
  },
  {
    name: "shops",
    path: "/admin/shops",
    roles: ["admin", "auditor"],
    text: ({ number, name }) => `${number} ${name}`,
    query: ({ shopId }) => ({ shopId }),
    pages: ["tills", "sessions", "tickets"],
  },
];

const placesOf = ({ session }) => PLACES.filter(({ roles }) => roles.includes(session.user.role));

function reduce(search, message) {
  if (message.type === "search_asked") return { ...initial, q: message.q };
  if (message.type === "search_found" && message.q === search.q) return { ...search, found: message.found };
  if (message.type === "search_refused" && message.q === search.q) return { ...search, problem: message.problem };
  return search;
}

async function enter(context) {
  const q = context.address.query.q?.trim() ?? "";
  const { api, dispatch } = context;
  dispatch({ type: "search_asked", q });
  if (!q) return;
  const number = findTicket(q) ?? findRound(q);
  if (number) return void context.go(number);
  try {
    const places = placesOf(context);
    const pages = await Promise.all(places.map(({ path }) => api.get(pathWith(path, { search: q, limit: SHOWN }))));
    dispatch({ type: "search_found", q, found: Object.fromEntries(places.map(({ name }, i) => [name, pages[i].items])) });
  } catch ({ code, facts }) {
    dispatch({ type: "search_refused", q, problem: { code, facts } });
  }
}

function view(search, context) {
  const { t, address } = context;
  const ask = (event) => {
    event.preventDefault();
    context.filter({ q: event.target.elements.q.value.trim() });
  };
  return html`<h1>${t("page.search")}</h1>
    <p class="find-none">${t("find.search.what")}</p>
    <form class="find-search" @submit=${ask}>
      <input type="search" name="q" maxlength="100" aria-label=${t("page.search")} .value=${address.query.q ?? ""} autocomplete="off" />
      <button class="main">${t("find.search.ask")}</button>
    </form>
    ${search.problem ? html`<p class="problem" role="alert">${context.problemText(search.problem)}</p>` : foundView(search, context)}`;
}

function foundView({ q, found }, context) {
  const { t } = context;
  if (!q) return nothing;
  if (!found) return html`<p role="status">${t("session.loading")}</p>`;
  const some = placesOf(context).filter(({ name }) => found[name]?.length);
  if (some.length === 0) return html`<p role="status">${t("find.search.none", { text: q })}</p>`;
  return html`<div class="find-columns">${some.map(
    (place) => html`<section class="panel"><h2>${t(`find.search.${place.name}`)}</h2>
      <ul class="find-results">${found[place.name].map((item) => html`<li><b>${place.text(item)}</b> ${linksView(place.query(item), place.pages, context)}</li>`)}</ul>
    </section>`,
  )}</div>`;
}

export const search = { name: "search", initial, reduce, enter, view };
