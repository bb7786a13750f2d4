// SPDX-License-Identifier: MIT
// The address of what a page shows, behind the #, where no server and no log of one sees it: #/tickets/K7-31?state=won&from=2026-11-30
// is the page `tickets`, of which one thing is open, and how its list is filtered. Links, back and forward, and bookmarks work by it.

/**
 * @typedef {object} Address
 * @property {string} page  "" is the first one
 * @property {string|null} id of the one thing that is open
 * @property {Record<string, string>} query what the list is filtered by; nothing in it is empty
 */

/** @param {string} hash as location.hash has it @returns {Address} */
export function readAddress(hash) {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split(/\?(.*)/s);
  const [page, ...rest] = path.split("/");
  const id = rest.join("/");
  return { page, id: id === "" ? null : decoded(id), query: filled(Object.fromEntries(new URLSearchParams(query))) };
}

/** @param {{page: string, id?: string|number|null, query?: Record<string, any>}} address @returns {string} for a link's href */
export function writeAddress({ page, id = null, query = {} }) {
  const path = id === null ? page : `${page}/${encodeURIComponent(id)}`;
  const text = new URLSearchParams(filled(query)).toString();
  return `#/${path}${text && `?${text}`}`;
}

/** The same page with other filters. What is null, undefined or empty goes. @param {Address} address @returns {Address} */
export const withQuery = (address, changes) => ({ ...address, query: filled({ ...address.query, ...changes }) });

/** @param {Address} one @param {Address} other */
export const isSameAddress = (one, other) => writeAddress(one) === writeAddress(other);

const filled = (query) =>
  Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== null && value !== undefined && value !== "")
      .map(([name, value]) => [name, String(value)]),
  );

/** Somebody may have typed half a sign. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
