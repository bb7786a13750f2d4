// SPDX-License-Identifier: MIT
// A whole house under test: PostgreSQL, the three daemons and Caddy, each of which a test can kill, freeze and start
// again. Its only TCP port is Caddy's; everything else is unix sockets in its own folder.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import { after, afterEach, before } from "node:test";
import { Client, Follower } from "./client.mjs";
import { request } from "./http.mjs";
import { Postgres } from "./postgres.mjs";
import { makeFolder, Program, removeFolder } from "./program.mjs";
import { BUILD, patience, ROOT } from "./setting.mjs";
import { waitFor } from "./wait.mjs";

/** A round of 1 s of betting (200 ms of it locked), 1 s of film, 300 ms of results. */
export const SHORT = { BETTING_MS: 1000, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS: 300 };
/** The shortest that the house allows. */
export const SHORTEST = { BETTING_MS: 300, LOCK_MS: 50, FILM_MS: 1000, FINISH_MS: 100 };

const SANITIZER_SPOKE = /AddressSanitizer|LeakSanitizer|UndefinedBehaviorSanitizer|runtime error:/;

export class House {
  #order = []; // of start: the end goes the other way
  #listeners = [];

  /**
   * @param {{settings?: object, env?: object, plain?: boolean, tls?: boolean, programs?: string[]}} options
   *   settings: of the first start; env: more environment for all daemons; plain, tls: what Caddy speaks; isDurable: its
   *   database is as `make run` has it; gateways: the names of those that Caddy knows
   */
  constructor({ settings = SHORT, env = {}, plain = false, tls = !plain, isDurable = false, gateways = ["gateway"],
    programs = ["scheduler", "gateway", "api", "caddy"] } = {}) {
    this.isDurable = isDurable;
    this.settings = settings;
    this.env = env;
    this.plain = plain;
    this.tls = tls;
    this.gateways = gateways;
    this.wanted = programs;
    this.programs = new Map();
  }

  async open() {
    this.folder = makeFolder();
    mkdirSync(join(this.folder, "run"));
    this.vaultKey = join(this.folder, "vault.key");
    this.adminPassword = "the first admin's own";
    writeFileSync(join(this.folder, "admin-password"), `${this.adminPassword}\n`, { mode: 0o600 });
    this.db = await (this.isDurable ? Postgres.createDurable(this.folder) : Postgres.create(this.folder));
    await this.launch(this.wanted);
    return this;
  }

  /** Starts these programs, and waits until those that can be asked through Caddy are ready. */
  async launch(names) {
    for (const name of names) if (name === "caddy") await this.startCaddy(); else this.start(name);
    if (this.program("caddy")) await this.ready(names);
  }

  async ready(names = ["gateway", "api"]) {
    const path = (name) => (name === "gateway" ? "/readyz" : "/api/v1/health");
    for (const name of ["gateway", "api"].filter((daemon) => names.includes(daemon)))
      await waitFor(() => `${name} is ready\n${this.tail()}`, async () => (await this.get(path(name))).status === 200, 15_000, 20);
  }

  /** Starts a daemon. A second instance of one has a name of its own: start("scheduler", { as: "scheduler-2" }). log: where
   *  it speaks to, if not to its own file; isAlone: in a network of its own, as on another machine. */
  start(daemon, { as = daemon, env = {}, log = this.logFile(as), isAlone = false } = {}) {
    if (this.programs.get(as)?.isRunning) throw new Error(`${as} runs already`);
    const socket = join(this.folder, "run", `${as}.sock`);
    const own = {
      scheduler: { ...this.settings, VAULT_KEY_FILE: this.vaultKey },
      gateway: { GATEWAY_LISTEN: `unix:${socket}`, DRAIN_SECONDS: 1 },
      api: { API_LISTEN: `unix:${socket}`, OPENAPI_FILE: join(ROOT, "api/openapi.yaml"), ADMIN_PASSWORD_FILE: join(this.folder, "admin-password") },
    }[daemon];
    const program = new Program({
      name: as,
      command: [...(isAlone ? ["unshare", "--user", "--map-current-user", "--net"] : []), join(BUILD, "bin", `hippo-${daemon}`)],
      env: { DATABASE_URL: this.db.url(`hippo_${daemon}`, as), LOG_LEVEL: "debug", ...own, ...this.env, ...env },
      log,
    });
    this.#keep(as, program);
    return program;
  }

