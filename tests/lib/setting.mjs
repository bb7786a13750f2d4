// SPDX-License-Identifier: MIT
// Where the tests run: the tree, the binaries under test, and how patient to be with them.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const SANITIZE = process.env.SANITIZE === "1";
export const BUILD = resolve(ROOT, process.env.BUILD ?? (SANITIZE ? "build/sanitize" : "build"));
export const IS_ROOT = process.getuid() === 0;
/** PostgreSQL refuses to run as root, so it gets the account that its package made. */
export const PG_USER = IS_ROOT ? "postgres" : null;

const versions = "/usr/lib/postgresql";
/** Debian's newest, or another one: tests/postgres/fetch. */
export const PG_BIN = process.env.PG_BIN ?? join(versions, readdirSync(versions).sort((a, b) => b - a)[0], "bin");

/** Deadlines, not durations: sanitizers make programs several times slower, and this machine may be busy. */
export const patience = (ms) => (SANITIZE ? 5 : 1) * ms;

/** What a program of the house inherits: nothing that the tester's shell happens to hold. */
export const bareEnvironment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME ?? "/",
  LANG: "C.UTF-8",
  ASAN_OPTIONS: "detect_leaks=1:abort_on_error=0",
  UBSAN_OPTIONS: "print_stacktrace=1",
};
