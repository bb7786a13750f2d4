// SPDX-License-Identifier: MIT
// A table as a spreadsheet takes it: RFC 4180 with a byte-order mark, in UTF-8. No text in it is a formula, as in the reports that
// the api writes (api/csv.c).

const MARK = "\ufeff";
/** Also in the wide forms of East Asia, which some spreadsheets read as the narrow ones. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
/** A number is none, whatever it begins with. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** @param {readonly string[]} names @param {readonly (readonly (string|number|boolean|null|undefined)[])[]} rows @returns {string} */
export const csvOf = (names, rows) => MARK + [names, ...rows].map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");

function cellOf(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = NUMBER.test(value) ? value : plain(value);
  return /[,;|\t"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A spreadsheet that expects semicolons or tabs begins a cell behind each of them, quotation marks or not. */
function plain(text) {
  let written = "";
  let isStart = true;
  for (const character of text) {
    if (isStart && FORMULA.test(character)) written += "'";
    isStart = /[;|\t\r\n]/.test(character) || (isStart && /[ "]/.test(character));
    written += character;
  }
  return written;
}
