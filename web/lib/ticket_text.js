// SPDX-License-Identifier: MIT
// A ticket's number, code and bets as people write and read them.

/** A number as people type it, as the house writes it; null when it cannot be one. */
export function readNumber(text) {
  const number = text
    .toUpperCase()
    .replace(/\s/g, "")
    .replace(/[\u2010-\u2015\u2212]/g, "-");
  return /^\d{2,3}-\d{6,11}-[\dX]$/.test(number) ? number : null;
}

/** A code as people type it: in groups, small, with letters that look like digits. */
export function readCode(text) {
  const code = text.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{8}$/.test(code) ? code : null;
}

/** @param {(key: string, values?: object) => string} t */
export function sayBet(market, selection, t) {
  if (market === "odd_even") return t(`selection.${selection}`);
  const runners = selection.split("-");
  return market === "duel" ? t("selection.duel", { first: runners[0], second: runners[1] }) : runners.join("\u2013");
}
