// SPDX-License-Identifier: MIT
// deploy/messages.md names every line that a daemon can log and every code that an answer can have, and no other.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../lib/setting.mjs";

const read = (path) => readFileSync(join(ROOT, path), "utf8");
const page = read("deploy/messages.md");
const table = (heading) => {
  const part = page.slice(page.indexOf(`## ${heading}`)).split("\n## ")[0].replace(/^## /, "");
  return [...part.matchAll(/^\| `([a-z_]+)` \| (.+) \|$/gm)].map(([, name, rest]) => [name, ...rest.split(" | ")]);
};
const sources = (folder, end) => readdirSync(join(ROOT, folder), { recursive: true }).filter((name) => name.endsWith(end)).map((name) => join(folder, name));

test("every log line is explained, with who says it and how loudly", () => {
  const said = {};
  const note = (event, room, level) => {
    said[event] ??= { rooms: new Set(), levels: new Set() };
    said[event].rooms.add(room);
    said[event].levels.add(level);
  };
  for (const room of ["common", "api", "gateway", "scheduler"])
    for (const file of sources(room, ".c")) {
      const text = read(file);
      for (const [, level, first] of text.matchAll(/\blog_(error|warn|info|debug)\(([^,]+),/g)) {
        const literals = [...first.matchAll(/"([a-z_]+)"/g)].map(([, event]) => event);
        if (literals.length) for (const event of literals) note(event, room, level);
        else if (!file.endsWith("common/log.c")) assert.equal(`${file}: ${first}`, "scheduler/transition.c: transition->event", "an event whose name this test cannot read");
      }
    }
  for (const [, level, event] of read("common/log.c").matchAll(/begin_line\(line, LOG_LEVEL_([A-Z]+), "([a-z_]+)"\)/g)) note(event, "common", level.toLowerCase());
  for (const [, event] of read("scheduler/transition.c").matchAll(/\{"[a-z]+", "([a-z_]+)", "[a-z]+", \w+\}/g)) note(event, "scheduler", "info");
  const told = Object.fromEntries(table("Log lines").map(([event, rooms, level]) => [event, { rooms, level }]));
  assert.deepEqual(Object.keys(told), Object.keys(said).sort());
  for (const [event, { rooms, levels }] of Object.entries(said)) {
    assert.equal(told[event].rooms, [...rooms].sort().join(", "), event);
    assert.equal(told[event].level, [...levels].sort().join(", "), event);
  }
});

test("every code of a problem is explained, with its status", () => {
  const codes = {};
  const note = (code, status) => (codes[code] ??= new Set()).add(status);
  for (const [, status, code] of read("api/problem.c").matchAll(/\[PROBLEM_\w+\] = \{(\d+), "([a-z_]+)"/g)) note(code, status);
  for (const file of sources("sql/functions", ".sql")) {
    const text = read(file);
    for (const [, status, code] of text.matchAll(/hippo\.refuse\(\s*(\d+),\s*'([a-z_]+)'/g)) note(code, status);
    // Limits are handed on by name to one function, which refuses with 409.
    for (const [, code] of text.matchAll(/'(cap_[a-z_]+)'/g)) note(code, "409");
    if (file.endsWith("hippo/cash_limit_require.sql")) for (const [, code] of text.matchAll(/'(limit_[a-z_]+)'/g)) note(code, "409");
    // So are the reasons for which a card must not run.
    if (file.endsWith("hippo/card_faults.sql")) for (const [, code] of text.matchAll(/'(card_[a-z]+)'/g)) note(code, "409");
  }
  assert.match(read("Caddyfile"), /\tdefault unavailable "/);
  note("unavailable", "5xx");
  const told = Object.fromEntries(table("Codes of problems").map(([code, status]) => [code, status]));
  assert.deepEqual(told, Object.fromEntries(Object.keys(codes).sort().map((code) => [code, [...codes[code]].sort().join(", ")])));
});
