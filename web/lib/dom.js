// SPDX-License-Identifier: MIT
// The few things done with what stands in a page's html; what comes and goes is Lit's. Writes happen only when something
// changed: a kiosk repeats the same second for days, and untouched nodes cost nothing.

/** @param {string} id @returns {any} whatever element has it */
export const byId = (id) => document.getElementById(id);

/** @param {string} selector @returns {HTMLElement[]} */
export const all = (selector) => Array.from(document.querySelectorAll(selector));

export function setText(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

export function setAttribute(node, name, value) {
  if (value === null) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

export function show(node, visible) {
  if (node.hidden === visible) node.hidden = !visible;
}

/** How crowded a card is, for the style sheets. */
export function sizeOf(count) {
  return count <= 6 ? "small" : count <= 12 ? "medium" : "large";
}
