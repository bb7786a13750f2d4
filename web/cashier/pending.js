// SPDX-License-Identifier: MIT
// What the counter does not know yet, as a pure reducer: requests without an answer, those that an earlier page left behind and
// what became of them, whether another tab of this browser sells, whether its disk works.

/**
 * @typedef {import("../lib/outbox.js").OpenRequest} OpenRequest
 * @typedef {import("../lib/outbox.js").Settled} Settled
 * @typedef {object} Pending
 * @property {OpenRequest[]} open
 * @property {Settled[]} settled     to be read by the cashier
 * @property {import("../lib/locks.js").LockState} lock
 * @property {boolean} isDurable
 */

/** @returns {Pending} */
export const emptyPending = () => ({ open: [], settled: [], lock: "none", isDurable: true });

/** @param {Pending} state */
export function reducePending(state, message) {
  return Object.hasOwn(STEPS, message.type) ? STEPS[message.type](state, message) : state;
}

const STEPS = {
  pending_open: (state, { open }) => ({ ...state, open }),
  pending_lock: (state, { lock }) => ({ ...state, lock }),
  pending_disk: (state, { isDurable }) => ({ ...state, isDurable }),
  /** {settled}: what became of one that was left behind. */
  pending_settled: (state, { settled }) => ({ ...state, settled: [...state.settled, settled] }),
  pending_read: (state, { key }) => ({ ...state, settled: state.settled.filter(({ request }) => request.key !== key) }),
};

/** Those that the cashier should hear of: the first answer usually comes before anybody could read that it is awaited. */
export const overdue = ({ open }) => open.filter(({ state }) => state !== "sending");

/** May this page sell, as far as this browser's other tabs go? */
export const isHere = ({ lock }) => lock === "mine" || lock === "none";

/** What a request was about: its stakes, or the ticket's number. @param {import("../lib/store.js").StoredRequest} request */
export function aboutOf({ kind, body, memo }) {
  if (kind === "sale") return { amount: (body.lines ?? []).reduce((sum, { stake }) => sum + stake, 0) };
  return memo?.number ? { number: memo.number } : {};
}
