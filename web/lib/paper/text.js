// SPDX-License-Identifier: MIT
// Numbers, times and names as they stand on paper. Amounts are whole numbers of the smallest unit and are written digit by
// digit; the separators are fixed here, because a browser's own (U+202F) is in no character set of a printer.

/** The facts are not those of a paper: none is better than a wrong one. */
export class PaperError extends Error {
  code = "printer_facts";
}

const NO_BREAK_SPACE = "\u00a0";

/** Control characters become blanks; what would turn the direction of the text around it is left out. */
export const plain = (value) =>
  (typeof value === "string" ? value : "")
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
    .replace(/[\p{Cc}\u2028\u2029]/gu, " ");

export const join = (between, ...parts) => parts.filter(Boolean).join(between);

/**
 * @param {string} lang
 * @param {string} currency
 * @param {number} digits of an amount, behind the point
 */
export function createNumbers(lang, currency, digits) {
  const [thousands, point] = lang === "en" ? [",", "."] : [NO_BREAK_SPACE, ","];
  const decimal = (value, places) => {
    if (!Number.isSafeInteger(value)) throw new PaperError(`no whole number: ${value}`);
    const text = String(Math.abs(value)).padStart(places + 1, "0");
    const units = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/g, thousands);
    return (value < 0 ? "-" : "") + units + (places ? point + text.slice(-places) : "");
  };
  const amount = (minor) => decimal(minor, digits);
  const money = (minor) => join(NO_BREAK_SPACE, amount(minor), plain(currency));
  return {
    amount,
    money,
    signed: (minor) => (minor > 0 ? "+" : "") + money(minor),
    odds: (hundredths) => decimal(hundredths, 2),
    count: (number) => decimal(number, 0),
  };
}

/** "2026-11-23 13:21:40" in the form of the language; another text stays as it is. */
export function sayTime(local, lang) {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d:\d\d)$/.exec(local ?? "");
  if (!parts || lang === "en") return plain(local);
  const [, year, month, day, time] = parts;
  return `${day}/${month}/${year} ${time}`;
}

/** A moment of the api ("2026-11-23T18:21:40.123Z") as the house's clock shows it: "2026-11-23 13:21:40". */
export function localTime(moment, timeZone) {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  const form = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const part = Object.fromEntries(form.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}:${part.second}`;
}
