// SPDX-License-Identifier: MIT
// What the display knows of its till: a pure reducer, and what of it may be seen at a moment. A picture ends by itself: a till
// whose line is silent has nobody who could clear it.

/**
 * @typedef {import("house-api").components["schemas"]["Picture"]} Picture
 *
 * @typedef {object} Ticket
 * @property {'joining'|'open'|'unknown'|'revoked'} access
 * @property {any} till
 * @property {Picture|null} picture
 * @property {number} until server time at which it ends
 */

/** The newest lines: more cannot be read from two metres away. */
export const LINES_SHOWN = 6;

/** @param {boolean} hasToken @returns {Ticket} */
export function emptyTicket(hasToken) {
  return { access: hasToken ? "joining" : "unknown", till: null, picture: null, until: 0 };
}

/**
 * @param {Ticket} ticket
 * @param {{event: string, data?: any}} message of the display's own channel
 * @returns {Ticket}
 */
export function reduceTicket(ticket, { event, data }) {
  if (ticket.access === "revoked") return ticket;
  switch (event) {
    case "subscribed":
      return { access: "open", till: data.till, picture: data.picture, until: data.until ?? 0 };
    case "display_picture":
      return { ...ticket, picture: data.picture, until: data.until };
    case "display_revoked":
    case "refused":
      return { ...emptyTicket(true), access: "revoked" };
    default:
      return ticket;
  }
}

/**
 * @param {Ticket} ticket
 * @param {number} now server time; NaN when it is not known
 * @returns {{show: 'joining'|'unknown'|'revoked'|'idle'|'draft'|'sold', picture: Picture|null}}
 */
export function shown(ticket, now) {
  if (ticket.access !== "open") return { show: ticket.access, picture: null };
  const { picture } = ticket;
  const isSeen = picture !== null && picture.kind !== "idle" && now < ticket.until;
  return isSeen ? { show: picture.kind, picture } : { show: "idle", picture: null };
}

/** The newest lines of a ticket, and how many there are besides. @param {Picture} picture */
export function linesShown({ lines }) {
  const all = lines ?? [];
  return { lines: all.slice(-LINES_SHOWN), more: Math.max(0, all.length - LINES_SHOWN) };
}
