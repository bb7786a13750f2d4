// SPDX-License-Identifier: MIT
// Small things that this browser remembers. Storage may be forbidden, full or damaged: then they last as long as the page.

const here = new Map();

/** @param {string} key @param {any} value null forgets it */
export function remember(key, value) {
  here.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Kept for this page only.
  }
}

/** @param {string} key @returns {any} null where there is nothing that can be read */
export function remembered(key) {
  if (here.has(key)) return here.get(key);
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
