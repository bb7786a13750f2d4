// SPDX-License-Identifier: MIT
// As much of a page's tree as a paper is made of, and its text.

const VOID = new Set(["hr", "wbr"]);
const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

class Node {
  constructor(name) {
    Object.assign(this, { name, className: "", attributes: {}, children: [] });
  }

  append(...children) {
    for (const child of children) this.children.push(child instanceof Node ? child : String(child));
  }

  setAttribute(name, value) {
    this.attributes[name] = String(value);
  }

  /** What a reader sees, a row a line. */
  get text() {
    const inner = this.children.map((child) => (typeof child === "string" ? child : child.text)).join("");
    return ["p", "hr", "svg"].includes(this.name) ? `${inner}\n` : inner;
  }

  /** The markup, with the many modules of a code left out. */
  markup(indent = "") {
    const attributes = Object.entries({ ...(this.className && { class: this.className }), ...this.attributes });
    const open = `<${this.name}${attributes.map(([name, value]) => ` ${name}="${name === "d" ? "…" : escape(value)}"`).join("")}>`;
    if (VOID.has(this.name)) return this.name === "wbr" ? open : `${indent}${open}\n`;
    if (["section", "div", "svg"].includes(this.name)) return `${indent}${open}\n${this.children.map((child) => child.markup(`${indent}  `)).join("")}${indent}</${this.name}>\n`;
    const inner = this.children.map((child) => (typeof child === "string" ? escape(child) : child.markup())).join("");
    return ["p", "path"].includes(this.name) ? `${indent}${open}${inner}</${this.name}>\n` : `${open}${inner}</${this.name}>`;
  }
}

export const fakeDocument = { createElement: (name) => new Node(name), createElementNS: (_, name) => new Node(name) };
