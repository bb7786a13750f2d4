// SPDX-License-Identifier: MIT
// The silks as a picture: a jersey in the runner's colour and pattern.

import { html, svg } from "lit";

const EDGE = "#1b0d24";
const TRUNK = "M19 9 28 6q4 5 8 0l9 3v46q-13 5-26 0z";
const LEFT_SLEEVE = "M19 9 4 20l7 11 8-6z";
const RIGHT_SLEEVE = "M45 9 60 20l-7 11-8-6z";

const piece = (d, fill) => svg`<path d=${d} fill=${fill}></path>`;
const line = (d, width) => svg`<path d=${d} fill="none" stroke=${EDGE} stroke-width=${width} stroke-linejoin="round"></path>`;

const SPOTS = [
  [25, 17],
  [39, 17],
  [32, 27],
  [25, 37],
  [39, 37],
  [32, 47],
];
const PATTERNS = {
  plain: () => [],
  sash: (fill) => piece("M19 12 45 42v11L19 23z", fill),
  hoops: (fill) => [16, 30, 44].map((y) => piece(`M19 ${y}h26v7H19z`, fill)),
  halves: (fill) => piece("M32 8.600q2-.6 4-2.600l9 3v46q-6.500 2.500-13 2.500z", fill),
  chevron: (fill) => piece("M19 24 32 36 45 24v9L32 45 19 33z", fill),
  spots: (fill) => SPOTS.map(([x, y]) => svg`<circle cx=${x} cy=${y} r="3.4" fill=${fill}></circle>`),
};

/** @param {ReturnType<import('../lib/silks.js').silksOf>} silks @param {string} className */
export function jersey({ base, accent, pattern }, className) {
  const sleeve = pattern === "plain" ? base : accent;
  return html`<svg viewBox="0 0 64 60" class=${className} aria-hidden="true">
    ${[piece(LEFT_SLEEVE, sleeve), piece(RIGHT_SLEEVE, sleeve), piece(TRUNK, base)]}
    ${PATTERNS[pattern](accent)}
    ${[line(`${TRUNK}${LEFT_SLEEVE}${RIGHT_SLEEVE}`, 1.8), line("M28 6q4 5 8 0", 2.2)]}
  </svg>`;
}