  /** On free ports the first time, on the same ones when it comes back. */
  async startCaddy() {
    const isBack = Boolean(this.origin);
    // Another test may take a free port in between: then Caddy ends at once, and we ask for others.
    await waitFor("Caddy serves", async () => {
      if (!isBack) {
        this.secureOrigin = this.tls ? `https://localhost:${await freePort()}` : null;
        this.plainOrigin = this.plain ? `http://localhost:${await freePort()}` : null;
      }
      return this.#launchCaddy();
    }, 30_000);
    this.origin = this.secureOrigin ?? this.plainOrigin;
    // Connections are verified against this authority and no other.
    this.ca = this.tls ? readFileSync(join(this.folder, "caddy/pki/authorities/local/root.crt"), "utf8") : undefined;
  }

  /** True: it serves; false: it has ended. */
  async #launchCaddy() {
    const said = existsSync(this.logFile("caddy")) ? this.words("caddy").length : 0;
    const program = new Program({
      name: "caddy",
      command: ["caddy", "run", "--config", join(ROOT, "Caddyfile"), "--adapter", "caddyfile"],
      env: {
        SITE_ADDRESS: [this.secureOrigin, this.plainOrigin].filter(Boolean).join(", "),
        OTHER_ADDRESSES: [this.secureOrigin, this.plainOrigin].filter(Boolean).map((site) => site.replace("localhost", "")).join(", "),
        CADDY_GLOBAL_OPTIONS: "auto_https disable_redirects",
        API_UPSTREAM: `unix/${join(this.folder, "run/api.sock")}`,
        GATEWAY_UPSTREAM: this.gateways.map((name) => `unix/${join(this.folder, "run", `${name}.sock`)}`).join(" "),
        WEB_ROOT: join(ROOT, "build/web"),
        XDG_DATA_HOME: this.folder,
        XDG_CONFIG_HOME: this.folder,
      },
      log: this.logFile("caddy"),
    });
    this.#keep("caddy", program);
    await waitFor("Caddy says that it serves", () => !program.isRunning || this.words("caddy").slice(said).includes("serving initial configuration"), 10_000);
    return program.isRunning;
  }

  #keep(name, program) {
    this.programs.set(name, program);
    this.#order = [...this.#order.filter((other) => other !== name), name];
  }

  program(name) {
    return this.programs.get(name);
  }

  stop(name, signal = "SIGTERM") {
    return this.program(name).stop(signal, 15_000);
  }

  kill(name) {
    return this.stop(name, "SIGKILL");
  }

  freeze(name) {
    this.program(name).signal("SIGSTOP");
  }

  wake(name) {
    this.program(name).signal("SIGCONT");
  }

  /** Rows, as the cluster's owner or as `role`. */
  query(text, values, role) {
    return this.db.query(text, values, role);
  }

  value(text, values, role) {
    return this.db.value(text, values, role);
  }

  /** An HTTP request through Caddy: {status, headers, text, json}. */
  request(path, options = {}) {
    return request(options.origin ?? this.origin, path, { ca: this.ca, ...options });
  }

  get(path, options) {
    return this.request(path, options);
  }

  /** A WebSocket client through Caddy that has got its `connected`. */
  client(options) {
    return this.adopt(new Client(this, options)).open();
  }

  /** A client that comes back and catches up whenever it loses its connection. */
  follower(options) {
    return this.adopt(new Follower(this, options)).open();
  }

  /** The house calls listener.hangUp() when it closes: one that keeps coming back would never let a test end. */
  adopt(listener) {
    this.#listeners.push(listener);
    return listener;
  }

  logFile(name) {
    return join(this.folder, `${name}.log`);
  }

  /** Everything that `name` has said, over all its lives. */
  words(name) {
    return readFileSync(this.logFile(name), "utf8");
  }

  logNames() {
    return [...new Set([...this.programs.keys(), "postgres"])].filter((name) => existsSync(this.logFile(name)));
  }

  tail(lines = 25) {
    return this.logNames()
      .map((name) => `--- ${name}\n${this.words(name).trimEnd().split("\n").slice(-lines).join("\n")}`)
      .join("\n");
  }

  /** Waits until the newest round is in one of `phases` (and its number is at least `from`): gives the round's row. */
  phase(phases, { from = 0, timeout = 30_000 } = {}) {
    const wanted = [phases].flat();
    return waitFor(() => `a round is ${wanted.join(" or ")}\n${this.tail()}`, async () => {
      const [round] = await this.query("select * from hippo.round order by round_id desc limit 1");
      return round && round.round_id >= from && wanted.includes(round.phase) && round;
    }, timeout, 5);
  }

  /** Waits until `count` rounds are settled or void. */
  rounds(count, timeout) {
    return waitFor(() => `${count} rounds are over\n${this.tail()}`, async () =>
      (await this.value("select count(*) from hippo.round where phase in ('settled', 'void')")) >= count, timeout, 50);
  }

  /** application_name of the scheduler that leads, or undefined. */
  leader() {
    return this.value(`select a.application_name from pg_locks l join pg_stat_activity a using (pid)
      where l.locktype = 'advisory' and l.granted and l.objid = hippo.lead_key()::oid`);
  }

  /** Ends everything, daemons first. Throws if a program had ended by itself, would not end well, or spoke ill. */
  async close() {
    const complaints = [];
    for (const listener of this.#listeners) listener.hangUp();
    for (const name of [...this.#order].reverse()) {
      const program = this.program(name);
      if (program.isWanted && !program.isRunning) complaints.push(`${name} ended by itself: ${JSON.stringify(program.end)}`);
      if (!program.isRunning) continue;
      program.signal("SIGCONT");
      const end = await program.stop("SIGTERM", 15_000).catch((error) => ({ error: error.message }));
      if (end.code !== 0) complaints.push(`${name} did not end well on SIGTERM: ${JSON.stringify(end)}`);
      if (program.isRunning) await program.stop("SIGKILL");
    }
    const database = this.db?.program;
    if (database?.isWanted && !database.isRunning) complaints.push(`PostgreSQL ended by itself: ${JSON.stringify(database.end)}`);
    await this.db?.close();
    for (const name of this.logNames()) {
      const line = this.words(name).split("\n").find((words) => SANITIZER_SPOKE.test(words));
      if (line) complaints.push(`${name}: ${line}`);
    }
    const told = complaints.length ? `${complaints.join("\n")}\n${this.tail(200)}` : null;
    if (told) this.keepLogs();
    if (this.folder) removeFolder(this.folder);
    if (told) throw new Error(told);
  }

  keepLogs() {
    const target = join(ROOT, "build/test-logs", basename(this.folder));
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    for (const name of this.logNames()) cpSync(this.logFile(name), join(target, `${name}.log`));
    return target;
  }
}

/** Options of a describe within one that runs its parts side by side: without them its tests would run so too. */
export const inOrder = { concurrency: false };

/** One house for all tests of a file or a describe: opened before, closed after, its logs told when a test fails. */
export function useHouse(options) {
  const house = new House(options);
  before(async () => {
    try {
      await house.open();
    } catch (error) {
      await house.close().catch(() => {});
      throw error;
    }
  }, { timeout: patience(60_000) });
  afterEach((t) => {
    if (t.passed === false) console.error(`${t.name}: logs kept in ${house.keepLogs()}\n${house.tail()}`);
  });
  after(() => house.close(), { timeout: patience(60_000) });
  return house;
}

/** A house for one test, closed after it. */
export async function openHouse(t, options) {
  const house = new House(options);
  t.after(async () => {
    if (t.passed === false && house.folder) console.error(`${t.name}: logs kept in ${house.keepLogs()}\n${house.tail()}`);
    await house.close();
  });
  return house.open();
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
