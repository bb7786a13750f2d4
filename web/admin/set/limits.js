// SPDX-License-Identifier: MIT
// Limits of a shop, a till and a user: the same fields everywhere, and from when each holds.

/** In the order of the house. @type {readonly [string, 'now'|'round'][]} */
const KINDS = [
  ["stake", "round"],
  ["ticket", "round"],
  ["turnoverDay", "round"],
  ["credit", "round"],
  ["payout", "now"],
  ["payoutDay", "now"],
  ["cashOut", "now"],
  ["cashOutDay", "now"],
];

/** @param {(key: string) => string} t @returns {readonly import('./fields.js').Field[]} */
export const limitFields = (t) =>
  KINDS.map(([kind, when]) => ({
    name: `limits.${kind}`,
    kind: "amount",
    min: 1,
    when,
    longest: 18,
    label: t(`set.limit.${kind}`),
    none: t("set.limit_none"),
  }));
