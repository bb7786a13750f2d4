// SPDX-License-Identifier: MIT
// The units under a real systemd, in a container that stands in for a plain server: started at boot, watched, started again,
// stopped and started without harm to anybody, the database's server least of all.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { docker, needDocker, SETTINGS, steadyPort } from "../compose/containers.mjs";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed, assertStream, Client, Follower, hangUpAll } from "../lib/client.mjs";
import { request } from "../lib/http.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { ROOT } from "../lib/setting.mjs";
import { rush } from "../lib/rush.mjs";
import { waitFor } from "../lib/wait.mjs";

const NAME = `hipposerver${process.pid}`;
const DAEMONS = ["scheduler", "gateway", "api"];
const WATCHDOG_MS = 20_000;
const ADMIN = "an administrator's own password";
const [SCREENS, CASHIERS] = [600, 50];
const inside = (command) => docker("exec", NAME, "bash", "-c", command);

const house = {
  query: async (text, values = [], role = "postgres") => {
    const filled = text.replace(/\$(\d+)/g, (_, n) => (typeof values[n - 1] === "number" ? values[n - 1] : `'${values[n - 1]}'`));
    const sql = `set role ${role}; select coalesce(json_agg(t), '[]') from (${filled}) t`;
    return JSON.parse(await docker("exec", "--user", "postgres", NAME, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", "hippodrome", "-c", sql));
  },
  execute: (sql) => docker("exec", "--user", "postgres", NAME, "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", "hippodrome", "-c", sql),
  get: (path, options) => request(house.origin, path, { ca: house.ca, ...options }),
};

const ready = () => waitFor("the house answers", async () => (await house.get("/readyz")).status === 200 && (await house.get("/api/v1/health")).status === 200, 40_000, 200);
async function rounds(count) {
  const settled = async () => (await house.query("select count(*) from hippo.round where phase = 'settled'"))[0].count;
  const before = await settled();
  await waitFor(`${count} more rounds are settled`, async () => (await settled()) >= before + count, 30_000, 200);
}
const pid = (daemon) => inside(`systemctl show --value -p MainPID hippodrome-${daemon}`);

describe("a plain server with systemd", () => {
  let folder;
  before(async () => {
    await needDocker();
    folder = makeFolder();
    cpSync(join(ROOT, "tests/deploy/server"), folder, { recursive: true });
    execFileSync("make", ["-s", "install", `DESTDIR=${join(folder, "installed")}`, "prefix=/usr"], { cwd: ROOT });
    mkdirSync(join(folder, "settings"));
    writeFileSync(join(folder, "settings/caddy.env"), "SITE_ADDRESS=localhost\n");
    writeFileSync(join(folder, "settings/scheduler.env"), Object.entries({ ...SETTINGS, BETTING_MS: 4000 }).map(([key, value]) => `${key}=${value}\n`).join(""));
    writeFileSync(join(folder, "settings/gateway.env"), "DRAIN_SECONDS=6\n");
    writeFileSync(join(folder, "settings/admin-password"), `${ADMIN}\n`, { mode: 0o600 });
    await docker("build", "--quiet", "--tag", NAME, folder);
    const port = await steadyPort();
    // systemd wants its own branch of the control groups, in either version of them, and the rights to mount and to make user name spaces.
    const groups = existsSync("/sys/fs/cgroup/systemd")
      ? ["--cgroupns", "host", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:ro", "--volume", "/sys/fs/cgroup/systemd:/sys/fs/cgroup/systemd:rw"]
      : ["--cgroupns", "private", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"];
    await docker("run", "--detach", "--name", NAME, "--cap-add", "SYS_ADMIN", "--cap-add", "SYS_PTRACE", "--cap-add", "NET_ADMIN", "--security-opt", "seccomp=unconfined",
      "--security-opt", "systempaths=unconfined", "--tmpfs", "/run", "--tmpfs", "/tmp", ...groups, "--publish", `${port}:443`, NAME);
    house.origin = `https://localhost:${port}`;
    house.ca = await waitFor("Caddy has its authority", () => inside("cat /var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"), 60_000, 200);
    await ready();
  }, { timeout: 900_000 });
  afterEach(async (t) => {
    if (t.passed === false) console.error(await inside("journalctl --no-pager -n 60; systemctl --failed --no-pager").catch((error) => error.message));
  });
  after(async () => {
    hangUpAll();
    await docker("rm", "--force", "--volumes", NAME).catch(() => {});
    await docker("rmi", "--no-prune", NAME).catch(() => {});
    if (folder) removeFolder(folder);
  });

  test("it is up after the boot, nothing has failed, and a whole round comes through wss", async () => {
    assert.equal(await inside("systemctl --failed --no-legend"), "");
    const client = await new Client(house).open();
    const { json: opened } = await client.frame("new_round", () => true, 20_000);
    await client.frame("race_results", ({ roundId }) => roundId === opened.roundId, 20_000);
    await client.close();
    await assertStream(client);
    assert.equal((await house.get("/")).status, 200);
  });

  test("the first administrator has the password of the file, which the api cannot reach", async () => {
    const login = (password) => house.get("/api/v1/auth/login", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password }),
    });
    assert.equal((await login(ADMIN)).status, 200);
    assert.equal((await login("another one")).status, 401);
    await assert.rejects(inside("setpriv --reuid hippo_api --regid hippo-web --clear-groups cat /etc/hippodrome/admin-password"), /denied/);
    assert.ok(!(await inside("journalctl --no-pager")).includes(ADMIN));
  });

  test(`upgraded at the busiest hour: ${SCREENS} screens and ${CASHIERS} cashiers notice nothing`, { timeout: 300_000 }, async (t) => {
    const old = await Promise.all(DAEMONS.map(pid));
    await rush(t, house, { screens: SCREENS, cashiers: CASHIERS, returns: 2 }, () => inside("/usr/share/hippodrome/deploy/upgrade"));
    for (const [i, daemon] of DAEMONS.entries()) assert.notEqual(await pid(daemon), old[i], daemon);
    assert.equal(await inside("systemctl list-units --all --no-legend 'hippodrome-*standin*'"), "", "the stand-in has gone");
    assert.equal(await inside("systemctl --failed --no-legend"), "");
  });

  test("the daemons have no root, no network, no new privileges, and filtered calls", async () => {
    const network = await inside("readlink /proc/1/ns/net");
    for (const daemon of DAEMONS) {
      const status = await inside(`cat /proc/${await pid(daemon)}/status`);
      assert.doesNotMatch(status, /^Uid:\t0\t/m, daemon);
      assert.match(status, /^CapBnd:\t0{16}$/m, daemon);
      assert.match(status, /^NoNewPrivs:\t1$/m, daemon);
      assert.match(status, /^Seccomp:\t2$/m, daemon);
      assert.notEqual(await inside(`readlink /proc/${await pid(daemon)}/ns/net`), network, daemon);
    }
  });

  test("killed with -9: they come back", async () => {
    const screen = await new Follower(house).open();
    for (const daemon of DAEMONS) {
      const old = await pid(daemon);
      await inside(`kill -9 ${old}`);
      await waitFor(`${daemon} is there again`, async () => !["0", old].includes(await pid(daemon)), 15_000, 100);
    }
    await ready();
    await rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("one that hangs is started again", async () => {
    const old = await pid("gateway");
    await inside(`kill -STOP ${old}`);
    await waitFor("another gateway", async () => !["0", old].includes(await pid("gateway")), WATCHDOG_MS + 15_000, 500);
    assert.match(await inside("journalctl --no-pager -u hippodrome-gateway"), /Watchdog timeout/);
    await ready();
  });

  test("all restarted, the migration too: the database's server is not harmed", async () => {
    const screen = await new Follower(house).open();
    await inside("systemctl restart hippodrome-migrate && systemctl restart 'hippodrome-*.service'");
    await ready();
    await rounds(1);
    await screen.stop();
    await assertFollowed(screen);
    assert.equal(await inside("systemctl --failed --no-legend"), "");
  });

  test("its backup can be restored", async () => {
    await inside("/usr/share/hippodrome/deploy/backup /root/backup");
    assert.match(await inside("/usr/share/hippodrome/deploy/drill /root/backup"), /every proof holds/);
  });

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });
});
