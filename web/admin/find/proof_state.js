// SPDX-License-Identifier: MIT
// The proof of the books and the signed exports, as a pure reducer.

/**
 * @typedef {object} Proof
 * @property {any} proof     as the house told it last; null: not yet
 * @property {boolean} isProving
 * @property {any} problem
 * @property {{items: any[]|null, isBusy: boolean, problem: any}} exports
 */

/** @returns {Proof} */
export const emptyProof = () => ({
  proof: null,
  isProving: false,
  problem: null,
  exports: { items: null, isBusy: false, problem: null },
});

/** @param {Proof} slice @param {any} message @returns {Proof} */
export const reduceProof = (slice, message) =>
  Object.hasOwn(STEPS, message.type) ? STEPS[message.type](slice, message) : slice;

const STEPS = {
  proof_asked: (slice) => ({ ...slice, isProving: true, problem: null }),
  proof_told: (slice, { proof }) => ({ ...slice, proof, isProving: false }),
  proof_refused: (slice, { problem }) => ({ ...slice, isProving: false, problem }),
  exports_busy: (slice) => ({ ...slice, exports: { ...slice.exports, isBusy: true, problem: null } }),
  exports_told: (slice, { items }) => ({ ...slice, exports: { items, isBusy: false, problem: null } }),
  exports_refused: (slice, { problem }) => ({ ...slice, exports: { ...slice.exports, isBusy: false, problem } }),
};

/** A new export stands first. */
export const addedExport = (items, made) => [made, ...(items ?? []).filter(({ exportId }) => exportId !== made.exportId)];

/** The catalogues' key for an invariant, which the house names by an English sentence. @param {string} invariant */
export const sentenceKey = (invariant) =>
  invariant
    .toLowerCase()
    .replaceAll("'", "")
    .replace(/[^a-z]+/g, "_");
