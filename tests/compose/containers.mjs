// SPDX-License-Identifier: MIT
// A house in containers, from a clean clone, as `docker compose` runs it: what tests/lib/house.mjs is for programs.
// Needs a Docker daemon that has the base images: tests/compose/engine.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { promisify } from "node:util";
import { Client, Follower, hangUpAll } from "../lib/client.mjs";
import { database, PSQL } from "../lib/database.mjs";
import { request } from "../lib/http.mjs";
import { commands } from "../lib/manual.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { bareEnvironment, ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

const run = promisify(execFile);
const LIMITS = { maxBuffer: 64 << 20 };
/** Nothing of the tester's settings: a SITE_ADDRESS of his must not come in. Without BuildKit, which pulls its own images. */
const environment = { ...bareEnvironment, ...(process.env.DOCKER_HOST && { DOCKER_HOST: process.env.DOCKER_HOST }), DOCKER_BUILDKIT: "0", COMPOSE_DOCKER_CLI_BUILD: "0" };

/** The two Composes that people have: Debian 12's own, and the plug-in (tests/compose/plugin). */
export const V1 = { command: ["docker-compose"], env: { COMPOSE: "docker-compose" } };
export const V2 = { command: ["docker", "compose"], env: { COMPOSE: "docker compose" }, isPlugin: true };

export const SETTINGS = { BETTING_MS: 2000, LOCK_MS: 300, FILM_MS: 2000, FINISH_MS: 500 };

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

export async function docker(...args) {
  const { stdout } = await run("docker", args, { env: environment, ...LIMITS });
  return stdout.trim();
}

