// SPDX-License-Identifier: MIT
// A page that is a list: its filters stand in the address, it is read by keys page after page, its file has exactly what is filtered,
// and one thing of it can be open. What a list is of says its description.

import { html, nothing } from "lit";
import { remember, remembered } from "../../lib/remember.js";
import { withQuery, writeAddress } from "../address.js";
import { csvOf } from "./csv.js";
import { filtersView, learnNames } from "./filters_view.js";
import { askedBy, pathWith } from "./filters.js";
import { emptyList, readViews, reduceList, withoutView, withView } from "./list_state.js";

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {(item: any, context: any) => any} cell  what is seen
 * @property {(item: any, context: any) => any} [text] what the file has, where that is not what is seen
 * @property {boolean} [isNumber]
 * @property {boolean} [isLong] may break into lines
 * @property {readonly string[]} [roles] who sees it
 *
 * @typedef {object} Description
 * @property {string} name
 * @property {string} path     of the page
 * @property {readonly import('./filters.js').Filter[]} filters
 * @property {readonly string[]} [needs] one of these filters there must be
 * @property {(asked: Record<string, string>, context: any) => string} source the api's path for these filters
 * @property {(page: any) => any[]} [items]
 * @property {(item: any) => string|number} [idOf] of the thing that can be opened
 * @property {readonly Column[]} columns
 * @property {(stats: any, context: any) => any} [statsView]
 * @property {(id: string, context: any, tell: (change: object) => void, signal: AbortSignal) => Promise<any>} [load] what is open
 * @property {(detail: import('./list_state.js').Detail, context: any) => any} [detailView]
 * @property {(detail: import('./list_state.js').Detail|null, context: any) => void} [after]
 */

/** As many as a look takes in; the file asks for as many as the house gives. */
const PAGE = 50;
const FILE_PAGE = 100;
/** A spreadsheet takes no more. */
const FILE_MAX = 200_000;
const LINK_MS = 60_000;

/** What is under way: of each list, and of what is open. @type {Map<string, AbortController>} */
const underWay = new Map();

/** Ends what was under way there, and begins anew. @param {string} what @returns {AbortSignal} */
function anew(what) {
  underWay.get(what)?.abort();
  const controller = new AbortController();
  underWay.set(what, controller);
  return controller.signal;
}

const problemOf = ({ code = "other", facts = {} }) => ({ code, facts });
const viewsKey = (name) => `hippodrome.views.${name}`;

/** @param {Description} list */
export function listPage(list) {
  const tell = (context, step, more = {}) => context.dispatch({ type: "list", name: list.name, step, ...more });
  const sliceOf = (context) => context.state.pages[list.name] ?? emptyList();
  const page = { list, tell, sliceOf };
  return {
    name: list.name,
    initial: emptyList(),
    reduce: reduceList(list.name),
    enter: (context) => enter(page, context),
    view: (slice, context) => (context.address.id === null ? listView(page, slice, context) : openView(page, slice, context)),
    keys: (event, _slice, context) => onKey(page, event, context),
    keyTable: [
      { key: "↓ ↑", words: "find.key.rows" },
      { key: "n", words: "find.older" },
      { key: "e", words: "find.file" },
      { key: "b", words: "find.key.back" },
    ],
  };
}

// Reading ------------------------------------------------------------------------------------------------------------------

/** What the address asks for. */
function requestOf({ list }, context) {
  const { asked, bad } = askedBy(list.filters, context.address.query, context.session.config?.currencyDigits);
  const isEnough = !list.needs || list.needs.some((name) => asked[name]);
  return { bad, path: bad.length === 0 && isEnough ? list.source(asked, context) : null };
}

function enter(page, context) {
  const { list, tell, sliceOf } = page;
  learnNames(context, list.filters, () => tell(context, "views"));
  const { id } = context.address;
  if (id !== null) return open(page, context, id);
  anew(`${list.name} open`);
  const before = sliceOf(context);
  tell(context, "closed");
  const { path } = requestOf(page, context);
  // Who comes back from one thing of the list finds the list as it was; who comes from elsewhere, a new one.
  if (path === null || (path === before.path && before.detail)) return undefined;
  tell(context, "asked", { path });
  return read(page, context);
}

/** Pages until there is enough to see: of what is rare one may be short, or empty. */
async function read({ list, tell, sliceOf }, context) {
  const signal = anew(list.name);
  const { path, items, next } = sliceOf(context);
  const wanted = items.length + PAGE;
  let before = next;
  try {
    do {
      const answer = await context.api.get(withPlace(path, { limit: PAGE, before }), { signal });
      if (signal.aborted) return;
      const got = list.items?.(answer) ?? answer.items;
      before = answer.next;
      const isFull = before === null || sliceOf(context).items.length + got.length >= wanted;
      tell(context, "page", { path, page: { items: got, next: before, stats: answer.stats }, isFull });
      if (isFull) return;
    } while (!signal.aborted);
  } catch (error) {
    if (!signal.aborted) tell(context, "refused", { path, problem: problemOf(error) });
  }
}

