// SPDX-License-Identifier: MIT
// The tickets page as a pure reducer: tickets that were scanned, newest last, one of them open; what the house said of each;
// the search and the history.

/** So many scans stay in sight; a customer rarely brings more. */
const STACK_MAX = 12;

/**
 * @typedef {object} Scanned
 * @property {string} number
 * @property {string|null} code        null: opened from the history; its money is only for who has the paper
 * @property {any} ticket              as the house tells it; null until it has
 * @property {any} problem             why it was not told: {code, facts}
 * @property {'pay'|'void'|'copy'|null} acting
 * @property {{act: string, cash: number|null}|null} done
 * @property {any} refusal             of the last act: {code, facts}
 *
 * @typedef {object} Tickets
 * @property {Scanned[]} stack
 * @property {string|null} open        the number of the one that is seen
 * @property {string|null} other       what was scanned last, if it was no ticket's code
 * @property {'off'|'on'|'refused'} camera
 * @property {any} list the history: {filters, items, next, pages, stats, isLoading, problem}
 */

/** @returns {Tickets} */
export const emptyTickets = () => ({
  stack: [],
  open: null,
  other: null,
  camera: "off",
  list: { filters: { state: "", day: "", roundId: "" }, items: [], next: null, pages: [null], isLoading: false, problem: null },
});

/** @param {Tickets} state @returns {Scanned|null} */
export const openOf = ({ stack, open }) => stack.find(({ number }) => number === open) ?? null;

/**
 * What a ticket is for the cashier before her:
 * - won, refundable: money to hand out
 * - sold: may be taken back, while its round takes bets (`isBetting`); running: may not
 * - foreign: money that is handed out in the shop that sold it, and only there
 * - paid, refunded, lost, expired, voided: nothing to hand out
 * - unknown, mistyped, often, away: the house has told nothing
 * - reading: not yet
 * @param {Scanned} scanned
 * @param {{shop?: {number: string}|null, payAnywhere?: boolean, bettingRound?: number|null}} place
 */
export function verdictOf({ number, ticket, problem }, { shop, payAnywhere = true, bettingRound = null }) {
  if (problem)
    return (
      { unknown_ticket: "unknown", not_found: "unknown", number_mistyped: "mistyped", too_many_attempts: "often" }[
        problem.code
      ] ?? "away"
    );
  if (!ticket) return "reading";
  const isDue = ["won", "refundable"].includes(ticket.state);
  if (isDue && !payAnywhere && shopOf(number) !== shop?.number) return "foreign";
  if (ticket.state === "sold") return ticket.roundId === bettingRound ? "sold" : "running";
  return ticket.state;
}

/** Tickets of races that are over, which were told while they ran. @param {Tickets} state @param {number|null} roundId that is on */
export const staleOf = ({ stack }, roundId) =>
  stack.filter(({ ticket, acting }) => ticket?.state === "sold" && ticket.roundId !== roundId && acting === null);

/** The number of the shop that sold it. @param {string} number */
export const shopOf = (number) => number.slice(0, number.indexOf("-"));

/** What is handed out for it, before it is rounded to coins: null for nothing. Of a prize without what is withheld. */
export const dueOf = (ticket) =>
  ticket?.state === "won" ? (ticket.net ?? ticket.prize) : ticket?.state === "refundable" ? ticket.stake : null;

/**
 * What may be done with one key. Money is only for who has shown the paper, and while nothing else is being done with it.
 * @param {Scanned} scanned
 */
export function actsOf(scanned, place) {
  const verdict = verdictOf(scanned, place);
  const isFree = scanned.acting === null && Boolean(scanned.ticket);
  const hasPaper = isFree && scanned.code !== null;
  return {
    pay: hasPaper && (verdict === "won" || verdict === "refundable"),
    void: hasPaper && verdict === "sold",
    copy: isFree && shopOf(scanned.number) === place.shop?.number,
  };
}

/** @param {Tickets} state */
export function reduceTickets(state, message) {
  return Object.hasOwn(STEPS, message.type) ? STEPS[message.type](state, message) : state;
}

const fresh = ({ number, code }) => ({ number, code, ticket: null, problem: null, acting: null, done: null, refusal: null });

function changed(state, number, change) {
  if (!state.stack.some((each) => each.number === number)) return state;
  return { ...state, stack: state.stack.map((each) => (each.number === number ? { ...each, ...change } : each)) };
}

const inList = (state, change) => ({ ...state, list: { ...state.list, ...change } });

const STEPS = {
  /** {number, code}: scanned, typed or chosen. The open one again is nothing, unless its race may be over by now; another one that
   *  was there comes up again as if it were new: a customer comes back with it after the race. */
  ticket_opened(state, { number, code }) {
    const known = state.stack.find((each) => each.number === number);
    const isSame = known && (code === null || known.code === code) && !known.problem;
    if (isSame && (known.acting || (state.open === number && known.ticket?.state !== "sold"))) {
      return state.open === number && state.other === null ? state : { ...state, open: number, other: null };
    }
    const rest = state.stack.filter((each) => each.number !== number);
    const opened = fresh({ number, code: code ?? (isSame ? known.code : null) });
    return { ...state, stack: [...rest, opened].slice(-STACK_MAX), open: number, other: null };
  },

  /** {text}: a code that is no ticket's. */
  ticket_other: (state, { text }) => ({ ...state, other: text }),

  ticket_chosen: (state, { number }) => ({ ...state, open: number, other: null }),

  /** The open one is done with; the one before comes up. */
  ticket_closed(state) {
    if (state.other !== null) return { ...state, other: null };
    const stack = state.stack.filter(({ number }) => number !== state.open);
    return { ...state, stack, open: stack.length ? stack[stack.length - 1].number : null };
  },

  /** {number, ticket} */
  ticket_told: (state, { number, ticket }) => changed(state, number, { ticket, problem: null }),

  /** {number, problem} */
  ticket_untold: (state, { number, problem }) => changed(state, number, { problem }),

  ticket_acting: (state, { number, act }) => changed(state, number, { acting: act, refusal: null, done: null }),

  /** {number, act, ticket, cash} */
  ticket_done(state, { number, act, ticket = null, cash = null }) {
    const next = changed(state, number, { acting: null, done: { act, cash }, ...(ticket ? { ticket } : {}) });
    if (!ticket) return next;
    return inList(next, { items: next.list.items.map((each) => (each.number === number ? ticket : each)) });
  },

  ticket_refused: (state, { number, problem }) => changed(state, number, { acting: null, refusal: problem }),

  /** {camera}: as a scanner, when there is no other. */
  ticket_camera: (state, { camera }) => ({ ...state, camera }),

  /** {filters, pages}: a page of the history is asked for. */
  tickets_asked(state, { filters, pages }) {
    return inList(state, { filters, pages, isLoading: true, problem: null });
  },

  /** {filters, pages, page}: it came; an older question's answer is nothing. */
  tickets_listed(state, { filters, pages, page }) {
    if (filters !== state.list.filters || pages !== state.list.pages) return state;
    return inList(state, { items: page.items, next: page.next, stats: page.stats, isLoading: false });
  },

  tickets_unlisted: (state, { problem }) => inList(state, { isLoading: false, problem }),
};
