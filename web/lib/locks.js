// SPDX-License-Identifier: MIT
// One tab of a browser sells (Web Locks). The lock goes with its tab, however that ends, and the next in the queue has it at
// once. A tab that hangs keeps it: whoever waits asks by BroadcastChannel whether anybody is there, which is answered even by
// tabs in the background, and may take the lock over by one key.

const NAME = "hippodrome-counter";
/** How often who waits asks, and after how many questions without an answer nobody is there. */
const ASK_MS = 400;
const QUESTIONS_MAX = 3;

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
 * @param {{setInterval: Function, clearInterval: Function}} [options.timers]
 */
export function createLock({
  locks = globalThis.navigator?.locks,
  openChannel = (name) => new BroadcastChannel(name),
  onChange,
  timers = globalThis,
}) {
  /** @type {LockState} */
  let state = "none";
  let channel = null;
  let asking = null;
  /** Questions since the last answer; a tab that sleeps asks none, so its own sleep is not taken for the other's. */
  let questions = 0;
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
    if (data !== "me") return;
    questions = 0;
    if (state === "silent") move("other");
  }

  function ask() {
    if (questions >= QUESTIONS_MAX && state === "other") move("silent");
    questions += 1;
    channel.postMessage("who");
  }

  function wait() {
    move("other");
    asking = timers.setInterval(ask, ASK_MS);
    ask();
  }

  /** Holds the lock until it is released, or taken away: its promise then rejects. */
  async function hold(options) {
    let isHeld = false;
    try {
      await locks.request(NAME, options, () => {
        isHeld = true;
        timers.clearInterval(asking);
        asking = null;
        move("mine");
        return new Promise((resolve) => {
          release = () => resolve(undefined);
        });
      });
    } catch (error) {
      if (error?.name !== "AbortError") throw error;
      if (isHeld) move("lost"); // else this was a place in the queue that was left
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
