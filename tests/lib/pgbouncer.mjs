// SPDX-License-Identifier: MIT
// Debian's PgBouncer between a house's daemons and its PostgreSQL, on a unix socket in the house's folder.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { Program } from "./program.mjs";
import { PG_USER } from "./setting.mjs";
import { waitFor } from "./wait.mjs";

const run = promisify(execFile);
const ROLES = ["hippo_scheduler", "hippo_gateway", "hippo_api"];

export class PgBouncer {
  /** @param {"session"|"transaction"} mode; before `database`, the house's own without it */
  constructor(house, mode, database = house.db) {
    this.database = database;
    this.mode = mode;
    const name = `${mode}${database === house.db ? "" : "-standby"}`;
    this.folder = join(house.folder, `pooler-${name}`);
    this.log = join(house.folder, `pgbouncer-${name}.log`);
  }

  async open() {
    mkdirSync(this.folder, { mode: 0o755 });
    writeFileSync(join(this.folder, "userlist.txt"), ROLES.map((role) => `"${role}" ""\n`).join(""));
    writeFileSync(join(this.folder, "pgbouncer.ini"), `[databases]
hippodrome = host=${this.database.socket} dbname=hippodrome
[pgbouncer]
listen_addr =
unix_socket_dir = ${this.folder}
listen_port = 6432
auth_type = trust
auth_file = ${this.folder}/userlist.txt
pool_mode = ${this.mode}
max_client_conn = 200
default_pool_size = 20
`);
    if (PG_USER) await run("chown", ["-R", `${PG_USER}:`, this.folder]);
    await this.start();
    return this;
  }

  async start() {
    this.program = new Program({ name: "pgbouncer", command: ["pgbouncer", join(this.folder, "pgbouncer.ini")], log: this.log, user: PG_USER });
    await waitFor("PgBouncer answers", async () => {
      await (await this.client()).end();
      return true;
    }, 15_000, 20);
  }

  /** A connection through it. The caller ends it. */
  async client() {
    const client = new pg.Client({ host: this.folder, port: 6432, user: "hippo_api", database: "hippodrome" });
    client.on("error", () => {});
    await client.connect();
    return client;
  }

  /** Every connection breaks. */
  async restart() {
    await this.close();
    await this.start();
  }

  async close() {
    if (this.program?.isRunning) await this.program.stop("SIGTERM");
  }

  url(daemon) {
    return `postgresql:///hippodrome?host=${this.folder}&port=6432&user=hippo_${daemon}&application_name=${daemon}`;
  }
}
