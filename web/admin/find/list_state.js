// SPDX-License-Identifier: MIT
// A list as it is read, page after page, as a pure reducer; the one thing of it that is open; and its file, while it is made.

/**
 * @typedef {object} List
 * @property {string|null} path       what the house was asked, without the place of the page; null: nothing yet
 * @property {any[]} items
 * @property {string|number|null} next where the following page begins; null: there is none
 * @property {any} stats              totals over all pages, where the house tells them
 * @property {boolean} isLoading
 * @property {boolean} isStopped      somebody did not want to wait until a page was full
 * @property {any} problem            {code, facts}
 * @property {Detail|null} detail
 * @property {{state: 'making'|'made'|'failed', rows: number}|null} file
 * @property {number} views           how often the kept views have changed: they are the browser's
 *
 * @typedef {{id: string, value: any, problem: any}} Detail value: what the page loads for it; null until it is there
 */

/** @returns {List} */
export const emptyList = () => ({
  path: null,
  items: [],
  next: null,
  stats: null,
  isLoading: false,
  isStopped: false,
  problem: null,
  detail: null,
  file: null,
  views: 0,
});

/**
 * Messages {type: "list", name, step, …} are for the list of that name.
 * @param {string} name
 * @returns {(list: List, message: any) => List}
 */
export const reduceList = (name) => (list, message) =>
  message.type === "list" && message.name === name && Object.hasOwn(STEPS, message.step)
    ? STEPS[message.step](list, message)
    : list;

const STEPS = {
  /** {path}: a list from its beginning. */
  asked: (list, { path }) => ({ ...emptyList(), path, isLoading: true, detail: list.detail, views: list.views }),
  more: (list) => ({ ...list, isLoading: true, isStopped: false, problem: null }),
  /** {path, page: {items, next, stats}, isFull}: of another list it comes too late. */
  page(list, { path, page, isFull }) {
    if (path !== list.path) return list;
    const items = [...list.items, ...page.items];
    return { ...list, items, next: page.next, stats: page.stats ?? null, isLoading: !isFull };
  },
  stopped: (list) => ({ ...list, isLoading: false, isStopped: true }),
  refused: (list, { path, problem }) => (path === list.path ? { ...list, isLoading: false, problem } : list),

  opened: (list, { id }) => ({ ...list, detail: { id, value: null, problem: null } }),
  closed: (list) => (list.detail ? { ...list, detail: null } : list),
  /** {id, change}: a part of what is open, which comes in several. */
  detail(list, { id, change }) {
    if (list.detail?.id !== id) return list;
    return { ...list, detail: { ...list.detail, value: { ...list.detail.value, ...change } } };
  },
  detail_refused: (list, { id, problem }) => (list.detail?.id === id ? { ...list, detail: { ...list.detail, problem } } : list),

  file: (list, { file }) => ({ ...list, file }),
  views: (list) => ({ ...list, views: list.views + 1 }),
};

// Kept views ---------------------------------------------------------------------------------------------------------------

/** @typedef {{name: string, query: Record<string, string>}} View */

/** More than anybody finds again; and storage is not endless. */
const VIEWS_MAX = 20;

/** Views with one more; of the same name, in place of it. @param {readonly View[]} views @param {View} view @returns {View[]} */
export const withView = (views, view) => [...withoutView(views, view.name), view].slice(-VIEWS_MAX);

/** @param {readonly View[]} views @param {string} name @returns {View[]} */
export const withoutView = (views, name) => views.filter((each) => each.name !== name);

/** What this browser has kept; damaged, or by another release, it is nothing. @param {any} value @returns {View[]} */
export const readViews = (value) =>
  Array.isArray(value)
    ? value.filter((each) => typeof each?.name === "string" && each.query !== null && typeof each.query === "object")
    : [];
