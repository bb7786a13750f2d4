// SPDX-License-Identifier: MIT
// What a form of the back office has in its fields: how a value is written there, what was typed means, what has changed, and
// the body that says so. Pure; the house checks everything again.

import { readAmount } from "../../lib/amount.js";

/**
 * @typedef {object} Field
 * @property {string} name of the body's member; a dot leads into one that is an object
 * @property {string} kind text, lines, amount, count, percent, seconds (of ms), day, choice, flag, password, hours, runners, entries or
 *   logo
 * @property {boolean} [isRequired]
 * @property {number} [longest] signs; of lines, each
 * @property {number} [lines] at most
 * @property {number|string} [min] of a day, YYYY-MM-DD
 * @property {number|string} [max]
 * @property {readonly {value: any, label: string}[]} [choices]
 * @property {boolean} [isRemark] goes along with a change, and is none by itself
 * @property {string} [when] a change of it holds from then on: now, round, print or sign_in
 * @property {string} [label] where it is not that of its name
 * @property {string} [hint]
 * @property {string} [unit] of a count
 * @property {string} [none] what no value means, in words
 * @property {string} [empty] the choice of none
 *
 * @typedef {{field: Field, from: any, to: any}} Change
 * @typedef {{changes: Change[], faults: Record<string, string>, values: Record<string, any>}} Reading
 */

/** Whole numbers that people write with a comma: millionths as percent, milliseconds as seconds. */
const PLACES = { percent: 4, seconds: 3 };

/** What stands in a field for a value. @param {Field} field @param {any} value @param {number} digits of the currency */
export function textOf(field, value, digits = 2) {
  if (["hours", "runners", "entries"].includes(field.kind)) return value ?? [];
  if (field.kind === "logo") return value ?? null;
  if (field.kind === "flag") return value === true;
  if (value === null || value === undefined) return "";
  if (field.kind === "lines") return value.join("\n");
  const places = { amount: digits, ...PLACES }[field.kind];
  return places === undefined ? String(value) : pointed(value, places, field.kind !== "amount");
}

/** 125000 with two digits is "1250", 125050 "1250,50"; where the end says nothing it is left out, 600 ms are "0,6". */
function pointed(value, digits, isShort) {
  const text = String(value).padStart(digits + 1, "0");
  const rest = digits ? text.slice(-digits) : "";
  if (!/[1-9]/.test(rest)) return digits ? text.slice(0, -digits) : text;
  return `${text.slice(0, -digits)},${isShort ? rest.replace(/0+$/, "") : rest}`;
}

/** @returns {{value: any}|{fault: string}} a fault is a code, as a problem has one */
export function readValue(field, text, digits = 2) {
  if (["flag", "hours", "runners", "entries", "logo"].includes(field.kind)) return { value: text };
  if (field.kind === "password")
    return text === "" && field.isRequired ? { fault: "wanted" } : { value: text === "" ? null : text };
  const trimmed = text.trim();
  if (trimmed === "" && field.kind !== "lines") return field.isRequired ? { fault: "wanted" } : { value: null };
  return READ[field.kind](field, trimmed, digits);
}

const READ = {
  text: (_field, text) => ({ value: text }),
  day: (field, text) => within(field, text),
  lines(field, text) {
    const value = text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return value.length > (field.lines ?? 4) ? { fault: "lines_many" } : { value };
  },
  amount(field, text, digits) {
    const value = readAmount(text, digits);
    return value === null ? { fault: "bad_amount" } : within(field, value);
  },
  count: (field, text) => (/^-?\d{1,15}$/.test(text) ? within(field, Number(text)) : { fault: "bad_number" }),
  percent: (field, text) => pointedValue(field, text.replace(/\s*%$/, "")),
  seconds: (field, text) => pointedValue(field, text.replace(/\s*s$/, "")),
  choice: (field, text) => ({ value: field.choices?.find(({ value }) => String(value) === text)?.value ?? null }),
};

function pointedValue(field, text) {
  const value = readAmount(text, PLACES[field.kind]);
  return value === null ? { fault: "bad_number" } : within(field, value);
}

const within = ({ min = -Infinity, max = Infinity }, value) =>
  value < min || value > max ? { fault: "out_of_bounds" } : { value };

/** A member of an object by its name with dots. @param {any} object @param {string} name */
export const memberOf = (object, name) => name.split(".").reduce((value, each) => value?.[each], object);

const isSame = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/**
 * What was typed, beside what holds.
 * @param {readonly Field[]} fields
 * @param {Record<string, any>} typed text by name, only of fields that somebody has touched
 * @param {any} current what holds; null: nothing yet, everything that is filled in is new
 * @param {number} [digits]
 * @returns {Reading}
 */
export function readForm(fields, typed, current, digits = 2) {
  /** @type {Reading} */
  const reading = { changes: [], faults: {}, values: {} };
  for (const field of fields) {
    const from = current === null ? undefined : memberOf(current, field.name);
    const text = Object.hasOwn(typed, field.name) ? typed[field.name] : textOf(field, from, digits);
    const read = readValue(field, text, digits);
    if ("fault" in read) reading.faults[field.name] = read.fault;
    else {
      reading.values[field.name] = read.value;
      const isEmpty = read.value === null || read.value === false || (Array.isArray(read.value) && read.value.length === 0);
      const isChange = !field.isRemark && (current === null ? !isEmpty : !isSame(read.value, from));
      if (isChange) reading.changes.push({ field, from, to: read.value });
    }
  }
  return reading;
}

/** The body that says what changed; names with dots are objects again. @param {readonly Change[]} changes */
export function bodyOf(changes) {
  const body = {};
  for (const { field, to } of changes) {
    const names = field.name.split(".");
    const last = names.pop();
    const object = names.reduce((inside, each) => {
      inside[each] ??= {};
      return inside[each];
    }, body);
    object[last] = to;
  }
  return body;
}

/** What an act has changed, as the journal tells it: names of members, with a dot into those that are objects. */
export function changedMembers(before, after) {
  if (!before || !after) return [];
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  return Object.keys(after).flatMap((name) => {
    if (isSame(before[name], after[name])) return [];
    const inner =
      isObject(before[name]) && isObject(after[name]) && name === "limits" ? changedMembers(before[name], after[name]) : null;
    return inner ? inner.map((each) => `${name}.${each}`) : [name];
  });
}

/** Codes of refusals that are about one field. */
const FIELD_OF = {
  username_taken: "username",
  number_taken: "number",
  name_taken: "name",
  password_common: "password",
  password_name: "password",
  setting_fixed: "value",
  settings_conflict: "value",
  card_return: "runners",
  runners: "runners",
};

/** Which field a refusal is about; null: the form as a whole. @param {{code: string, facts?: any}} problem @param {readonly Field[]} fields */
export function fieldOf({ code, facts = {} }, fields) {
  const said = ["limit_wider", "limit_too_low"].includes(code) ? `limits.${facts.kind}` : (FIELD_OF[code] ?? facts.name);
  const named = fields.find(({ name }) => name === said) ?? fields.find(({ name }) => String(said).startsWith(`${name}.`));
  return named?.name ?? null;
}
