// SPDX-License-Identifier: MIT
// A list's filters: as they stand in the address, and as the house is asked. Amounts are in units of the currency where people
// read them, whole numbers of its smallest for the house.

/**
 * @typedef {object} Filter
 * @property {string} name  in the address, and of the api's parameter
 * @property {'text'|'day'|'number'|'amount'|'choice'|'till'|'shop'|'user'} kind
 * @property {readonly string[]} [choices]
 * @property {string} [words] the choices' words: find.WORDS.CHOICE
 * @property {readonly string[]} [roles] who may filter by it; all without
 * @property {boolean} [isRare] stands behind "more filters"
 */

const FORMS = {
  text: /^[^\p{Cc}]{1,100}$/u,
  day: /^\d{4}-\d\d-\d\d$/,
  number: /^[1-9]\d{0,14}$/,
  till: /^[1-9]\d{0,8}$/,
  shop: /^[1-9]\d{0,8}$/,
  user: /^[1-9]\d{0,8}$/,
};

/** Units of the currency as somebody types them, with a point or a comma; null: no amount. @returns {number|null} minor units */
export function minorOf(text, digits) {
  const [, units, rest = ""] = /^(\d{1,12})(?:[.,](\d{1,4}))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, "")) ?? [];
  if (!units || rest.length > digits) return null;
  return Number(units + rest.padEnd(digits, "0"));
}

/** @param {Filter} filter @param {string} text @param {number} digits of the currency @returns {string|null} for the api; null: not such a thing */
export function askedValue(filter, text, digits) {
  if (filter.kind === "amount") {
    const minor = minorOf(text, digits);
    return minor ? String(minor) : null;
  }
  const isGood = filter.kind === "choice" ? filter.choices.includes(text) : FORMS[filter.kind].test(text);
  return isGood ? text : null;
}

/**
 * What to ask the house for an address: its filters, and which of them says nothing that can be asked.
 * @param {readonly Filter[]} filters
 * @param {Record<string, string>} query
 * @param {number} [digits]
 * @returns {{asked: Record<string, string>, bad: string[]}}
 */
export function askedBy(filters, query, digits = 2) {
  /** @type {Record<string, string>} */
  const asked = {};
  const bad = [];
  for (const filter of filters) {
    const text = query[filter.name];
    if (text === undefined) continue;
    const value = askedValue(filter, text, digits);
    if (value === null) bad.push(filter.name);
    else asked[filter.name] = value;
  }
  return { asked, bad };
}

/** A path of the api with some parameters; what is null, undefined or empty is left out. */
export function pathWith(path, parameters) {
  const filled = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}
