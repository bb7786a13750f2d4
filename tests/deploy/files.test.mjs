// SPDX-License-Identifier: MIT
// Files that others read: a platform, and a Compose newer than the one that is tested here.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "../lib/setting.mjs";

const check = (program) => execFileSync(join(ROOT, "tests/deploy", program), { encoding: "utf8" });

test("render.yaml is what its schema says", () => check("blueprint"));

test("compose.yaml is what the Compose specification says", () => check("composefile"));