/** A free port that nobody is given by chance: below those that the kernel hands out, and not where our neighbours begin. */
export async function steadyPort() {
  const [first, count] = [10_000, 20_000];
  for (let i = 0; ; i++) {
    const port = first + ((process.pid * 37 + ++steps) % count);
    const isFree = await new Promise((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
    if (i > count) throw new Error("no port is free");
  }
}
let steps = 0;
let houses = 0;

/** A test without a daemon has failed, it is not skipped. */
export async function needDocker() {
  await docker("info").catch((error) => {
    throw new Error("no Docker daemon answers: `make test-compose` brings one, and so does tests/compose/engine before a command", { cause: error });
  });
}

/** One house for all tests of a describe: opened before, closed after, its words told when a test fails. */
export function useContainers(compose, { settings, ...clone } = {}) {
  const house = new Containers(compose, settings);
  before(() => house.open(clone), { timeout: 900_000 });
  afterEach(async (t) => {
    if (t.passed === false) console.error(`${t.name}:\n${await house.tail()}`);
  });
  after(() => house.close(), { timeout: 120_000 });
  return house;
}

export class Containers {
  constructor(compose, settings = {}) {
    this.project = `hippotest${process.pid}n${++houses}`;
    this.version = compose;
    this.command = compose.command;
    this.settings = { ...SETTINGS, ...settings };
    Object.assign(this, database(async (role, sql) => docker("exec", await this.id("postgres"), ...PSQL, "-U", role, "-c", sql)));
  }

  /** Clones and builds, starts nothing yet. */
  async open({ commit = "HEAD", umask = 0o022 } = {}) {
    const own = process.umask(umask);
    await this.#make(commit).finally(() => process.umask(own));
    return this;
  }

  async #make(commit) {
    this.folder = makeFolder();
    // The project has the folder's name: no test gives it another, as no user does.
    this.tree = join(this.folder, this.project);
    await run("git", ["clone", "--quiet", "--shared", ROOT, this.tree]);
    await run("git", ["-C", this.tree, "checkout", "--quiet", commit]);
    [this.httpPort, this.httpsPort] = [await steadyPort(), await steadyPort()];
    this.origin = `https://localhost:${this.httpsPort}`;
    this.env = {
      ...environment, DRAIN_SECONDS: 1, ...this.settings, HTTP_PORT: this.httpPort, HTTPS_PORT: this.httpsPort, ...this.version.env,
      HIPPODROME_VERSION: this.project, // of the image's name, in trees that name it
      ...(this.version.isPlugin && { DOCKER_CONFIG: (await run(join(ROOT, "tests/compose/plugin"))).stdout.trim() }),
    };
    await this.compose("build", "--quiet");
  }

  async compose(...args) {
    const [program, ...words] = [...this.command, ...args];
    return this.run(program, ...words);
  }

  /** In the clone, as its user would type it. */
  async run(program, ...args) {
    const { stdout } = await run(program, args, { cwd: this.tree, env: this.env, timeout: 900_000, ...LIMITS });
    return stdout.trim();
  }

  /** A block of commands of the manual, at a terminal, as a reader types it. */
  async type(name, replacements) {
    const text = commands("deploy/README.md", name, replacements);
    const typed = this.version.isPlugin ? text : text.replaceAll("docker compose", "docker-compose");
    return this.run("script", "--quiet", "--return", "--command", `bash -euc ${quote(typed)}`, "/dev/null");
  }

  /** `docker compose up -d`, until all that runs is healthy. */
  async up(...options) {
    await this.compose("up", "-d", ...options);
    await this.healthy();
  }

  /** As lines of the file .env beside compose.yaml. */
  configure(variables) {
    writeFileSync(join(this.tree, ".env"), Object.entries(variables).map(([name, value]) => `${name}=${value}\n`).join(""));
  }

  async healthy(timeout = 90_000) {
    await waitFor(() => "every container is healthy", async () => {
      const states = await this.inspect(...(await this.ids()));
      return states.filter(({ State }) => State.Running).length >= 5 && states.every(({ State }) => (State.Running ? State.Health?.Status === "healthy" : State.ExitCode === 0));
    }, timeout, 200);
    this.ca = await docker("exec", await this.id("caddy"), "cat", "/data/caddy/pki/authorities/local/root.crt");
    await waitFor("the house answers", async () => (await this.get("/readyz")).status === 200 && (await this.get("/api/v1/health")).status === 200, 30_000, 50);
  }

  /** Containers of a service, or of all; those that have ended too. */
  async ids(service) {
    const filters = [`label=com.docker.compose.project=${this.project}`, "label=com.docker.compose.oneoff=False", service && `label=com.docker.compose.service=${service}`];
    const text = await docker("ps", "-aq", "--no-trunc", ...filters.filter(Boolean).flatMap((filter) => ["--filter", filter]));
    return text.split("\n").filter(Boolean);
  }

  async id(service) {
    return (await this.ids(service))[0];
  }

  async inspect(...ids) {
    return JSON.parse(await docker("inspect", ...ids));
  }

  /** To Compose, these run as they shall: the next `up` leaves them. */
  async assertSettled(...services) {
    const ids = () => Promise.all(services.map((name) => this.ids(name)));
    const before = await ids();
    await this.up();
    assert.deepEqual(await ids(), before);
  }

  /** The image that a service's container runs. */
  async image(service) {
    const [{ Image }] = await this.service(service);
    return Image;
  }

  async service(name) {
    return this.inspect(...(await this.ids(name)));
  }

  /** The process of the service itself, below the little init of the container. */
  async mainPid(id) {
    const [{ State }] = await this.inspect(id);
    const children = readFileSync(`/proc/${State.Pid}/task/${State.Pid}/children`, "utf8").trim();
    return children ? Number(children.split(" ")[0]) : State.Pid;
  }

  get(path, options = {}) {
    return request(this.origin, path, { ca: this.ca, ...options });
  }

  client(options) {
    return new Client(this, options).open();
  }

  follower(options) {
    return new Follower(this, options).open();
  }

  /** Waits until `count` more rounds are settled than now. */
  async rounds(count) {
    const settled = () => this.value("select count(*) from hippo.round where phase = 'settled'");
    const before = await settled();
    await waitFor(`${count} more rounds are settled`, async () => (await settled()) >= before + count, 30_000, 200);
  }

  /** What report.proof() finds wrong. */
  violations() {
    return this.query("select * from report.proof()", [], "hippo_report");
  }

  /** Proofs of all settled rounds, as a stranger gets them. */
  async proofs() {
    const rounds = await this.query("select round_id from hippo.round where phase = 'settled' order by round_id");
    return Promise.all(rounds.map(async ({ round_id: id }) => (await this.get(`/api/v1/rounds/${id}/proof`)).json));
  }

  async words(id) {
    const { stdout, stderr } = await run("docker", ["logs", id], { env: environment, ...LIMITS });
    return stdout + stderr;
  }

  async tail() {
    return this.compose("logs", "--no-color", "--tail=30").catch((error) => error.message);
  }

  /** Everything goes but the layers of the build, which the next one uses again. */
  async close() {
    hangUpAll();
    if (this.tree) await this.compose("down", "--volumes", "--remove-orphans", "--timeout", "5").catch((error) => console.error(error.message));
    const images = await docker("images", "--format", "{{.Repository}}:{{.Tag}}", "--filter", `reference=${this.project}*`, "--filter", `reference=*:${this.project}`);
    if (images) await docker("rmi", "--no-prune", ...images.split("\n")).catch(() => {});
    if (this.folder) removeFolder(this.folder);
  }
}
