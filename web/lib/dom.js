// SPDX-License-Identifier: MIT
// The few things done with the page's tree. Writes happen only when something changed: a kiosk repeats the
// same second for days, and untouched nodes cost nothing.

const SVG = "http://www.w3.org/2000/svg";

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

/** @param {(Node|string)[]} children */
export function element(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function shape(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Gives a node the colours of its runner. */
export function wear(node, silks) {
  node.style.setProperty("--silk", silks.base);
  node.style.setProperty("--silk-ink", silks.ink);
}

/** How crowded a card is, for the style sheets. */
export function sizeOf(count) {
  return count <= 6 ? "small" : count <= 12 ? "medium" : "large";
}
