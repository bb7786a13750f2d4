// SPDX-License-Identifier: MIT
// The names behind the numbers that lists are filtered by: tills, shops, users. Fetched once, as far as the role may see them.

const PAGE = 100;
/** So many are offered; a house with more filters by a link from what it sees. */
const MAX = 1_000;

const SOURCES = {
  till: {
    roles: ["admin", "auditor", "supervisor"],
    path: "/tills",
    read: ({ tillId, number, name, shop }) => ({ id: tillId, text: `${placeOf(shop, number)} ${name}` }),
  },
  shop: {
    roles: ["admin", "auditor"],
    path: "/admin/shops",
    read: ({ shopId, number, name }) => ({ id: shopId, text: `${number} ${name}` }),
  },
  user: {
    roles: ["admin", "auditor"],
    path: "/admin/users",
    read: ({ userId, username, displayName }) => ({
      id: userId,
      text: username === displayName ? username : `${username} · ${displayName}`,
    }),
  },
};

/** @typedef {{id: number, text: string}} Named */

/** A till's number as tickets begin with it. */
export const placeOf = (shop, number) => `${shop.number}-${String(number).padStart(2, "0")}`;

/** @type {Map<string, {of: number, all: Named[]}>} */
const known = new Map();

/** @param {string} kind @param {any} context @returns {readonly Named[]} */
export const namesOf = (kind, { session }) => {
  const found = known.get(kind);
  return found?.of === session.user.userId ? found.all : [];
};

export const mayName = (kind, { session }) => SOURCES[kind].roles.includes(session.user.role);

/** Fetches them, if nobody has. @param {string} kind @param {any} context @param {() => void} done */
export async function learn(kind, context, done) {
  const { userId } = context.session.user;
  if (!mayName(kind, context) || known.get(kind)?.of === userId) return;
  const { path, read } = SOURCES[kind];
  const all = [];
  known.set(kind, { of: userId, all });
  try {
    let before = null;
    do {
      const page = await context.api.get(`${path}?limit=${PAGE}${before === null ? "" : `&before=${before}`}`);
      all.push(...page.items.map(read));
      before = page.next;
    } while (before !== null && all.length < MAX);
    all.sort((one, other) => one.text.localeCompare(other.text));
    done();
  } catch {
    known.delete(kind);
  }
}
