// SPDX-License-Identifier: MIT
// What the pages on which something is set ask of the house: to load what stands there with its last acts, and to change it.

import { newKey } from "../../lib/api.js";
import { keyFor } from "./slice.js";

const PAGE = 100;
/** No house has more shops, users or tills than that; what is over it is found by search. */
const PAGES_MAX = 30;
/** So many acts of each kind are looked at, and so many shown. */
const ACTS = 6;
const SHOWN = 8;

/** All items of a list that pages, newest first. @param {any} api @param {string} path */
export async function allOf(api, path) {
  const items = [];
  let before = null;
  for (let i = 0; i < PAGES_MAX; i++) {
    const page = await api.get(
      `${path}${path.includes("?") ? "&" : "?"}limit=${PAGE}${before === null ? "" : `&before=${before}`}`,
    );
    items.push(...page.items);
    before = page.next;
    if (before === null) break;
  }
  return items;
}

/** The last acts of these kinds, newest first. @param {any} api @param {readonly string[]} actions */
async function historyOf(api, actions) {
  const pages = await Promise.all(actions.map((action) => api.get(`/admin/audit?action=${action}&limit=${ACTS}`)));
  return pages
    .flatMap(({ items }) => items)
    .sort((one, other) => other.entry - one.entry)
    .slice(0, SHOWN);
}

const problemOf = ({ code, facts, offline }) => ({ code: code ?? "unavailable", facts, offline });

/**
 * @param {string} page
 * @param {(api: any) => Promise<any>} load what the page shows
 * @param {readonly string[]} actions of the journal, which tell who did it last
 */
export function createActs(page, load, actions) {
  const tell = (context, step) => context.dispatch({ type: "set", page, step });
  let isLoading = false;
  /** The address at which the page was last. @type {{id: string|null, filter: string}|null} */
  let seen = null;

  async function refresh(context) {
    // What is on its way may be older than what just happened: after it comes, it is asked for once more.
    if (isLoading) return void tell(context, { is: "stale" });
    isLoading = true;
    tell(context, { is: "asked" });
    const step = await Promise.all([load(context.api), historyOf(context.api, actions)]).then(
      ([data, history]) => ({ is: "loaded", data, history }),
      (error) => ({ is: "failed", problem: problemOf(error) }),
    );
    isLoading = false;
    tell(context, step);
  }

  /**
   * Sends a form, once: a second press waits for the first one's answer.
   * @param {any} context
   * @param {string} id of the form
   * @param {{method: 'post'|'patch'|'put', path: string, body: any, secret?: any}} request secret: members beside the body,
   *   which are no part of what makes it the same
   * @returns {Promise<any>} the answer; null when it was refused
   */
  async function send(context, id, request) {
    const { method, path, body, secret = {} } = request;
    const form = context.state.pages[page].forms[id];
    if (form?.isBusy) return null;
    const sent = JSON.stringify([method, path, body]);
    const key = keyFor(form, sent, newKey);
    tell(context, { is: "sending", id, key, sent, request });
    try {
      const answer = await context.api[method](path, { ...body, ...secret }, { key });
      const now = context.clock.now(); // none until the house has told its own
      tell(context, { is: "done", id, at: Number.isFinite(now) ? now : Date.now(), by: context.session.user.displayName });
      await refresh(context);
      return answer;
    } catch (error) {
      tell(context, { is: "refused", id, problem: problemOf(error) });
      return null;
    }
  }

  return {
    page,
    refresh,
    send,

    /** The page is opened: what it shows may be old, and the office's own channel tells when it is. */
    enter(context) {
      context.follow("admin");
      const { id, query } = context.address;
      const { data, isStale } = context.state.pages[page];
      const filter = JSON.stringify(query);
      // Whoever types into a filter asks the house nothing.
      const isFiltered = data !== null && !isStale && seen?.id === id && seen.filter !== filter;
      seen = { id, filter };
      return isFiltered ? undefined : refresh(context);
    },

    /** Somebody, perhaps somebody else, has changed something. */
    after(context, before) {
      const slice = context.state.pages[page];
      if (slice.isStale && slice !== before.pages[page] && !isLoading && !slice.problem) refresh(context);
    },

    type: (context, id, change) => tell(context, { is: "typed", id, change }),
    clear: (context, id) => tell(context, { is: "cleared", id }),
    /** From a form that has made something to what it made; whoever comes back finds it empty. */
    move(context, id, address) {
      tell(context, { is: "cleared", id });
      context.go(address);
    },

    /** The request that nobody has answered, once more: the house may have done it, and the page shows that already. */
    again: (context, id) => send(context, id, context.state.pages[page].forms[id].request),
  };
}
