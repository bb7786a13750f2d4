// SPDX-License-Identifier: MIT
// One program of a house under test: started, watched and ended by its pid, its words kept in a file.
// Whatever way this process ends, its programs end with it: the kernel kills them when we are killed ourselves.
import { spawn } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bareEnvironment } from "./setting.mjs";
import { within } from "./wait.mjs";

const BASE = "/tmp"; // sockets live below: their names must stay short
const running = new Set();
const folders = new Set();

export class Program {
  /** @param {{name: string, command: string[], env?: object, log: string, user?: string|null, cwd?: string}} options */
  constructor({ name, command, env = {}, log, user = null, cwd = "/" }) {
    this.name = name;
    this.log = log;
    this.isWanted = true; // false once a test has asked it to end
    this.end = null;
    const asUser = user ? [`--reuid=${user}`, `--regid=${user}`, "--init-groups"] : [];
    const out = openSync(log, "a");
    this.child = spawn("setpriv", [...asUser, "--pdeathsig", "KILL", ...command], {
      cwd,
      env: { ...bareEnvironment, ...env },
      stdio: ["ignore", out, out],
      detached: true, // Ctrl-C is for the test, which then ends its programs in order
    });
    closeSync(out);
    this.pid = this.child.pid;
    running.add(this);
    this.ended = new Promise((resolve) => {
      this.child.on("error", (error) => resolve({ error }));
      this.child.on("exit", (code, signal) => resolve({ code, signal }));
    }).then((end) => {
      running.delete(this);
      return (this.end = end);
    });
  }

  get isRunning() {
    return this.end === null;
  }

  signal(name) {
    if (this.isRunning) process.kill(this.pid, name);
  }

  /** Sends `signal` and waits for the end. Gives {code, signal}. */
  async stop(signal = "SIGTERM", timeout = 10_000) {
    this.isWanted = false;
    this.signal(signal);
    return within(`${this.name} ends on ${signal}`, this.ended, timeout);
  }

  words() {
    return readFileSync(this.log, "utf8");
  }

  /** Resident memory in kB. */
  residentKb() {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, "utf8"))[1]);
  }
}

/** A new folder /tmp/hippo-test-<our pid>-xxxxxx, removed at the end. Those that dead tests left are removed too. */
export function makeFolder() {
  for (const name of readdirSync(BASE)) {
    const owner = /^hippo-test-(\d+)-/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) rmSync(join(BASE, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(join(BASE, `hippo-test-${process.pid}-`));
  chmodSync(folder, 0o755); // PostgreSQL's account goes through it
  folders.add(folder);
  return folder;
}

export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  folders.delete(folder);
}

/** Is there such a process, and not just its corpse? */
export function isAlive(pid) {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

// The last resort, for a test that ended without closing its house: no time for grace, PostgreSQL's quick way out.
function endAll() {
  for (const program of running) {
    for (const signal of ["SIGCONT", program.name.startsWith("postgres") ? "SIGQUIT" : "SIGKILL"]) {
      try {
        process.kill(program.pid, signal);
      } catch {
        // gone already
      }
    }
  }
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let i = 0; i < 100 && [...running].some(({ pid }) => isAlive(pid)); i++) Atomics.wait(clock, 0, 0, 20);
  for (const { pid } of running) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
process.on("exit", endAll);
for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) process.on(signal, () => process.exit(status));
