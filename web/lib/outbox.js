// SPDX-License-Identifier: MIT
// Whatever moves money goes to the house through here, once: the request is on the disk with its key before it is sent, and is
// sent again with the same key until it is answered. Three rules:
// - A refusal is the end only if it answers the only attempt. An attempt that was never answered may still be on its way and
//   may be taken when it comes: then the key is burnt first, and whoever waits hears what that says.
// - A request that an earlier page left behind is never sent again: nobody knows whether its customer is still there. Its key
//   is burnt, which tells as well when it had been done.
// - Keys count by user: another user's request is only asked about and burnt, never sent.

import { newKey } from "./api.js";

/** An attempt without an answer by then is made again beside it; the key makes one of the two the other's repeat. */
const ATTEMPT_MS = 8_000;
/** By then the cashier should know that the answer takes its time. */
const SLOW_MS = 1_500;
/** Without an answer by then nothing is sold any more: the key is burnt as soon as the house can be reached. */
const PATIENCE_MS = 30_000;
/** So long an answered sale is remembered: what else the browser has written down may be some seconds older. */
const KEPT_MS = 60_000;
const PAUSES_MS = [200, 400, 800, 1_600, 3_000];

/** Why nothing came of a request, or why nobody knows: `code` as the house's refusals have one. */
export class OutboxError extends Error {
  /** @param {'offline'|'other_tab'|'given_up'|'stopped'} code */
  constructor(code) {
    super(code);
    this.name = "OutboxError";
    this.code = code;
    this.facts = {};
  }
}

/**
 * @typedef {import("./store.js").StoredRequest} StoredRequest
 * @typedef {'sending'|'waiting'|'burning'|'left'} OpenState left: from an earlier page, and not asked about yet
 * @typedef {{request: StoredRequest, state: OpenState, attempts: number, isOwn: boolean}} OpenRequest
 * @typedef {object} Settled
 * @property {StoredRequest} request
 * @property {'done'|'not_done'|'unknown'} outcome
 * @property {any} answer
 * @property {boolean} isOwn
 * @property {boolean} [isKnown] the earlier page had its answer already
 */

/** Has the house said no? All else (no answer, 408, 5xx, a page of somebody in between) leaves open what it did. */
const isRefusal = (error) => error?.status >= 400 && error.status < 500 && error.status !== 408 && error.code !== "unavailable";

/** What stays on the disk of a sale: not the code, for whoever has it has the ticket. */
const receiptOf = ({ number, roundId, stake }) => ({ number, roundId, stake });

const stateOf = ({ isGivenUp, isSlow, unanswered }) =>
  isGivenUp ? "burning" : isSlow || unanswered > 0 ? "waiting" : "sending";

/**
 * @param {object} options
 * @param {Pick<ReturnType<typeof import("./api.js").createApi>, "get"|"post">} options.api
 * @param {ReturnType<import("./store.js").createStore>} options.store
 * @param {{userId: number}} options.user who is signed in
 * @param {() => boolean} [options.isOnline] false: nothing can be sent, as the browser knows
 * @param {() => boolean} [options.isMine] false: another tab of this browser sells
 * @param {() => void} [options.onChange] `open()` gives something else now
 * @param {() => number} [options.now] wall clock: it goes on while the machine sleeps
 * @param {{setTimeout: Function, clearTimeout: Function}} [options.timers]
 */
