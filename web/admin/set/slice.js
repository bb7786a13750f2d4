// SPDX-License-Identifier: MIT
// The slice of a page on which something is set: what the house says, and the forms that somebody has begun. One reducer for all
// of these pages; each is told only what bears its name, and what moves the house for everybody.

/**
 * @typedef {object} Form
 * @property {Record<string, any>} typed by field, what was touched
 * @property {boolean} isBusy
 * @property {{code: string, facts?: any, offline?: boolean}|null} problem
 * @property {{at: number, by: string}|null} done
 * @property {string|null} key of the request that nobody has answered yet
 * @property {string|null} sent the same as text
 * @property {any} request to be sent again with that key, whatever stands in the fields by then
 *
 * @typedef {object} Slice
 * @property {any} data as the page's load gives it; null until then
 * @property {{code: string, facts?: any}|null} problem why there is none
 * @property {boolean} isStale the house has moved since
 * @property {Record<string, Form>} forms by their names
 * @property {readonly any[]} history of the journal, newest first
 */

/** @type {Slice} */
const INITIAL = { data: null, problem: null, isStale: false, forms: {}, history: [] };
/** @type {Form} */
export const NO_FORM = { typed: {}, isBusy: false, problem: null, done: null, key: null, sent: null, request: null };

/** What changes what stands on these pages, whoever did it. */
const MOVES = [
  "new_round",
  "betting_closed",
  "race_start",
  "race_results",
  "round_void",
  "game_paused",
  "game_resumed",
  "connected",
];

const inForm = (slice, id, change) => ({
  ...slice,
  forms: { ...slice.forms, [id]: { ...(slice.forms[id] ?? NO_FORM), ...change } },
});

const STEPS = {
  loaded: (slice, { data, history }) => ({ ...slice, data, history, problem: null }),
  asked: (slice) => ({ ...slice, isStale: false, problem: null }),
  stale: (slice) => ({ ...slice, isStale: true }),
  failed: (slice, { problem }) => ({ ...slice, problem }),
  /** {id, change}: somebody types; what was refused before is not what stands there now. */
  typed: (slice, { id, change }) =>
    inForm(slice, id, { typed: { ...(slice.forms[id] ?? NO_FORM).typed, ...change }, problem: null, done: null }),
  cleared: (slice, { id }) => inForm(slice, id, NO_FORM),
  sending: (slice, { id, key, sent, request }) =>
    inForm(slice, id, { isBusy: true, problem: null, done: null, key, sent, request }),
  /** What was typed is what the house says from now on. */
  done: (slice, { id, at, by }) => inForm(slice, id, { ...NO_FORM, done: { at, by } }),
  /** Without an answer it may have happened: the same request goes with the same key. */
  refused: (slice, { id, problem }) =>
    inForm(slice, id, { isBusy: false, problem, ...(problem.offline ? {} : { key: null, sent: null, request: null }) }),
};

/**
 * @param {string} page
 * @param {{hearsRounds?: boolean}} [options] the page also shows how the rounds stand
 */
export function createSlice(page, { hearsRounds = false } = {}) {
  /** @param {Slice} slice @param {any} message @returns {Slice} */
  function reduce(slice, message) {
    if (message.type === "set" && message.page === page) return STEPS[message.step.is](slice, message.step);
    const isAct = message.type === "channel" && message.channel === "admin" && message.event === "admin_act";
    const isMove = hearsRounds && message.type === "race" && MOVES.includes(message.message.event);
    return isAct || isMove ? { ...slice, isStale: true } : slice;
  }
  return { initial: INITIAL, reduce };
}

/** The key with which a request goes: that of the attempt before, if nobody has answered it. @param {Form|undefined} form */
export const keyFor = (form, sent, newKey) => (form?.key && form.sent === sent ? form.key : newKey());
