// SPDX-License-Identifier: MIT
// The counter's keys: one meaning each. A key of a page is none of those that work everywhere, nor what a scanner begins with.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { EVERYWHERE, PAGE_KEYS } from "../../web/cashier/key_table.js";
import { READ_KEY } from "../../web/cashier/notices.js";
import { BOX, FIELD, MARKETS, PARITIES } from "../../web/lib/markets.js";
import { DEFAULT_PREFIX } from "../../web/lib/scan.js";

const source = (name) => readFileSync(new URL(`../../web/cashier/${name}.js`, import.meta.url), "utf8");
const shortcuts = Object.fromEntries(Object.keys(PAGE_KEYS).map((name) => [name, /shortcut: "(\w+)"/.exec(source(name))[1]]));

test("no key of a page does two things", () => {
  for (const [name, keys] of Object.entries(PAGE_KEYS)) {
    const all = [...Object.values(shortcuts), ...EVERYWHERE.map(({ key }) => key), ...keys.map(({ key }) => key)];
    assert.deepEqual(all.filter((key, i) => all.indexOf(key) !== i), [], name);
  }
});

test("no key of the page that sells is a letter of its line", () => {
  const letters = [...MARKETS.map(({ letter }) => letter), ...Object.keys(PARITIES), FIELD, BOX];
  assert.equal(new Set(letters).size, letters.length);
  assert.deepEqual(PAGE_KEYS.sell.filter(({ key }) => letters.includes(key)), []);
});

test("the scanner's prefix and the key that says read are those of the table", () => {
  for (const key of [DEFAULT_PREFIX.key, READ_KEY]) assert.ok(EVERYWHERE.some((each) => each.key === key), key);
});

test("no page listens for a function key that is not in the table", () => {
  const known = new Set([...Object.values(shortcuts), ...EVERYWHERE.map(({ key }) => key), ...PAGE_KEYS.sell.map(({ key }) => key), "F1"]);
  for (const name of ["app", "sell", "sell_view", "tickets", "till", "setup", "papers", "notices", "notices_view", "displays_strip", "displays_dialog", "pending_view", "shell"])
    for (const [, key] of source(name).matchAll(/"(F\d{1,2})"|>F\d{1,2}</g)) if (key) assert.ok(known.has(key), `${name}: ${key}`);
});
