// SPDX-License-Identifier: MIT
// A private PostgreSQL on a unix socket, migrated to this tree's schema; it can be stopped and killed like any program.
// initdb and the migrations run once for a state of sql/: every cluster is a copy of the result.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { makeFolder, Program, removeFolder } from "./program.mjs";
import { bareEnvironment, PG_BIN, PG_USER, ROOT } from "./setting.mjs";
import { waitFor } from "./wait.mjs";

const run = promisify(execFile);
const TEMPLATES = join(ROOT, "build/test-clusters");
const DATABASE = "hippodrome";
const SETTINGS = {
  listen_addresses: "",
  fsync: "off", // the machine does not crash in these tests, only programs do
  full_page_writes: "off",
  shared_buffers: "32MB",
  max_connections: "100",
  log_line_prefix: "%m [%p] %a ",
};

pg.types.setTypeParser(pg.types.builtins.INT8, Number); // round numbers and milliseconds are safe integers

export class Postgres {
  /** @param {string} folder that the caller removes; data and socket go below */
  constructor(folder, settings = SETTINGS) {
    this.settings = settings;
    this.data = join(folder, "pgdata");
    this.socket = join(folder, "pg");
    this.log = join(folder, "postgres.log");
    this.env = {}; // more environment, from the next start on
    this.pools = new Map();
    this.program = null;
  }

  static async create(folder) {
    const postgres = new Postgres(folder);
    const template = await makeTemplate();
    await run("cp", ["-a", "--reflink=auto", template, postgres.data]);
    await postgres.ownSocketFolder();
    await postgres.start();
    return postgres;
  }

  /** As `make run` makes it, with PostgreSQL's own defaults: what is committed is on the disk. For benchmarks. */
  static async createDurable(folder) {
    const postgres = new Postgres(folder, { listen_addresses: "" });
    await postgres.furnish([]);
    return postgres;
  }

  async ownSocketFolder() {
    mkdirSync(this.socket);
    if (PG_USER) await run("chown", [`${PG_USER}:`, this.socket]);
  }

  /** A new cluster, started, with the house's database migrated. */
  async furnish(options) {
    await this.ownSocketFolder();
    mkdirSync(this.data, { mode: 0o700 });
    if (PG_USER) await run("chown", [`${PG_USER}:`, this.data]);
    const initdb = [join(PG_BIN, "initdb"), "-D", this.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
      "--locale=C.UTF-8", ...options];
    const asUser = PG_USER ? ["setpriv", `--reuid=${PG_USER}`, `--regid=${PG_USER}`, "--init-groups", ...initdb] : initdb;
    await run(asUser[0], asUser.slice(1), { cwd: "/" });
    writeFileSync(join(this.data, "pg_hba.conf"), "local all all trust\n");
    await this.start();
    const admin = new pg.Client({ host: this.socket, user: "postgres", database: "postgres" });
    await admin.connect();
    await admin.query(`create database ${DATABASE}`);
    await admin.end();
    await migrate(this);
  }

  url(role, application) {
    return `postgresql:///${DATABASE}?host=${this.socket}&user=${role}${application ? `&application_name=${application}` : ""}`;
  }

  /** Starts it, and gives back when it answers. A postmaster that was killed leaves children for a moment: it tries again. */
  async start() {
    await waitFor("PostgreSQL accepts connections", async () => {
      if (!this.program?.isRunning) {
        const settings = Object.entries(this.settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
        const command = [join(PG_BIN, "postgres"), "-D", this.data, "-k", this.socket, ...settings];
        this.program = new Program({ name: "postgres", command, env: this.env, log: this.log, user: PG_USER });
      }
      const client = new pg.Client({ host: this.socket, user: "postgres", database: "postgres" });
      client.on("error", () => {});
      await client.connect();
      await client.end();
      return true;
    }, 20_000, 20);
  }

  /** SIGINT: fast; SIGQUIT: at once, with recovery at the next start; SIGKILL: the postmaster is gone. */
  async stop(signal = "SIGINT") {
    if (this.program?.isRunning) await this.program.stop(signal, 20_000);
  }

  /** As `role`; a query that fails is the caller's. */
  async query(text, values = [], role = "postgres") {
    if (!this.pools.has(role)) {
      const pool = new pg.Pool({ host: this.socket, user: role, database: DATABASE, max: 3, application_name: "test", allowExitOnIdle: true });
      pool.on("error", () => {}); // the database was stopped under an idle connection: what these tests do
      this.pools.set(role, pool);
    }
    return (await this.pools.get(role).query(text, values)).rows;
  }

  /** The one value of the one row. */
  async value(text, values, role) {
    const [row] = await this.query(text, values, role);
    return row && Object.values(row)[0];
  }

  /** A connection of its own, for transactions and locks. The caller ends it. */
  async connect(role = "postgres") {
    const client = new pg.Client({ host: this.socket, user: role, database: DATABASE, application_name: "test" });
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  async close() {
    await Promise.allSettled([...this.pools.values()].map((pool) => pool.end()));
    this.pools.clear();
    if (this.program?.isRunning) {
      this.program.signal("SIGCONT");
      await this.stop("SIGINT");
    }
  }
}

let making = null;
const makeTemplate = () => (making ??= buildTemplate());

async function buildTemplate() {
  const template = join(TEMPLATES, `cluster-${sourceDigest()}`);
  if (existsSync(template)) return template;
  mkdirSync(TEMPLATES, { recursive: true });
  forgetOldTemplates();
  const folder = makeFolder();
  const postgres = new Postgres(folder);
  await postgres.furnish(["--wal-segsize=1", "--no-sync"]);
  await postgres.close();
  const half = `${template}.${process.pid}`;
  await run("cp", ["-a", postgres.data, half]);
  try {
    renameSync(half, template);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(template)) throw error; // else another test was faster
  }
  removeFolder(folder);
  return template;
}

export async function migrate(postgres) {
  await run(join(ROOT, "sql/migrate"), [], { env: { ...bareEnvironment, DATABASE_URL: postgres.url("postgres") } });
}

function sourceDigest() {
  const digest = createHash("sha256").update(PG_BIN);
  const sql = join(ROOT, "sql");
  const files = readdirSync(sql, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.path, entry.name)).sort()) digest.update(path).update(readFileSync(path));
  return digest.digest("hex").slice(0, 12);
}

/** Not the fresh ones: another test may be copying them. */
function forgetOldTemplates() {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(TEMPLATES)) {
    const path = join(TEMPLATES, name);
    if (statSync(path).mtimeMs < hourAgo) rmSync(path, { recursive: true, force: true });
  }
}
