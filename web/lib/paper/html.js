// SPDX-License-Identifier: MIT
// A paper for the browser's printer. Text goes into the page as text nodes, so nothing that the facts say is ever markup; what
// it looks like stands in paper.css.

import { dotsOf } from "./picture.js";
import { qrModules } from "./qr.js";

const SVG = "http://www.w3.org/2000/svg";

/** Each run of dark modules of a row is one rectangle. */
function modulesPath(modules) {
  const parts = [];
  modules.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const from = x;
      while (row[x]) x++;
      if (x > from) parts.push(`M${from} ${y}h${x - from}v1h-${x - from}z`);
    }
  });
  return parts.join("");
}

/** @param {Document} document */
function createMaker(document) {
  const make = (name, className, ...children) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    node.append(...children);
    return node;
  };
  function svgOf(dots, name, said) {
    const svg = document.createElementNS(SVG, "svg");
    const all = { ...name, viewBox: `0 0 ${dots[0].length} ${dots.length}`, "shape-rendering": "crispEdges", ...said };
    for (const [each, value] of Object.entries(all)) svg.setAttribute(each, value);
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", modulesPath(dots));
    svg.append(path);
    return svg;
  }
  const row = ({ ink, centred, text }) => make("p", `ink-${ink}${centred ? " centred" : ""}`, text);
  return {
    make,
    row,
    pair: ({ ink, label, value }) => make("p", `ink-${ink} pair`, make("span", "", label), " ", make("b", "", value)),
    runner: ({ number, name }) => make("p", "ink-strong runner", make("b", "", number), " ", make("span", "", name)),
    box: ({ title, rows }) =>
      make(
        "div",
        "box",
        row({ ink: "title", centred: true, text: title }),
        ...rows.map((text) => row({ ink: "strong", centred: true, text })),
      ),
    hash: ({ label, rows }) =>
      make("div", "", row({ ink: "small", centred: false, text: label }), ...rows.map((text) => make("p", "ink-hash", text))),
    // May wrap at its slashes.
    address: ({ text }) =>
      make(
        "p",
        "ink-small",
        ...text.match(/[^/]*\/|[^/]+/g).flatMap((part, index) => (index ? [make("wbr", ""), part] : [part])),
      ),
    signature: ({ label }) => make("div", "signature", row({ ink: "small", centred: false, text: label })),
    rule: ({ dashed }) => make("hr", dashed ? "dashed" : ""),
    qr: ({ text }) => {
      const modules = qrModules(text);
      return svgOf(modules, { class: "qr", "data-modules": String(modules.length) }, { role: "img", "aria-label": text });
    },
    // It says nothing that the house's name under it does not say.
    picture: (block) => svgOf(dotsOf(block), { class: "picture", width: `${block.width / 8}mm` }, { "aria-hidden": "true" }),
  };
}

/**
 * @param {import("./papers.js").Paper} paper
 * @param {{lang: string, roll: number, document: Document}} how `roll`: its width, 48, 58 or 80 mm
 * @returns {HTMLElement}
 */
export function renderPaper(paper, { lang, roll, document }) {
  /** @type {any} */
  const maker = createMaker(document);
  const node = maker.make("section", "paper", ...paper.blocks.map((block) => maker[block.is](block)));
  node.setAttribute("data-roll", String(roll));
  node.setAttribute("lang", lang);
  node.setAttribute("aria-label", paper.title);
  return node;
}
