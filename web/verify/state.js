// SPDX-License-Identifier: MIT
// What the verifier shows, as a pure reducer.

/**
 * @typedef {{kind: "ticket", number: string, code: string}|{kind: "round", roundId: number}|{kind: "file", roundId: number}} Asked
 * @typedef {{roundId: number, chainIndex: number, failed: string[]}} Walked
 * @typedef {object} State
 * @property {any} house the api's config; null: not known, or there is no network
 * @property {number[]} recent rounds that are over, newest first
 * @property {{ticket: string, code: string, round: string, paper: string, file: string}} fields
 * @property {Asked|null} asked
 * @property {boolean} isBusy
 * @property {string|null} problem the key of a text
 * @property {any} ticket
 * @property {any} proof
 * @property {{commitment: string, cardHash: string, at: number}|null} seen
 * @property {import('./steps.js').Verified|null} result
 * @property {{total: number, count: number, badCount: number, rows: Walked[], state: "running"|"done"|"stopped"}|null} walk
 *   rows: those that fail, else the newest; not more than somebody would look through
 * @property {"off"|"on"|"refused"} camera
 * @property {{proofs: any[], tickets: any[]}|null} saved
 */

const ROWS_MAX = 100;

/** @returns {State} */
export const emptyState = () => ({
  house: null,
  recent: [],
  fields: { ticket: "", code: "", round: "", paper: "", file: "" },
  asked: null,
  isBusy: false,
  problem: null,
  ticket: null,
  proof: null,
  seen: null,
  result: null,
  walk: null,
  camera: "off",
  saved: null,
});

const NOTHING = { problem: null, ticket: null, proof: null, seen: null, result: null, walk: null };

/** @type {Record<string, (state: State, message: any) => Partial<State>>} */
const CHANGES = {
  told: (state, { house, recent }) => ({ house: house ?? state.house, recent: recent ?? state.recent }),
  typed: (state, { field, value }) => ({ fields: { ...state.fields, [field]: value }, problem: null }),
  asked: (state, { asked }) => ({
    ...NOTHING,
    asked,
    isBusy: true,
    camera: "off",
    fields: { ...state.fields, paper: "" },
    // The list of a file's rounds stays beside the one that is looked at.
    walk: asked.kind === "file" ? state.walk : null,
  }),
  refused: (_, { problem }) => ({ ...NOTHING, isBusy: false, problem }),
  mistyped: (_, { problem }) => ({ problem }),
  answered: (_, { ticket, proof, seen, result }) => ({ isBusy: false, problem: null, ticket, proof, seen, result }),
  compared: (_, { result }) => ({ result }),
  camera: (_, { camera, problem = null }) => ({ camera, problem }),
  saved: (_, { saved }) => ({ ...NOTHING, saved }),
  walking: (_, { total }) => ({ walk: { total, count: 0, badCount: 0, rows: [], state: "running" } }),
  walked: ({ walk }, { rows }) => ({ walk: walk && withRows(walk, rows) }),
  stopped: ({ walk }, { state }) => ({ walk: walk && { ...walk, state } }),
};

function withRows(walk, rows) {
  const isBad = ({ failed }) => failed.length > 0;
  const all = [...walk.rows, ...rows];
  const shown = [...all.filter(isBad), ...all.filter((row) => !isBad(row))].slice(0, ROWS_MAX);
  return { ...walk, count: walk.count + rows.length, badCount: walk.badCount + rows.filter(isBad).length, rows: shown };
}

/** @param {State} state @param {{type: string}} message @returns {State} */
export const reduce = (state, message) => ({ ...state, ...CHANGES[message.type](state, message) });

/** What the ticket comes to, by what was recomputed: the key of a sentence, and its amount. */
export function outcomeOf({ ticket, proof, result }) {
  if (!ticket || result.verdict !== "ok") return null;
  if (ticket.state === "voided") return { key: "verify.outcome.voided", amount: ticket.stake };
  if (proof.phase === "void")
    return { key: `verify.outcome.${ticket.state === "refunded" ? "refunded" : "refund"}`, amount: ticket.stake };
  const { amount } = result.prize;
  if (amount === 0) return { key: "verify.outcome.lost", amount };
  return { key: `verify.outcome.${ticket.state === "paid" ? "paid" : ticket.state === "expired" ? "expired" : "won"}`, amount };
}

/** @param {unknown} error of the api @param {"ticket"|"round"} kind @returns {string} */
export function problemOf(error, kind) {
  const { status = 0, offline = false } = /** @type {any} */ (error);
  if (offline) return "verify.problem.offline";
  if (status === 400 || status === 404) return `verify.problem.unknown.${kind}`;
  return status === 429 ? "verify.problem.often" : "verify.problem.away";
}
