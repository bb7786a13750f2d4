// SPDX-License-Identifier: MIT
// The pages of the back office, in the order of the navigation. Each is a chunk of its own that is loaded when it is opened:
// {name, initial, reduce, view} and, for what it has to do besides: enter(context) when its address is opened or has changed,
// keys(event, slice, context), keyTable for the help, after(context, before) after each change of the state while it is seen.

import { findAny, findRound, findTicket } from "./find/search.js";

/**
 * @typedef {object} Entry
 * @property {string} name   of its slice and its words: page.NAME
 * @property {string} path   in the address
 * @property {string} key    after g
 * @property {'watch'|'find'|'set'|'prove'} group
 * @property {readonly string[]} roles that the house lets do what is on it
 * @property {() => Promise<any>} load
 * @property {(text: string) => import('./address.js').Address|null} [find] where what somebody typed into the search is, if it
 *   can be of this page
 */

/** @type {readonly Entry[]} */
export const PAGES = [
  {
    name: "day",
    path: "day",
    key: "d",
    group: "watch",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./day.js")).day,
  },
  {
    name: "ticket_list",
    path: "tickets",
    key: "t",
    group: "find",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./find/ticket_list.js")).ticketList,
    find: findTicket,
  },
  {
    name: "round_list",
    path: "rounds",
    key: "r",
    group: "find",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./find/round_list.js")).roundList,
    find: findRound,
  },
  {
    name: "till_list",
    path: "tills",
    key: "c",
    group: "find",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./find/till_list.js")).tillList,
  },
  {
    name: "session_list",
    path: "sessions",
    key: "s",
    group: "find",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./find/session_list.js")).sessionList,
  },
  {
    name: "movement_list",
    path: "movements",
    key: "m",
    group: "find",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./find/movement_list.js")).movementList,
  },
  {
    name: "user_list",
    path: "people",
    key: "e",
    group: "find",
    roles: ["admin", "auditor"],
    load: async () => (await import("./find/user_list.js")).userList,
  },
  {
    name: "shop_list",
    path: "shops",
    key: "w",
    group: "find",
    roles: ["admin", "auditor"],
    load: async () => (await import("./find/shop_list.js")).shopList,
  },
  {
    name: "audit_list",
    path: "audit",
    key: "j",
    group: "find",
    roles: ["admin", "auditor"],
    load: async () => (await import("./find/audit_list.js")).auditList,
  },
  {
    name: "search",
    path: "search",
    key: "f",
    group: "find",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./find/search_page.js")).search,
    find: findAny,
  },
  {
    name: "proof",
    path: "proof",
    key: "p",
    group: "prove",
    roles: ["admin", "auditor"],
    load: async () => (await import("./find/proof_page.js")).proof,
  },
  {
    name: "reports",
    path: "reports",
    key: "o",
    group: "watch",
    roles: ["admin", "auditor", "supervisor"],
    load: async () => (await import("./reports.js")).reports,
  },
  {
    name: "house",
    path: "house",
    key: "h",
    group: "set",
    roles: ["admin", "auditor"],
    load: async () => (await import("./house.js")).house,
  },
  {
    name: "places",
    path: "places",
    key: "b",
    group: "set",
    roles: ["admin"],
    load: async () => (await import("./places.js")).places,
  },
  {
    name: "staff",
    path: "staff",
    key: "u",
    group: "set",
    roles: ["admin"],
    load: async () => (await import("./staff.js")).staff,
  },
  {
    name: "settings",
    path: "settings",
    key: "x",
    group: "set",
    roles: ["admin", "auditor"],
    load: async () => (await import("./settings.js")).settings,
  },
  {
    name: "paper",
    path: "paper",
    key: "i",
    group: "set",
    roles: ["admin"],
    load: async () => (await import("./paper.js")).paper,
  },
  {
    name: "cards",
    path: "cards",
    key: "k",
    group: "set",
    roles: ["admin", "auditor"],
    load: async () => (await import("./cards.js")).cards,
  },
  {
    name: "safes",
    path: "safes",
    key: "v",
    group: "set",
    roles: ["admin", "supervisor"],
    load: async () => (await import("./safes.js")).safes,
  },
  {
    name: "commissions",
    path: "commissions",
    key: "n",
    group: "set",
    roles: ["admin"],
    load: async () => (await import("./commissions.js")).commissions,
  },
  {
    name: "taxes",
    path: "taxes",
    key: "a",
    group: "set",
    roles: ["admin"],
    load: async () => (await import("./taxes.js")).taxes,
  },
];

export const GROUPS = ["watch", "find", "set", "prove"];

/** @param {string|undefined} role @param {readonly Entry[]} [pages] */
export const pagesOf = (role, pages = PAGES) => pages.filter(({ roles }) => roles.includes(role));

/** The page of an address, where this role may see it; of no address the first one. @returns {Entry|undefined} */
export function pageAt(address, role, pages = PAGES) {
  const open = pagesOf(role, pages);
  return address.page === "" ? open[0] : open.find(({ path }) => path === address.page);
}

/** Where what was typed into the search is. */
export function findIn(text, role, pages = PAGES) {
  for (const page of pagesOf(role, pages)) {
    const address = page.find?.(text.trim());
    if (address) return address;
  }
  return null;
}
