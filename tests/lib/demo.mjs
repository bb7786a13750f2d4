// SPDX-License-Identifier: MIT
// A house of a test with the demonstration's days behind it (dev/demo.sql), and what its people sign in with.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "./setting.mjs";

const run = readFileSync(join(ROOT, "dev/run"), "utf8");
export const [, PASSWORD] = run.match(/^DEMO_PASSWORD=(\S+)$/m);
const [, HASH] = run.match(/^DEMO_HASH='(\S+)'$/m);

/** @param {{days: number, rounds: number}} size so many days before today, and rounds in each */
export const demonstrate = (house, { days, rounds }) => promisify(execFile)("psql", ["-XAtq", "-d", house.db.url("postgres"),
  "-v", `password=${HASH}`, "-v", `days=${days}`, "-v", `rounds=${rounds}`, "-f", join(ROOT, "dev/demo.sql")]);
