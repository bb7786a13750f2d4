// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import { test } from "node:test";

import { PATTERNS, contrast, inkOn, silksOf, tinted } from "../../web/lib/silks.js";

test("contrast is that of WCAG", () => {
  assert.equal(Math.round(contrast("#000000", "#ffffff")), 21);
  assert.equal(contrast("#777777", "#777777"), 1);
});

test("a number is readable on any colour a card may name", () => {
  for (let r = 0; r < 256; r += 51)
    for (let g = 0; g < 256; g += 51)
      for (let b = 0; b < 256; b += 51) {
        const color = `#${[r, g, b].map((c) => c.toString(16).padStart(2, "0")).join("")}`;
        assert.ok(contrast(color, inkOn(color)) >= 4.5, color);
      }
});

test("neighbours differ by pattern, not by colour alone", () => {
  const six = Array.from({ length: 6 }, (_, i) => silksOf({ number: i, color: "#c1121f" }, i).pattern);
  assert.equal(new Set(six).size, PATTERNS.length);
});

test("a card without a colour still gets silks", () => {
  for (const color of [undefined, null, "", "red", "#12", "#c1121f;x"]) {
    assert.match(silksOf({ number: 1, color }, 0).base, /^#[0-9a-f]{6}$/);
  }
  assert.equal(silksOf({ number: 1, color: "#C1121F" }, 0).base, "#c1121f");
});

test("tints move towards white and black and stop there", () => {
  assert.equal(tinted("#c1121f", 1), "#ffffff");
  assert.equal(tinted("#c1121f", -1), "#000000");
  assert.equal(tinted("#c1121f", 0), "#c1121f");
});
