// SPDX-License-Identifier: MIT
// What columns and pages of the back office's lists have in common: times, amounts, names, links between the lists.

import { html, nothing } from "lit";
import { sayBet } from "../../lib/ticket_text.js";
import { writeAddress } from "../address.js";
import { placeOf } from "./names.js";

export const EVERYONE = ["admin", "auditor", "supervisor"];
export const OFFICE = ["admin", "auditor"];

/** A time of the house where it stands: RFC 3339 or milliseconds; null is none. */
export const moment = (at, { format, session }) =>
  at === null || at === undefined ? "" : format.moment(typeof at === "number" ? at : Date.parse(at), session.config?.timeZone);

/** An amount without its currency, which the column's head or the page has. */
export const bare = (minor, { money }) => (minor === null || minor === undefined ? "" : money(minor).replace(/\u00a0\S+$/, ""));

/** An amount for a file: units with a point. */
export function units(minor, { session }) {
  if (minor === null || minor === undefined) return null;
  const digits = session.config?.currencyDigits ?? 2;
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return `${minor < 0 ? "-" : ""}${whole}${digits ? `.${text.slice(-digits)}` : ""}`;
}

/** A column of an amount. */
export const amountColumn = (name, of) => ({
  name,
  isNumber: true,
  cell: (item, context) => bare(of(item), context),
  text: (item, context) => units(of(item), context),
});

/** A column of a time. The file has it as the house tells it. */
export const timeColumn = (name, of) => ({
  name,
  cell: (item, context) => moment(of(item), context),
  text: (item) => rfc3339(of(item)),
});

const rfc3339 = (at) => (typeof at === "number" ? new Date(at).toISOString() : at);

export const tillText = (till) => (till ? `${placeOf(till.shop, till.number)} ${till.name}` : "");
export const userText = (user) => user?.username ?? "";

export const betText = ({ market, selection }, t) => `${t(`market.${market}`)} ${sayBet(market, selection, t)}`;

/** A link to another list with some filters, where this role may open it. @param {string} page @param {object} query @param {any} text @param {any} context */
export const listLink = (page, query, text, context) =>
  context.mayOpen(page) ? html`<a href=${writeAddress({ page, query })}>${text}</a>` : text;

/** A link to where a thing is set, for who may set it. @param {string} page @param {string|number} id @param {any} text @param {any} context */
export const setLink = (page, id, text, context) =>
  context.mayOpen(page) ? html`<a href=${writeAddress({ page, id })}>${text}</a>` : text;

export const listButton = (page, query, text, context) =>
  context.mayOpen(page) ? html`<a class="button" href=${writeAddress({ page, query })}>${text}</a>` : nothing;

/** A word with its colour: how a thing stands. @param {string} state @param {string} text @param {string} [tone] good, bad or wait */
export const badge = (state, text, tone = "") =>
  html`<span class="find-badge" data-state=${state} data-tone=${tone || nothing}>${text}</span>`;

/** Facts as pairs; without a value there is no pair. @param {[string, any][]} pairs names of columns and what is there */
export const factsView = (pairs, { t }) => html`<dl class="find-facts">
  ${pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => html`<div><dt>${t(`find.column.${name}`)}</dt><dd>${value}</dd></div>`)}
</dl>`;
