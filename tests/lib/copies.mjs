// SPDX-License-Identifier: MIT
// The ways in which a database is put back to an earlier state. Each makes a copy of the house as it runs, and gives what
// puts that copy in place later, while the daemons are stopped: the house's database is then as it was at the copy.
import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { Postgres } from "./postgres.mjs";
import { bareEnvironment, PG_BIN, PG_USER } from "./setting.mjs";
import { waitFor } from "./wait.mjs";

const run = promisify(execFile);
/** One of PostgreSQL's programs, as the user whose files they are. */
const tool = (name, ...args) => {
  const command = [join(PG_BIN, name), ...args];
  const asUser = PG_USER ? ["setpriv", `--reuid=${PG_USER}`, `--regid=${PG_USER}`, "--init-groups", ...command] : command;
  return run(asUser[0], asUser.slice(1), { cwd: "/", env: bareEnvironment, maxBuffer: 1 << 26 });
};

const own = async (path) => PG_USER && run("chown", ["-R", `${PG_USER}:`, path]);

async function dump(house) {
  const folder = join(house.folder, "dump");
  mkdirSync(folder);
  await own(folder);
  const file = join(folder, "house.dump");
  await tool("pg_dump", "--format=custom", `--file=${file}`, `--dbname=${house.db.url("postgres")}`);
  return file;
}

async function onDatabase(postgres, ...statements) {
  const admin = new pg.Client({ host: postgres.socket, user: "postgres", database: "postgres" });
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
}

/** A dump, restored into another cluster. */
export async function dumpToNewCluster(house) {
  const file = await dump(house);
  return async () => {
    await house.db.close();
    const folder = join(house.folder, "new");
    mkdirSync(folder, { mode: 0o755 });
    const next = new Postgres(folder);
    await next.furnish(["--no-sync"]); // makes the roles, too
    await next.close();
    await next.start();
    await onDatabase(next, "drop database hippodrome", "create database hippodrome template template0");
    await tool("pg_restore", "--exit-on-error", "--single-transaction", `--dbname=${next.url("postgres")}`, file);
    house.db = next;
  };
}

/** A dump, restored into the cluster that it comes from, while that goes on running. */
export async function dumpToSameCluster(house) {
  const file = await dump(house);
  return async () => {
    await Promise.allSettled([...house.db.pools.values()].map((pool) => pool.end()));
    house.db.pools.clear();
    await onDatabase(house.db, "drop database hippodrome with (force)", "create database hippodrome template template0");
    await tool("pg_restore", "--exit-on-error", "--single-transaction", `--dbname=${house.db.url("postgres")}`, file);
  };
}

/** The files of a stopped cluster, put back over it. */
export async function files(house) {
  const copy = `${house.db.data}.copy`;
  await house.db.stop();
  await run("cp", ["-a", house.db.data, copy]);
  await house.db.start();
  return async () => {
    await house.db.stop();
    rmSync(house.db.data, { recursive: true });
    await run("cp", ["-a", copy, house.db.data]);
    await house.db.start();
  };
}

/** `prepare` before the house is used: what base backups and standbys need of it. */
export async function prepareReplication(house) {
  const archive = join(house.folder, "archive");
  mkdirSync(archive);
  await own(archive);
  appendFileSync(join(house.db.data, "pg_hba.conf"), "local replication all trust\n");
  Object.assign(house.db.settings = { ...house.db.settings }, { archive_mode: "on", archive_command: `cp %p ${archive}/%f`, wal_level: "replica", max_wal_senders: "5" });
  await house.db.stop();
  await house.db.start();
}

async function baseBackup(house, name, ...options) {
  const folder = join(house.folder, name);
  mkdirSync(folder, { mode: 0o755 });
  await own(folder);
  const copy = new Postgres(folder, house.db.settings);
  await copy.ownSocketFolder();
  await tool("pg_basebackup", "--checkpoint=fast", "--no-sync", `--pgdata=${copy.data}`, `--dbname=host=${house.db.socket} user=postgres`, ...options);
  return copy;
}

/** A base backup and the archive, to a moment of the past. */
export async function pointInTime(house) {
  const archive = join(house.folder, "archive");
  const copy = await baseBackup(house, "base", "--wal-method=none");
  const then = await house.value("select clock_timestamp()::text");
  return async () => {
    const segment = await house.value("select pg_walfile_name(pg_switch_wal())");
    await waitFor("all of it is archived", () => readdirSync(archive).includes(segment), 15_000);
    await house.db.close();
    writeFileSync(join(copy.data, "recovery.signal"), "");
    await own(copy.data);
    copy.settings = { ...copy.settings, archive_mode: "off", restore_command: `cp ${archive}/%f %p`, recovery_target_time: then, recovery_target_action: "promote" };
    await copy.start();
    house.db = copy;
    await waitFor("it has recovered", async () => !(await house.value("select pg_is_in_recovery()")), 30_000, 50);
  };
}

/** A standby that follows the house's database, not waited for. After prepareReplication; the caller closes it. */
export async function follow(house) {
  const copy = await baseBackup(house, "standby", "--write-recovery-conf");
  await copy.start();
  return copy;
}

/** A standby that is not waited for, and misses the end. */
export async function standby(house) {
  const copy = await follow(house);
  const end = await house.value("select pg_current_wal_lsn()");
  await waitFor("the standby has come so far", async () => copy.value("select pg_last_wal_replay_lsn() >= $1::pg_lsn", [end]), 15_000, 50);
  await copy.close();
  return async () => {
    await house.db.close();
    await copy.start();
    await copy.value("select pg_promote()");
    house.db = copy;
  };
}
