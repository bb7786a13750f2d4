// SPDX-License-Identifier: MIT
// Every code that the contract has is said in French, English and Haitian Creole: api/sentence_requests.c, sentence_rules.c.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { operations } from "../lib/contract.mjs";
import { ROOT } from "../lib/setting.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
const tables = ["requests", "rules"].map((name) => read(`api/sentence_${name}.c`));
/** {code, said}: said is undefined in a row that is for whatever English sentence. */
const rows = tables.map((text) => [...text.matchAll(/^ {4}\{"([a-z_]+)",\s*(NULL|"(?:[^"\\]|\\.)*")/gm)].map(([, code, said]) => ({ code, said: said === "NULL" ? undefined : said })));
const codes = new Set(operations.flatMap((one) => Object.keys(one.responses).filter((status) => status >= 400).flatMap((status) => one.codes(status))));
for (const [, code] of read("deploy/messages.md").split("## Codes of problems")[1].matchAll(/^\| `([a-z_]+)` \|/gm)) codes.add(code);
codes.delete("parameter"); // the member that names one

test("each code has a row for whatever the rule says", () => {
  assert.ok(codes.size > 60, [...codes].join(" "));
  const said = new Set(rows.flat().filter((row) => row.said === undefined).map(({ code }) => code));
  assert.deepEqual([...codes].filter((code) => !said.has(code)).sort(), [], "add them to api/sentence_rules.c, with French, English (or NULL) and Creole");
});

test("the rows stand in the order of their codes, and none behind one that takes everything and needs no fact", () => {
  for (const [i, table] of rows.entries()) {
    assert.ok(table.length > 30);
    assert.equal(table.length, tables[i].match(/^ {4}\{"/gm).length, "every row is read by this test");
    const order = table.map(({ code }) => code);
    assert.deepEqual(order, [...order].sort());
    for (const [j, row] of table.entries()) if (row.said !== undefined) assert.ok(!table.slice(0, j).some((other) => other.code === row.code && other.said === undefined), row.said);
  }
});