const withPlace = (path, place) => {
  const [route, query = ""] = path.split("?");
  return pathWith(route, { ...Object.fromEntries(new URLSearchParams(query)), ...place });
};

function more(page, context) {
  const { next, isLoading } = page.sliceOf(context);
  if (next === null || isLoading) return;
  page.tell(context, "more");
  read(page, context);
}

function stop({ list, tell }, context) {
  anew(list.name);
  tell(context, "stopped");
}

function again(page, context) {
  page.tell(context, "asked", { path: page.sliceOf(context).path });
  read(page, context);
}

async function open({ list, tell }, context, id) {
  const signal = anew(`${list.name} open`);
  tell(context, "opened", { id });
  try {
    await list.load?.(id, context, (change) => signal.aborted || tell(context, "detail", { id, change }), signal);
  } catch (error) {
    if (!signal.aborted) tell(context, "detail_refused", { id, problem: problemOf(error) });
  }
}

// The file -----------------------------------------------------------------------------------------------------------------

/** All pages of what is filtered, or no file: half of one looks like a whole one. */
async function makeFile({ list, tell, sliceOf }, context) {
  const { path, file } = sliceOf(context);
  if (path === null || file?.state === "making") return;
  const signal = anew(`${list.name} file`);
  const columns = seenColumns(list, context);
  const rows = [];
  tell(context, "file", { file: { state: "making", rows: 0 } });
  try {
    let before = null;
    do {
      const answer = await context.api.get(withPlace(path, { limit: FILE_PAGE, before }), { signal });
      for (const item of list.items?.(answer) ?? answer.items)
        rows.push(columns.map(({ text, cell }) => (text ?? cell)(item, context)));
      before = answer.next;
      if (signal.aborted) return;
      if (rows.length > FILE_MAX) throw Object.assign(new Error("too long"), { code: "list_too_long" });
      tell(context, "file", { file: { state: "making", rows: rows.length } });
    } while (before !== null);
    save(
      csvOf(
        columns.map(({ name }) => context.t(`find.column.${name}`)),
        rows,
      ),
      fileName(list, context.address),
    );
    tell(context, "file", { file: { state: "made", rows: rows.length } });
  } catch (error) {
    if (!signal.aborted) tell(context, "file", { file: { state: "failed", rows: rows.length, problem: problemOf(error) } });
  }
}

function stopFile({ list, tell }, context) {
  anew(`${list.name} file`);
  tell(context, "file", { file: null });
}

/** What it is of can be read on it. */
const fileName = ({ path }, { query }) =>
  `${[path, ...Object.entries(query).map(([name, value]) => `${name}-${value}`)].join("_").replace(/[^\w-]+/g, ".")}.csv`;

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LINK_MS);
}

// Keys ---------------------------------------------------------------------------------------------------------------------

const ACTS = { n: more, e: makeFile };

