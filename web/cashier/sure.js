// SPDX-License-Identifier: MIT
// The counter's outbox: one for each user who signs in, over this browser's one disk and one lock. Who has the lock finds out
// what earlier pages left behind, before anything else is sold.

import { createLock } from "../lib/locks.js";
import { createOutbox, OutboxError } from "../lib/outbox.js";
import { createStore } from "../lib/store.js";

/**
 * @param {object} options
 * @param {any} options.api
 * @param {(message: any) => any} options.dispatch
 * @param {(settled: import("../lib/outbox.js").Settled) => void} [options.onSettled]
 * @param {() => void} [options.reload]
 * @param {() => void} [options.onRecovered] nothing is left behind any more, as far as this user can know
 */
export function createSure({ api, dispatch, onSettled = () => {}, onRecovered = () => {}, reload = () => location.reload() }) {
  const store = createStore({ onState: ({ isDurable }) => dispatch({ type: "pending_disk", isDurable }) });
  let user = null;
  /** @type {ReturnType<typeof createOutbox>|null} */
  let outbox = null;
  /** Whether all that was left behind has been asked about. */
  let isSettled = false;
  let wasElsewhere = false;

  const lock = createLock({
    onChange(state) {
      const isTaken = state === "mine" && wasElsewhere;
      wasElsewhere = state !== "mine";
      // What this page shows is older than what the other tab did: it begins anew.
      if (isTaken) return reload();
      if (state === "lost") outbox?.stop();
      begin();
    },
  });

  /** Anew for whoever is signed in. */
  async function begin() {
    outbox?.stop();
    outbox = null;
    isSettled = false;
    dispatch({ type: "pending_lock", lock: lock.state() }); // a sign-out has forgotten it
    if (!user || lock.state() !== "mine") return;
    const mine = createOutbox({
      api,
      store,
      user,
      isMine: () => lock.state() === "mine" && mine === outbox,
      onChange: () => mine === outbox && dispatch({ type: "pending_open", open: mine.open() }),
    });
    outbox = mine;
    await mine.load();
    await mine.recover((settled) => {
      if (mine !== outbox) return;
      if (!settled.isKnown) dispatch({ type: "pending_settled", settled });
      onSettled(settled);
    });
    if (mine !== outbox) return;
    isSettled = true;
    onRecovered();
  }

  return {
    start: () => lock.start(),

    /** Who is signed in now; null: nobody. @param {{userId: number}|null} next */
    follow(next) {
      if (next?.userId === user?.userId) return;
      user = next;
      begin();
    },

    /** @param {Parameters<ReturnType<typeof createOutbox>["submit"]>[0]} wanted */
    async submit(wanted) {
      if (!outbox) throw new OutboxError(lock.state() === "mine" ? "stopped" : "other_tab");
      return outbox.submit(wanted);
    },

    isSettled: () => isSettled,
    open: () => outbox?.open() ?? [],
    /** @param {string} key */
    resolve: (key) => outbox?.resolve(key) ?? Promise.resolve(null),
    /** @param {string} key */
    burn: (key) => outbox?.burn(key) ?? Promise.resolve(null),
    wake: () => outbox?.wake(),
    takeOver: () => lock.takeOver(),
  };
}
