// SPDX-License-Identifier: MIT
// What somebody typed, pasted or scanned, and where it is: a ticket by its number or its QR code, a round by its number. Anything else
// is looked up among tills, users and shops.

import { parse as parseCode } from "../../lib/ticket_code.js";
import { readNumber } from "../../lib/ticket_text.js";

/** @typedef {import('../address.js').Address} Address */

/** @param {string} page @param {string} id @returns {Address} */
const at = (page, id) => ({ page, id, query: {} });

/** The code of a ticket stays out of the address, which lies about in histories. @param {string} text @returns {Address|null} */
export function findTicket(text) {
  const number = parseCode(text)?.number ?? readNumber(text);
  return number ? at("tickets", number) : null;
}

/** Their numbers begin with 10000001. @param {string} text @returns {Address|null} */
export const findRound = (text) => (/^[1-9]\d{7,14}$/.test(text) ? at("rounds", text) : null);

/** @param {string} text @returns {Address|null} */
export const findAny = (text) => (text ? { page: "search", id: null, query: { q: text.slice(0, 100) } } : null);
