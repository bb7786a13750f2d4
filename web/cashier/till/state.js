// SPDX-License-Identifier: MIT
// What the page of the till knows, and its reducer. Nothing is added up here: sums come from the house, which tells none of
// them to who counts blind.

import { emptyPieces, restIsNone } from "./count.js";

/** Of cash that is moved, in the order in which the page offers them; with what a digit key means. */
export const KINDS = ["supply", "drop", "cash_in", "cash_out", "deposit", "withdrawal"];
/** What a history can be narrowed to; "" is all of it. */
export const FILTERS = ["", "sale", "void", "pay", "refund", ...KINDS, "till_open", "reversal", "rounding", "close"];
export const VIEWS = ["now", "history", "sessions", "shop"];

/**
 * @typedef {{items: any[], next: any, isLoading: boolean}} List
 * @typedef {{code: string, facts: any}} Problem
 * @typedef {object} TillState
 * @property {'now'|'history'|'sessions'|'shop'} view
 * @property {number|null} tillId   of another till, which a supervisor looks at; null: the own one
 * @property {any} till             {till, session, denominations} as the house tells it; null before, and while none is open
 * @property {List} history
 * @property {string} filter
 * @property {string} day           of the house, YYYY-MM-DD; "": all days
 * @property {any} of               the session whose movements are shown; null: what there is at the till
 * @property {List} sessions
 * @property {List} shop            all tills of the shop, for a supervisor
 * @property {any} form             what is being typed: {name: 'movement'|'count'|'reverse'|'sign', …}; null: nothing
 * @property {any} report           an X or a Z that is being looked at
 * @property {any} moved            the movement that was made last
 * @property {Problem|null} problem
 * @property {boolean} isBusy
 */

const emptyList = () => ({ items: [], next: null, isLoading: false });

/** @type {TillState} */
export const initial = {
  view: "now",
  tillId: null,
  till: null,
  history: emptyList(),
  filter: "",
  day: "",
  of: null,
  sessions: emptyList(),
  shop: emptyList(),
  form: null,
  report: null,
  moved: null,
  problem: null,
  isBusy: false,
};

/** @param {TillState} state @param {any} message @returns {TillState} */
export function reduce(state, message) {
  const step = STEPS[message.type];
  return step ? step(state, message) : state;
}

/** A page of a list: the first one replaces what was there, a later one is added. */
function grown(list, { items, next }, isMore) {
  return { items: isMore ? [...list.items, ...items] : items, next, isLoading: false };
}

const FORMS = {
  movement: ({ kind = "supply" }) => ({ name: "movement", kind, amount: "", reference: "", description: "" }),
  count: ({ denominations, session }) => ({
    name: "count",
    pieces: emptyPieces(denominations),
    session,
    isRecount: Boolean(session),
    isHandover: false,
    reason: "",
  }),
  reverse: ({ movement }) => ({ name: "reverse", movement, amount: "", reason: "" }),
  sign: ({ session }) => ({ name: "sign", session, reason: "" }),
};

const STEPS = {
  "till/view": (state, { view }) => ({ ...state, view, of: null, problem: null }),
  "till/look": (state, { tillId }) => ({
    ...state,
    tillId,
    till: null,
    history: emptyList(),
    sessions: emptyList(),
    view: "now",
    of: null,
    moved: null,
  }),
  "till/told": (state, { till }) => ({ ...state, till, problem: null }),
  "till/of": (state, { report }) => ({
    ...state,
    of: report,
    report: null,
    view: "history",
    filter: "",
    day: "",
    history: { ...emptyList(), isLoading: true },
  }),
  /** {change}: of filter or day. */
  "till/filter": (state, { change }) => ({ ...state, ...change, history: { ...emptyList(), isLoading: true } }),
  "till/history": (state, { page, isMore = false }) => ({ ...state, history: grown(state.history, page, isMore) }),
  "till/sessions": (state, { page, isMore = false }) => ({ ...state, sessions: grown(state.sessions, page, isMore) }),
  "till/shop": (state, { page }) => ({ ...state, shop: grown(state.shop, page, false) }),
  "till/loading": (state, { list }) => ({ ...state, [list]: { ...state[list], isLoading: true } }),
  "till/form": (state, message) => ({
    ...state,
    form: FORMS[message.name](message),
    report: null,
    problem: null,
    isBusy: false,
  }),
  "till/typed": (state, { change }) => (state.form ? { ...state, form: { ...state.form, ...change } } : state),
  "till/pieces": (state, { each, text }) =>
    state.form?.pieces ? { ...state, form: { ...state.form, pieces: { ...state.form.pieces, [each]: text } } } : state,
  "till/rest": (state) =>
    state.form?.pieces ? { ...state, form: { ...state.form, pieces: restIsNone(state.form.pieces) } } : state,
  "till/busy": (state) => ({ ...state, isBusy: true, problem: null }),
  "till/problem": (state, { problem }) => ({ ...state, problem, isBusy: false }),
  "till/moved": (state, { movement }) => ({ ...state, form: null, moved: movement, isBusy: false, problem: null }),
  /** Counted, closed, signed for: the report says how it ended. */
  "till/report": (state, { report }) => ({ ...state, form: null, report, isBusy: false, problem: null }),
  "till/closed": (state) => ({ ...state, form: null, report: null, problem: null, isBusy: false }),
  /** The till's channel: how often something happened, at most a second later. Sums it does not have. */
  channel: (state, { data }) => withCounts(state, data),
};

function withCounts(state, data) {
  const session = state.till?.session;
  if (!session || data?.session?.sessionId !== session.sessionId || !data.session.totals) return state;
  const totals = { ...session.totals };
  for (const [name, { count }] of Object.entries(data.session.totals)) totals[name] = { ...totals[name], count };
  return { ...state, till: { ...state.till, session: { ...session, totals }, dropDue: Boolean(data.dropDue) } };
}
