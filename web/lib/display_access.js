// SPDX-License-Identifier: MIT
// Which display this is. The address that the till gives has the token behind its #, which no server ever sees; from there it
// goes into this browser's memory, so that a reload, or the tablet's next morning, finds it again.

const KEY = "hippodrome.display.";
const FORM = /^([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/;

/** @typedef {{displayId: number, token: string}} Access */

/** @param {Access} access */
export const writeAccess = ({ displayId, token }) => `${displayId}.${token}`;

/** @param {string|null} text @returns {Access|null} */
export function readAccess(text) {
  const match = FORM.exec(text ?? "");
  return match ? { displayId: Number(match[1]), token: match[2] } : null;
}

/** The address of a till's display. @param {string} origin @param {number} tillId @param {Access} access */
export const addressOf = (origin, tillId, access) => `${origin}/display/?till=${tillId}#${writeAccess(access)}`;

/**
 * @param {{search: string, hash: string}} location
 * @param {Pick<Storage, 'getItem'|'setItem'|'removeItem'>|null} storage null where it is forbidden
 */
export function createAccess(location, storage) {
  const till = new URLSearchParams(location.search).get("till") ?? "";
  const name = KEY + till;
  const told = readAccess(location.hash.slice(1));
  /** Storage may be full, or its policy may have changed: then it lasts as long as the page. */
  const quietly = (act) => {
    try {
      return storage ? act(storage) : null;
    } catch {
      return null;
    }
  };
  return {
    /** @returns {Access|null} */
    take() {
      if (told) quietly((store) => store.setItem(name, writeAccess(told)));
      return told ?? readAccess(quietly((store) => store.getItem(name)));
    },
    forget: () => quietly((store) => store.removeItem(name)),
  };
}

/** What this browser remembers for a till's display. @param {Pick<Storage, 'getItem'>} storage @param {number} tillId */
export function rememberedAccess(storage, tillId) {
  return readAccess(storage.getItem(KEY + tillId));
}
