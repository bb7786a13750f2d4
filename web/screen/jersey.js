// SPDX-License-Identifier: MIT
// The silks as a picture: a jersey in the runner's colour and pattern.

import { shape } from "../lib/dom.js";

const TRUNK = "M19 9 28 6q4 5 8 0l9 3v46q-13 5-26 0z";
const LEFT_SLEEVE = "M19 9 4 20l7 11 8-6z";
const RIGHT_SLEEVE = "M45 9 60 20l-7 11-8-6z";

const PATTERNS = {
  plain: () => [],
  sash: (fill) => [shape("path", { d: "M19 12 45 42v11L19 23z", fill })],
  hoops: (fill) => [16, 30, 44].map((y) => shape("path", { d: `M19 ${y}h26v7H19z`, fill })),
  halves: (fill) => [shape("path", { d: "M32 8.600q2-.6 4-2.600l9 3v46q-6.500 2.500-13 2.500z", fill })],
  chevron: (fill) => [shape("path", { d: "M19 24 32 36 45 24v9L32 45 19 33z", fill })],
  spots: (fill) =>
    [
      [25, 17],
      [39, 17],
      [32, 27],
      [25, 37],
      [39, 37],
      [32, 47],
    ].map(([cx, cy]) => shape("circle", { cx, cy, r: 3.4, fill })),
};

/** @param {ReturnType<import('../lib/silks.js').silksOf>} silks */
export function jersey(silks, className) {
  const { base, accent, pattern } = silks;
  const edge = "#1b0d24";
  const sleeve = pattern === "plain" ? base : accent;
  return shape(
    "svg",
    { viewBox: "0 0 64 60", class: className, "aria-hidden": "true" },
    shape("path", { d: LEFT_SLEEVE, fill: sleeve }),
    shape("path", { d: RIGHT_SLEEVE, fill: sleeve }),
    shape("path", { d: TRUNK, fill: base }),
    ...PATTERNS[pattern](accent),
    shape("path", {
      d: `${TRUNK}${LEFT_SLEEVE}${RIGHT_SLEEVE}`,
      fill: "none",
      stroke: edge,
      "stroke-width": 1.8,
      "stroke-linejoin": "round",
    }),
    shape("path", { d: "M28 6q4 5 8 0", fill: "none", stroke: edge, "stroke-width": 2.2 }),
  );
}
