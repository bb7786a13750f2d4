// SPDX-License-Identifier: MIT
// node tests/lib/cluster.mjs -- command…: runs it beside a throwaway migrated PostgreSQL, with TEST_DATABASE_URL
// (the cluster's owner) in its environment, and ends with its status.
import { spawn } from "node:child_process";
import { Postgres } from "./postgres.mjs";
import { makeFolder, removeFolder } from "./program.mjs";

const [separator, command, ...args] = process.argv.slice(2);
if (separator !== "--" || !command) {
  console.error("usage: node tests/lib/cluster.mjs -- command…");
  process.exit(2);
}
const folder = makeFolder();
const postgres = await Postgres.create(folder);
const url = postgres.url("postgres");
const child = spawn(command, args, { stdio: "inherit", env: { ...process.env, TEST_DATABASE_URL: url } });
process.on("exit", () => child.kill("SIGTERM"));
const status = await new Promise((resolve) => {
  child.on("error", (error) => {
    console.error(`${command}: ${error.message}`);
    resolve(127);
  });
  child.on("exit", (code, signal) => resolve(signal ? 128 : code));
});
await postgres.close();
removeFolder(folder);
process.exit(status);