function onKey(page, event, context) {
  const { id, query } = context.address;
  if (id !== null) {
    if (event.key !== "b") return false;
    context.go({ page: page.list.path, query });
    return true;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return moveFocus(event.key === "ArrowDown" ? 1 : -1);
  if (!Object.hasOwn(ACTS, event.key)) return false;
  ACTS[event.key](page, context);
  return true;
}

/** Along the things that can be opened. */
function moveFocus(by) {
  const rows = [...document.querySelectorAll(".find-table tbody tr")];
  const links = rows.map((row) => row.querySelector("a")).filter((link) => link !== null);
  const at = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[at === -1 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
  if (!(next instanceof HTMLElement)) return false;
  next.focus();
  return true;
}

// What is seen -------------------------------------------------------------------------------------------------------------

const seenColumns = ({ columns }, { session }) => columns.filter(({ roles }) => !roles || roles.includes(session.user.role));

function openView({ list }, { detail }, context) {
  const { t, address, problemText } = context;
  const back = writeAddress({ page: list.path, query: address.query });
  const isThere = detail?.id === address.id && detail.value !== null;
  return html`<p class="find-back"><a class="button" href=${back} aria-keyshortcuts="b">← ${t("find.to_list")}</a></p>
    ${detail?.problem ? html`<p class="problem" role="alert">${detailProblem(detail.problem, context, problemText)}</p>` : nothing}
    ${isThere ? list.detailView(detail, context) : detail?.problem ? nothing : html`<p role="status">${t("session.loading")}</p>`}`;
}

const detailProblem = (problem, { t }, problemText) =>
  ["not_found", "number_mistyped"].includes(problem.code) ? t(`find.problem.${problem.code}`) : problemText(problem);

function listView(page, slice, context) {
  const { list } = page;
  const { t } = context;
  const { bad, path } = requestOf(page, context);
  return html`<div class="page-head">
      <h1>${t(`page.${list.name}`)}</h1>
      <div class="find-acts">${viewsView(page, context)} ${fileView(page, slice, context)}</div>
    </div>
    ${filtersView(list.filters, bad, context)}
    ${path === null ? askView(list, bad, context) : rowsView(page, slice, context)}`;
}

/** Why nothing is asked yet. */
const askView = (list, bad, { t }) =>
  html`<p class="find-none">${bad.length ? t("find.bad_filter") : t(`find.needs.${list.name}`)}</p>`;

function rowsView(page, slice, context) {
  const { list } = page;
  const { t, problemText } = context;
  const { items, stats, problem, isLoading } = slice;
  const columns = seenColumns(list, context);
  return html`${stats && list.statsView ? html`<p class="find-stats">${list.statsView(stats, context)}</p>` : nothing}
    ${
      items.length
        ? html`<div class="table-frame" tabindex="0" role="region" aria-label=${t(`page.${list.name}`)}>
            <table class="table find-table" aria-busy=${String(isLoading)}>
              <thead><tr>${columns.map(({ name, isNumber }) => html`<th scope="col" class=${isNumber ? "number" : nothing}>${t(`find.column.${name}`)}</th>`)}</tr></thead>
              <tbody>${items.map((item) => rowView(list, columns, item, context))}</tbody>
            </table>
          </div>`
        : nothing
    }
    ${problem ? html`<p class="problem" role="alert">${problemText(problem)} <button @click=${() => again(page, context)}>${t("find.again")}</button></p>` : nothing}
    ${footView(page, slice, context)}`;
}

const rowView = (list, columns, item, context) => html`<tr data-id=${list.idOf?.(item) ?? nothing}>
  ${columns.map(({ cell, isNumber, isLong }) => html`<td class=${isNumber ? "number" : isLong ? "long" : nothing}>${cell(item, context) ?? nothing}</td>`)}
</tr>`;

/** A link to what can be opened, with the filters that lead back. */
export const openLink = (path, id, text, { address }) =>
  html`<a href=${writeAddress({ page: path, id, query: address.page === path ? address.query : {} })}>${text}</a>`;

function footView(page, { path, items, next, isLoading, isStopped, problem }, context) {
  const { t } = context;
  const state = isLoading ? "loading" : isStopped ? "stopped" : next === null ? "end" : "more";
  if (problem) return nothing;
  return html`<p class="find-foot" data-list=${state} data-path=${path}>
    ${isLoading ? html`<button @click=${() => stop(page, context)}>${t("find.stop")}</button>` : nothing}
    ${!isLoading && next !== null ? html`<button class="main" aria-keyshortcuts="n" @click=${() => more(page, context)}>${t("find.older")} <kbd>n</kbd></button>` : nothing}
    ${isLoading ? nothing : html`<button @click=${() => again(page, context)}>${t("find.again")}</button>`}
    <span role="status">${t(`find.list.${state}`, { count: items.length })}</span>
  </p>`;
}

function fileView(page, { file, items }, context) {
  const { t } = context;
  if (file?.state === "making")
    return html`<span role="status">${t("find.file.making", { count: file.rows })}</span>
      <button @click=${() => stopFile(page, context)}>${t("find.stop")}</button>`;
  return html`${file ? html`<span role="status" data-file=${file.state}>${fileText(file, context)}</span>` : nothing}
    <button ?disabled=${items.length === 0} aria-keyshortcuts="e" @click=${() => makeFile(page, context)}>${t("find.file")} <kbd>e</kbd></button>`;
}

function fileText({ state, rows, problem }, { t, problemText }) {
  if (state === "made") return t("find.file.made", { count: rows });
  return problem.code === "list_too_long" ? t("find.file.too_long", { count: FILE_MAX }) : problemText(problem);
}

/** Filters that somebody will want again, kept in this browser: each is a link. */
function viewsView(page, context) {
  const { list } = page;
  const { t, address } = context;
  const views = readViews(remembered(viewsKey(list.name)));
  const keep = (next) => {
    remember(viewsKey(list.name), next);
    page.tell(context, "views");
  };
  const close = ({ currentTarget }) => currentTarget.closest("details").removeAttribute("open");
  const add = (event) => {
    event.preventDefault();
    const name = event.target.elements.name.value.trim();
    if (name) keep(withView(views, { name, query: address.query }));
    event.target.reset();
  };
  return html`<details class="find-views">
    <summary>${t("find.views")}</summary>
    <div class="panel">
      ${views.length ? nothing : html`<p>${t("find.views.none")}</p>`}
      <ul>
        ${views.map(
          ({ name, query }) => html`<li>
            <a href=${writeAddress(withQuery({ page: list.path, id: null, query: {} }, query))} @click=${close}>${name}</a>
            <button aria-label=${t("find.views.forget", { name })} @click=${() => keep(withoutView(views, name))}>×</button>
          </li>`,
        )}
      </ul>
      <form @submit=${add}>
        <label>${t("find.views.name")}<input name="name" maxlength="60" required autocomplete="off" /></label>
        <button>${t("find.views.keep")}</button>
      </form>
    </div>
  </details>`;
}
