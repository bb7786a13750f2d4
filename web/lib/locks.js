// SPDX-License-Identifier: MIT
// One tab of a browser sells (Web Locks). The lock goes with its tab, however that ends, and the next in the queue has it at
// once. A tab that hangs keeps it: whoever waits asks by BroadcastChannel whether anybody is there, which is answered even by
// tabs in the background, and may take the lock over by one key.

const NAME = "hippodrome-counter";
/** How often who waits asks, and how long an answer may take. */
const ASK_MS = 500;
const SILENCE_MS = 1_500;

/**
 * - none: not known yet
 * - mine: this tab sells
 * - other: another tab does
 * - silent: another tab has the lock and does not answer
 * - lost: this tab sold until another one took over
 * @typedef {'none'|'mine'|'other'|'silent'|'lost'} LockState
 */

/**
 * @param {object} options
 * @param {LockManager} [options.locks] none: an old browser, in which nothing but the keys of requests guards
 * @param {(name: string) => BroadcastChannel} [options.openChannel]
 * @param {(state: LockState) => void} options.onChange
 * @param {() => number} [options.local] monotonic time in ms
 * @param {{setInterval: Function, clearInterval: Function}} [options.timers]
 */
export function createLock({
  locks = globalThis.navigator?.locks,
  openChannel = (name) => new BroadcastChannel(name),
  onChange,
  local = () => performance.now(),
  timers = globalThis,
}) {
  /** @type {LockState} */
  let state = "none";
  let channel = null;
  let asking = null;
  let heardAt = 0;
  let release = () => {};
  /** Aborts the place in the queue. */
  let leave = () => {};

  function move(next) {
    if (state === next) return;
    state = next;
    onChange(state);
  }

  function listen({ data }) {
    if (data === "who" && state === "mine") channel.postMessage("me");
    if (data !== "me" || state === "mine") return;
    heardAt = local();
    if (state === "silent") move("other");
  }

  /** A tab that was frozen itself has not listened: it asks once more before it judges. */
  function ask() {
    const since = local() - heardAt;
    if (state === "other" && since > SILENCE_MS && since < 2 * SILENCE_MS + ASK_MS) move("silent");
    else if (since > 2 * SILENCE_MS && state === "other") heardAt = local();
    channel.postMessage("who");
  }

  function wait() {
    heardAt = local();
    if (state === "none") move("other");
    asking ??= timers.setInterval(ask, ASK_MS);
    channel.postMessage("who");
  }

  /** Holds the lock until it is released, or taken away: its promise then rejects. */
  async function hold(options) {
    try {
      await locks.request(NAME, options, () => {
        timers.clearInterval(asking);
        asking = null;
        move("mine");
        return new Promise((resolve) => {
          release = () => resolve(undefined);
        });
      });
    } catch (error) {
      if (error?.name !== "AbortError") throw error;
      if (state === "mine") move("lost");
    }
  }

  function queue() {
    const controller = new AbortController();
    leave = () => controller.abort();
    return hold({ signal: controller.signal });
  }

  return {
    state: () => state,

    async start() {
      if (!locks) return move("mine");
      channel = openChannel(NAME);
      channel.onmessage = listen;
      queue();
      const { held } = await locks.query();
      if (state === "none" && held.some(({ name }) => name === NAME)) wait();
    },

    /** Sells here from now on; the other tab, when it wakes, learns that it does not any more. */
    takeOver() {
      if (state === "mine" || !locks) return;
      leave();
      hold({ steal: true });
    },

    stop() {
      timers.clearInterval(asking);
      leave();
      release();
      channel?.close();
      state = "none";
    },
  };
}
