// SPDX-License-Identifier: MIT
// A plain server by its written steps alone: what deploy/README.md tells to type is typed, on a system as Debian's installer leaves
// it, with a real systemd, in a container.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { docker, needDocker, SETTINGS, steadyPort } from "../compose/containers.mjs";
import { hangUpAll } from "../lib/client.mjs";
import { database, PSQL } from "../lib/database.mjs";
import { request } from "../lib/http.mjs";
import { commands } from "../lib/manual.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { ROOT } from "../lib/setting.mjs";
import { waitFor } from "../lib/wait.mjs";

export const DAEMONS = ["scheduler", "gateway", "api"];
const TREE = "/root/hippodrome";
const LOCALHOST = { "races.example.com": "localhost" };
/** Only so that the test takes minutes, not days. */
const DAEMON_SETTINGS = { scheduler: { ...SETTINGS, BETTING_MS: 4000, SESSION_ROUNDS: 5 }, gateway: { DRAIN_SECONDS: 6 } };

/** One server for all tests of a describe: installed before, removed after, its journal told when a test fails. */
export function usePlainServer() {
  const server = new PlainServer();
  before(() => server.open(), { timeout: 900_000 });
  afterEach(async (t) => {
    if (t.passed === false) console.error(await server.inside("journalctl --no-pager -n 60; systemctl --failed --no-pager").catch((error) => error.message));
  });
  after(() => server.close());
  return server;
}

class PlainServer {
  name = `hipposerver${process.pid}`;

  constructor() {
    Object.assign(this, database((role, sql) => docker("exec", "--user", "postgres", this.name, ...PSQL, "-c", `set role ${role}`, "-c", sql)));
  }

  async open() {
    await needDocker();
    this.folder = makeFolder();
    await this.#boot();
    await this.#clone();
    const begin = performance.now();
    await this.type("server-install");
    const installed = performance.now();
    for (const [daemon, values] of Object.entries(DAEMON_SETTINGS))
      await this.inside(`echo '${Object.entries(values).map(([key, value]) => `${key}=${value}`).join("\n")}' >/etc/hippodrome/${daemon}.env`);
    await this.start();
    const seconds = (until) => ((until - begin) / 1000).toFixed(0);
    console.log(`installed in ${seconds(installed)} s, serving after ${seconds(performance.now())} s`);
  }

  async #boot() {
    const image = join(this.folder, "image");
    cpSync(join(ROOT, "tests/deploy/server"), image, { recursive: true });
    copyFileSync(join(ROOT, "dev/packages.txt"), join(image, "packages.txt"));
    await docker("build", "--quiet", "--tag", this.name, image);
    this.port = await steadyPort();
    this.origin = `https://localhost:${this.port}`;
    // systemd wants its own branch of the control groups, in either version of them, and the rights to mount and to make user name spaces.
    const groups = existsSync("/sys/fs/cgroup/systemd")
      ? ["--cgroupns", "host", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:ro", "--volume", "/sys/fs/cgroup/systemd:/sys/fs/cgroup/systemd:rw"]
      : ["--cgroupns", "private", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"];
    await docker("run", "--detach", "--name", this.name, "--cap-add", "SYS_ADMIN", "--cap-add", "SYS_PTRACE", "--cap-add", "NET_ADMIN", "--security-opt", "seccomp=unconfined",
      "--security-opt", "systempaths=unconfined", "--tmpfs", "/run", "--tmpfs", "/tmp:exec", ...groups, "--publish", `${this.port}:443`, this.name);
  }

  /** What is committed, as somebody clones it; its origin takes another commit later. */
  async #clone() {
    const origin = join(this.folder, "origin");
    mkdirSync(origin);
    execFileSync("bash", ["-ec", `git -C "${ROOT}" archive HEAD | tar -x -C "${origin}"; cd "${origin}"; git init --quiet --initial-branch main; git add --all; git -c user.name=a -c user.email=a commit --quiet --message tree`]);
    await docker("cp", origin, `${this.name}:/srv/origin`);
    await this.inside(`git clone --quiet /srv/origin ${TREE}`);
  }

  async start() {
    await this.type("server-start", LOCALHOST);
    this.ca = await waitFor("Caddy has its authority", () => this.inside("cat /var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"), 60_000, 200);
    await this.ready();
  }

  async close() {
    hangUpAll();
    await docker("rm", "--force", "--volumes", this.name).catch(() => {});
    await docker("rmi", "--no-prune", this.name).catch(() => {});
    if (this.folder) removeFolder(this.folder);
  }

  /** As an administrator at his terminal: the first command that fails ends the block. */
  inside = (command, folder = "/root") => docker("exec", "--workdir", folder, this.name, "bash", "-ec", command);
  inTree = (command) => this.inside(command, TREE);
  /** A block of the page, typed in the source tree. */
  type = (name, replacements) => this.inTree(commands("deploy/README.md", name, replacements));

  failed = () => this.inside("systemctl --failed --no-legend");
  isActive = (unit) => this.inside(`systemctl is-active ${unit} || true`);
  mainPid = (daemon) => this.inside(`systemctl show --value -p MainPID hippodrome-${daemon}`);

  pid = async (daemon) => {
    const found = await this.mainPid(daemon);
    assert.notEqual(found, "0", `${daemon} does not run`);
    return found;
  };

  get = (path, options) => request(this.origin, path, { ca: this.ca, ...options });

  login = (password) => this.get("/api/v1/auth/login", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password }),
  });

  ready = () => waitFor("the house answers", async () => (await this.get("/readyz")).status === 200 && (await this.get("/api/v1/health")).status === 200, 40_000, 200);

  /** Waits until `count` more rounds are settled than now. */
  rounds = async (count) => {
    const settled = () => this.value("select count(*) from hippo.round where phase = 'settled'");
    const before = await settled();
    await waitFor(`${count} more rounds are settled`, async () => (await settled()) >= before + count, 30_000, 200);
  };
}
