// SPDX-License-Identifier: MIT
// An amount as people type it: blanks part thousands, a comma or a point the hundredths. Amounts are whole numbers of the
// smallest unit, so no float ever holds one.

/**
 * @param {string} text
 * @param {number} places how many digits of the currency stand behind the comma
 * @returns {number|null} minor units; null: that is no amount
 */
export function readAmount(text, places = 2) {
  const match = /^(\d{1,12})(?:[.,](\d*))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ""));
  if (!match) return null;
  const [, units, rest = ""] = match;
  return rest.length > places ? null : Number(units + rest.padEnd(places, "0"));
}
