// SPDX-License-Identifier: MIT
// The house of deploy/cluster on one machine: three database hosts, two of the house, two fronts, from that folder's own files.
// Only for a process that tests/cluster/enter has started.
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { database } from "../lib/database.mjs";
import { request } from "../lib/http.mjs";
import { makeFolder } from "../lib/program.mjs";
import { bareEnvironment, BUILD, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";
import { ShiftedClock } from "../lib/shifted_clock.mjs";
import { environment, Host, tree } from "./host.mjs";

const run = promisify(execFile);
const DATABASES = ["db-1", "db-2", "db-3"];
const HOUSES = ["house-1", "house-2"];
const FRONTS = ["front-1", "front-2"];
const KINDS = { db: "database", house: "house", front: "front" };

export class Lab {
  /** @param {{settings?: object, balanced?: string[]}} options settings: of the first start; balanced: house hosts whose daemons find
   *   the primary by HAProxy, not by a list of hosts */
  constructor({ settings = {}, balanced = [] } = {}) {
    this.settings = settings;
    this.balanced = balanced;
    this.hosts = new Map();
    Object.assign(this, database((role, sql) => this.#psql(role, sql)));
  }

  get databases() { return DATABASES.map((name) => this.host(name)); }
  get houses() { return HOUSES.map((name) => this.host(name)); }
  get fronts() { return FRONTS.map((name) => this.host(name)); }
  get origins() { return FRONTS.map((name) => `https://${name}`); }
  get origin() { return this.origins[0]; }

  /** An HTTP request at a front that answers. */
  get(path) {
    return request(this.origin, path, { ca: this.ca });
  }

  host(name) {
    return this.hosts.get(name);
  }

  log(name) {
    return join(this.folder, `${name}.log`);
  }

  async open() {
    this.folder = makeFolder();
    await this.#lay();
    this.clockLibrary = join(this.folder, "shifted_clock.so");
    await ShiftedClock.build(this.clockLibrary);
    for (const host of this.databases) this.#startDatabase(host);
    await waitFor(() => `one database leads and two follow\n${this.tail()}`, () => this.#isReplicated(), 120_000, 500);
    const streams = "select count(*) from pg_stat_replication where state = 'streaming'";
    await waitFor("both standbys follow", async () => (await this.inPrimary(streams)) === "2", 60_000, 200);
    const [first, ...others] = this.houses;
    await first.sh(tree("deploy/cluster/database"));
    this.#startHouse(first);
    await waitFor("the first scheduler has made its key", () => first.sh("cat /var/lib/hippodrome/vault.key"), 30_000, 100);
    for (const other of others) {
      // What the manual has copied by hand.
      const key = await first.sh("base64 -w 0 /var/lib/hippodrome/vault.key");
      await other.sh(`umask 077; echo ${key} | base64 -d >/var/lib/hippodrome/vault.key`);
      this.#startHouse(other);
    }
    for (const front of this.fronts) await this.#startFront(front);
    await waitFor(() => `both fronts serve\n${this.tail()}`, async () => {
      for (const origin of this.origins)
        for (const path of ["/readyz", "/api/v1/health"]) if ((await request(origin, path, { ca: this.ca })).status !== 200) return false;
      return true;
    }, 60_000, 200);
    return this;
  }

  /** The network, and every host with its files. */
  async #lay() {
    await run("ip", ["link", "add", "house", "type", "bridge"]);
    await run("ip", ["addr", "add", "10.17.0.1/24", "dev", "house"]);
    await run("ip", ["link", "set", "house", "up"]);
    const hosts = readFileSync(tree("deploy/cluster/hosts"), "utf8");
    writeFileSync(join(this.folder, "hosts"), `127.0.0.1 localhost\n${hosts}`);
    await run("mount", ["--bind", join(this.folder, "hosts"), "/etc/hosts"]);
    const { stdout: passwords } = await run(tree("deploy/cluster/passwords"));
    this.passwords = environment(passwords);
    for (const [, address, name] of hosts.matchAll(/^([\d.]+) (\S+)$/gm)) {
      const host = new Host(this, name, address);
      this.hosts.set(name, host);
      await host.open();
      await host.sh(`umask 077; echo '${passwords.trim()}' >/root/cluster.passwords`);
      await host.sh(`${tree("deploy/cluster/furnish")} ${KINDS[name.split("-")[0]]}`);
    }
  }

  /** Under a clock of its own, which is right until it is set. */
  #startDatabase(host) {
    host.clock = ShiftedClock.at(this.log(`${host.name}-shift`));
    const etcd = environment(this.#read(host, "/etc/default/etcd"));
    host.start("etcd", { command: ["/usr/bin/etcd"], env: etcd, user: "etcd" });
    host.start("patroni", {
      command: ["/usr/bin/patroni", "/etc/patroni/config.yml"],
      env: { HOME: "/var/lib/postgresql", LD_PRELOAD: this.clockLibrary, CLOCK_SHIFT_FILE: host.clock.file },
      user: "postgres",
    });
  }

  #startHouse(host) {
    const isBalanced = this.balanced.includes(host.name);
    if (isBalanced) host.start("haproxy", { command: ["/usr/sbin/haproxy", "-db", "-f", "/etc/haproxy/haproxy.cfg"] });
    const own = {
      scheduler: { ...this.settings, VAULT_KEY_FILE: "/var/lib/hippodrome/vault.key" },
      gateway: { DRAIN_SECONDS: 1 },
      api: { OPENAPI_FILE: tree("api/openapi.yaml") },
    };
    for (const daemon of ["scheduler", "gateway", "api"]) {
      const env = environment(this.#read(host, `/etc/hippodrome/${daemon}.env`));
      if (isBalanced) env.DATABASE_URL = env.DATABASE_URL.replace("db-1,db-2,db-3", "127.0.0.1");
      host.start(daemon, { command: [join(BUILD, "bin", `hippo-${daemon}`)], env: { ...env, ...own[daemon] } });
    }
  }

  async #startFront(host) {
    const env = environment(this.#read(host, "/etc/hippodrome/caddy.env"));
    // Nobody outside knows these names: certificates of an authority of its own.
    host.start("caddy", {
      command: ["caddy", "run", "--config", tree("Caddyfile"), "--adapter", "caddyfile"],
      env: {
        ...env, SITE_ADDRESS: host.name, CADDY_GLOBAL_OPTIONS: "local_certs", WEB_ROOT: tree("build/web"),
        XDG_DATA_HOME: "/var/lib/caddy", XDG_CONFIG_HOME: "/var/lib/caddy",
      },
    });
    const certificate = "/var/lib/caddy/caddy/pki/authorities/local/root.crt";
    const root = await waitFor(() => `${host.name} has its certificate\n${this.tail()}`, () => host.sh(`cat ${certificate}`), 20_000, 100);
    this.ca = [...(this.ca ?? []), root];
  }

  #read(host, path) {
    return readFileSync(`/proc/${host.holder.pid}/root${path}`, "utf8");
  }

  async #psql(role, sql) {
    const env = {
      ...bareEnvironment, PGHOST: DATABASES.join(), PGUSER: "postgres", PGPASSWORD: this.passwords.POSTGRES_PASSWORD,
      PGDATABASE: "hippodrome", PGTARGETSESSIONATTRS: "primary", PGCONNECT_TIMEOUT: "2",
    };
    const words = ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", `set role ${role}`, "-c", sql];
    const { stdout } = await run("psql", words, { env, maxBuffer: 64 << 20 });
    return stdout.trim();
  }

  /** Patroni's own view, as any member that answers has it: [{name, role, state, timeline}]. */
  async members() {
    for (const { address } of this.databases) {
      try {
        const { json } = await request(`http://${address}:8008`, "/cluster", { timeout: 1000 });
        if (json?.members) return json.members;
      } catch {
        // the next one
      }
    }
    return [];
  }

  primary() {
    return this.#member("leader");
  }

  /** The one that commits are waited for on. */
  standby() {
    return this.#member("sync_standby");
  }

  async #member(role) {
    return this.host((await this.members()).find((member) => member.role === role)?.name);
  }

  /** As PostgreSQL's superuser on the host that leads. */
  async inPrimary(sql) {
    return (await this.primary()).sh(`runuser -u postgres -- psql -XAtqc "${sql}"`);
  }

  /** All three databases run in one history, one of them leads and one is synchronous. */
  async #isReplicated() {
    const members = await this.members();
    const roles = new Set(members.map(({ role }) => role));
    const timelines = new Set(members.map(({ timeline }) => timeline));
    const runs = members.length === 3 && members.every(({ state }) => state === "running" || state === "streaming");
    return runs && timelines.size === 1 && roles.has("leader") && roles.has("sync_standby");
  }

  async #isServed() {
    const answers = await Promise.all(this.origins.map((origin) => request(origin, "/readyz", { ca: this.ca, timeout: 2000 })));
    return answers.every(({ status }) => status === 200);
  }

  /** As if nothing had happened. */
  whole() {
    const isWhole = async () => (await this.#isReplicated()) && (await this.#isServed());
    return waitFor(() => `the cluster is whole\n${this.tail()}`, isWhole, 120_000, 500);
  }

  tail(lines = 12) {
    return [...this.hosts.values()].flatMap((host) => [...host.programs.keys()].map((name) => {
      const words = readFileSync(this.log(`${host.name}-${name}`), "utf8").trimEnd().split("\n");
      return `--- ${host.name} ${name}\n${words.slice(-lines).join("\n")}`;
    })).join("\n");
  }

  /** Out of the /tmp that ends with us. */
  keepLogs() {
    const target = join(ROOT, "build/test-logs", `cluster-${basename(this.folder)}`);
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(this.folder, target, { recursive: true, filter: (path) => path === this.folder || path.endsWith(".log") });
    return target;
  }

  async close() {
    for (const host of [...this.hosts.values()].reverse()) await host.cutPower().catch(() => {});
    for (const host of this.hosts.values()) await host.holder.stop("SIGKILL").catch(() => {});
  }
}
