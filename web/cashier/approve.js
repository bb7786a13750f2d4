// SPDX-License-Identifier: MIT
// An act that may need a supervisor: tried without one first, for only the house knows; then she says so in front of the cashier,
// and the same act is sent with what she approved.

/** In which the house says that it is a supervisor's. */
const NEEDED = ["needs_supervisor", "void_limit"];

/**
 * @template T
 * @param {any} context
 * @param {import('./approval.js').Asked|(() => Promise<import('./approval.js').Asked>)} what
 * @param {(given: {approval: string|null, reason: string}) => Promise<T>} submit
 * @returns {Promise<T>}
 */
export async function withApproval(context, what, submit) {
  try {
    return await submit({ approval: null, reason: "" });
  } catch (error) {
    if (!NEEDED.includes(error.code)) throw error;
    const given = await context.approve(typeof what === "function" ? await what() : what);
    if (!given) throw error;
    return submit(given);
  }
}
