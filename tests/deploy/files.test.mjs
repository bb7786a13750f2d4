// SPDX-License-Identifier: MIT
// Files that others read: a platform, and a Compose newer than the one that is tested here.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { blocks, PAGES } from "../lib/manual.mjs";
import { ROOT } from "../lib/setting.mjs";

const check = (program) => execFileSync(join(ROOT, "tests/deploy", program), { encoding: "utf8" });

test("render.yaml is what its schema says", () => check("blueprint"));

test("compose.yaml is what the Compose specification says", () => check("composefile"));

test("every command of the manual has a name, and some test types it", () => {
  const tests = ["compose", "deploy"].flatMap((folder) => readdirSync(join(ROOT, "tests", folder)).filter((name) => name.endsWith(".mjs")).map((name) => readFileSync(join(ROOT, "tests", folder, name), "utf8"))).join("\n");
  const names = PAGES.flatMap((page) => blocks(page).map(({ name, commands }) => name ?? commands));
  assert.ok(names.length >= 20, `${names.length} blocks`);
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
  assert.deepEqual(names.filter((name) => !tests.includes(`"${name}"`)), []);
});