export function createOutbox({
  api,
  store,
  user,
  isOnline = () => globalThis.navigator?.onLine !== false,
  isMine = () => true,
  onChange = () => {},
  now = () => Date.now(),
  timers = globalThis,
}) {
  /** @type {Map<string, any>} */
  const items = new Map();
  /** Those who sleep until the next try. @type {Set<() => void>} */
  const sleepers = new Set();
  /** Sales that were answered a short while ago. @type {Map<string, StoredRequest>} */
  const kept = new Map();
  let isStopped = false;

  function move(item, state) {
    if (item.state === state) return;
    item.state = state;
    onChange();
  }

  function pause(item) {
    move(item, stateOf(item));
    return new Promise((resolve) => {
      const rise = () => {
        timers.clearTimeout(timer);
        sleepers.delete(rise);
        resolve(undefined);
      };
      const timer = timers.setTimeout(rise, PAUSES_MS[Math.min(item.attempts, PAUSES_MS.length) - 1]);
      sleepers.add(rise);
    });
  }

  function wake() {
    for (const rise of [...sleepers]) rise();
  }

  /** The answer of this attempt; it is not waited for when it comes too late, or when the request has been given up. */
  function attempt(item, promise) {
    return new Promise((resolve, reject) => {
      item.interrupt = () => reject(new Error("no answer"));
      const slow = timers.setTimeout(() => {
        item.isSlow = true;
        move(item, stateOf(item));
      }, SLOW_MS);
      const late = timers.setTimeout(item.interrupt, ATTEMPT_MS);
      promise.then(resolve, reject).finally(() => {
        timers.clearTimeout(slow);
        timers.clearTimeout(late);
      });
    });
  }

  const send = (item) => attempt(item, api.post(item.request.path, item.request.body, { key: item.request.key }));

  function burn(item) {
    const { key, userId } = item.request;
    return attempt(item, api.post(`/requests/${encodeURIComponent(key)}/burn`, item.isOwn ? {} : { userId }));
  }

  /**
   * Nobody waits for the disk here: what is still open on it after a power cut is only asked about once more.
   * @param {any} item
   * @param {any} [answer] none: nothing was done
   */
  function close({ request }, answer) {
    items.delete(request.key);
    if (answer && request.kind === "sale") keep({ ...request, answer: receiptOf(answer) });
    else store.remove(request.key);
    onChange();
  }

  function keep(request) {
    kept.set(request.key, request);
    store.keep(request);
    for (const { key, at } of [...kept.values()]) {
      if (now() - at < KEPT_MS) continue;
      kept.delete(key);
      store.remove(key);
    }
  }

  /**
   * One try, to send it or to burn its key.
   * @returns {Promise<{is: 'answered', answer: any} | {is: 'refused'|'doubted'|'hidden', error: any} | {is: 'silent'}>}
   */
  async function tryOnce(item) {
    const isBurning = item.isGivenUp;
    try {
      if (!isBurning) return { is: "answered", answer: await send(item) };
      const seen = await burn(item);
      if (seen.state !== "answered") return { is: "refused", error: item.refusal ?? new OutboxError("given_up") };
      // Of what is about no ticket the house tells only that it was done; the same request has its answer.
      return { is: "answered", answer: seen.answer === null && item.isOwn ? await send(item) : seen.answer };
    } catch (error) {
      if (!isRefusal(error)) return { is: "silent" };
      if (isBurning) return { is: "hidden", error };
      return { is: item.unanswered === 0 ? "refused" : "doubted", error };
    }
  }

  /** Until the house has answered. */
  async function ask(item) {
    while (!isStopped) {
      if (now() - item.since >= PATIENCE_MS) item.isGivenUp = true;
      const { isGivenUp } = item;
      item.attempts += 1;
      move(item, stateOf(item));
      const end = await tryOnce(item);
      if (isStopped) break;
      switch (end.is) {
        case "answered":
          close(item, end.answer);
          return end.answer;
        case "refused":
          close(item);
          throw end.error;
        case "doubted":
          Object.assign(item, { isGivenUp: true, refusal: end.error });
          break;
        case "hidden": // the house does not tell this user: it stays open for somebody who may know
          move(item, "left");
          throw end.error;
        default:
          item.unanswered += 1;
          if (item.isGivenUp === isGivenUp) await pause(item);
      }
    }
    throw new OutboxError("stopped");
  }

  const itemOf = (request, more) => ({
    request,
    state: "sending",
    attempts: 0,
    unanswered: 0,
    since: now(),
    isGivenUp: false,
    isSlow: false,
    refusal: null,
    interrupt: () => {},
    isOwn: request.userId === user.userId,
    ...more,
  });

  /** What is not answered yet, oldest first. @returns {OpenRequest[]} */
  const open = () => [...items.values()].map(({ request, state, attempts, isOwn }) => ({ request, state, attempts, isOwn }));

  /** @returns {Promise<Settled>} */
  async function settle(item) {
    const { request, isOwn } = item;
    if (!item.isGivenUp) {
      item.isGivenUp = true;
      item.interrupt();
    }
    item.asked ??= ask(item);
    try {
      return { request, isOwn, outcome: "done", answer: await item.asked };
    } catch (error) {
      const isKnown = isRefusal(error) ? item.state !== "left" : error.code === "given_up";
      return { request, isOwn, outcome: isKnown ? "not_done" : "unknown", answer: null };
    } finally {
      item.asked = null;
    }
  }

  return {
    /**
     * Resolves with the house's answer; rejects with its refusal (an ApiError: nothing was done), with OutboxError `given_up`
     * (nothing was done, and nothing comes of it later), `offline` or `other_tab` (it was never sent), or `stopped` (this page
     * has no say any more; whoever comes next finds out).
     * @param {{kind: string, path: string, body?: object, memo?: any}} wanted
     */
    async submit({ kind, path, body = {}, memo = null }) {
      if (isStopped) throw new OutboxError("stopped");
      if (!isMine()) throw new OutboxError("other_tab");
      if (!isOnline()) throw new OutboxError("offline");
      const request = { key: newKey(), userId: user.userId, kind, path, body, memo, at: now() };
      const item = itemOf(request);
      items.set(request.key, item);
      onChange();
      await store.put(request);
      if (!isOnline() || !isMine()) {
        close(item);
        throw new OutboxError(isMine() ? "offline" : "other_tab");
      }
      item.asked = ask(item);
      return item.asked;
    },

    open,

    /** Takes what earlier pages left behind from the disk; only who sells in this browser may: what another tab has just sent
     * is not left behind. */
    async load() {
      for (const request of await store.all()) {
        if (request.answer !== undefined) kept.set(request.key, request);
        else if (!items.has(request.key)) items.set(request.key, itemOf(request, { state: "left" }));
      }
      onChange();
      return open();
    },

    /**
     * Finds out what became of all that was left behind; tells of each as soon as it is known, and first of those whose answer
     * the earlier page had.
     * @param {(settled: Settled) => void} [onSettled]
     * @returns {Promise<Settled[]>}
     */
    recover(onSettled = () => {}) {
      const tell = (settled) => {
        onSettled(settled);
        return settled;
      };
      for (const request of kept.values()) {
        if (request.userId === user.userId)
          onSettled({ request, outcome: "done", answer: request.answer, isOwn: true, isKnown: true });
      }
      return Promise.all([...items.values()].filter(({ state }) => state === "left").map((item) => settle(item).then(tell)));
    },

    /** Asks what became of one request, which may still be on its way. @param {string} key */
    async resolve(key) {
      const item = items.get(key);
      const query = item && !item.isOwn ? `?userId=${item.request.userId}` : "";
      return api.get(`/requests/${encodeURIComponent(key)}${query}`);
    },

    /** Gives one up: whoever waits for it hears that it was done, or that it never will be. @param {string} key */
    async burn(key) {
      const item = items.get(key);
      if (!item) return null;
      const outcome = settle(item);
      wake();
      return outcome;
    },

    /** The house may be within reach again: who sleeps tries at once. */
    wake,

    /** Sends nothing any more; what is open stays on the disk, for whoever comes next. */
    stop() {
      isStopped = true;
      wake();
    },
  };
}
