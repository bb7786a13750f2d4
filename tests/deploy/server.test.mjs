// SPDX-License-Identifier: MIT
// A plain server by its written steps alone: what deploy/README.md tells to type is typed, on a system as Debian's installer leaves
// it, with a real systemd, in a container. Then the units: watched, started again, stopped and started without harm to anybody.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { docker, needDocker, SETTINGS, steadyPort } from "../compose/containers.mjs";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed, assertStream, Client, Follower, hangUpAll } from "../lib/client.mjs";
import { database, PSQL } from "../lib/database.mjs";
import { request } from "../lib/http.mjs";
import { commands } from "../lib/manual.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { record } from "../lib/record.mjs";
import { ROOT } from "../lib/setting.mjs";
import { rush } from "../lib/rush.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const NAME = `hipposerver${process.pid}`;
const TREE = "/root/hippodrome";
const DAEMONS = ["scheduler", "gateway", "api"];
const WATCHDOG_MS = 20_000;
const ADMIN = "an administrator's own password";
const [SCREENS, CASHIERS] = [600, 50];
// As an administrator at his terminal: the first command that fails ends the block.
const inside = (command, folder = "/root") => docker("exec", "--workdir", folder, NAME, "bash", "-ec", command);
/** A block of the page, typed in the source tree. */
const type = (name, replacements) => inside(commands("deploy/README.md", name, replacements), TREE);
const failed = () => inside("systemctl --failed --no-legend");
const isWell = () => inside("systemctl start hippodrome-backup-check").then(() => true, () => false);
const isActive = (unit) => inside(`systemctl is-active ${unit} || true`);
const LOCALHOST = { "races.example.com": "localhost" };
const DISK = { "mount /dev/disk/by-label/backup": "mount -t tmpfs backup" };

const house = {
  ...database((role, sql) => docker("exec", "--user", "postgres", NAME, ...PSQL, "-c", `set role ${role}`, "-c", sql)),
  get: (path, options) => request(house.origin, path, { ca: house.ca, ...options }),
};

const ready = () => waitFor("the house answers", async () => (await house.get("/readyz")).status === 200 && (await house.get("/api/v1/health")).status === 200, 40_000, 200);
async function rounds(count) {
  const settled = async () => (await house.query("select count(*) from hippo.round where phase = 'settled'"))[0].count;
  const before = await settled();
  await waitFor(`${count} more rounds are settled`, async () => (await settled()) >= before + count, 30_000, 200);
}
const mainPid = (daemon) => inside(`systemctl show --value -p MainPID hippodrome-${daemon}`);
async function pid(daemon) {
  const found = await mainPid(daemon);
  assert.notEqual(found, "0", `${daemon} does not run`);
  return found;
}

const login = (password) => house.get("/api/v1/auth/login", {
  method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password }),
});
const saidPassword = (words) => /password (\S+) \(said this once\)/.exec(words.trim().split("\n").at(-1))[1];

describe("a plain server with systemd", () => {
  let folder, port;
  before(async () => {
    await needDocker();
    folder = makeFolder();
    cpSync(join(ROOT, "tests/deploy/server"), join(folder, "image"), { recursive: true });
    copyFileSync(join(ROOT, "dev/packages.txt"), join(folder, "image/packages.txt"));
    await docker("build", "--quiet", "--tag", NAME, join(folder, "image"));
    port = await steadyPort();
    // systemd wants its own branch of the control groups, in either version of them, and the rights to mount and to make user name spaces.
    const groups = existsSync("/sys/fs/cgroup/systemd")
      ? ["--cgroupns", "host", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:ro", "--volume", "/sys/fs/cgroup/systemd:/sys/fs/cgroup/systemd:rw"]
      : ["--cgroupns", "private", "--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"];
    await docker("run", "--detach", "--name", NAME, "--cap-add", "SYS_ADMIN", "--cap-add", "SYS_PTRACE", "--cap-add", "NET_ADMIN", "--security-opt", "seccomp=unconfined",
      "--security-opt", "systempaths=unconfined", "--tmpfs", "/run", "--tmpfs", "/tmp:exec", ...groups, "--publish", `${port}:443`, NAME);
    // What is committed, as somebody clones it; its origin takes another commit later.
    const origin = join(folder, "origin");
    mkdirSync(origin);
    execFileSync("bash", ["-ec", `git -C "${ROOT}" archive HEAD | tar -x -C "${origin}"; cd "${origin}"; git init --quiet --initial-branch main; git add --all; git -c user.name=a -c user.email=a commit --quiet --message tree`]);
    await docker("cp", origin, `${NAME}:/srv/origin`);
    await inside(`git clone --quiet /srv/origin ${TREE}`);
    const [begin, marks] = [performance.now(), []];
    await type("server-install");
    marks.push(performance.now() - begin);
    // Only so that the test takes minutes, not days.
    const settings = { scheduler: { ...SETTINGS, BETTING_MS: 4000, SESSION_ROUNDS: 5 }, gateway: { DRAIN_SECONDS: 6 } };
    for (const [daemon, values] of Object.entries(settings))
      await inside(`echo '${Object.entries(values).map(([key, value]) => `${key}=${value}`).join("\n")}' >/etc/hippodrome/${daemon}.env`);
    await type("server-start", LOCALHOST);
    await serves();
    console.log(`installed in ${(marks[0] / 1000).toFixed(0)} s, serving after ${((performance.now() - begin) / 1000).toFixed(0)} s`);
  }, { timeout: 900_000 });
  async function serves() {
    house.origin = `https://localhost:${port}`;
    house.ca = await waitFor("Caddy has its authority", () => inside("cat /var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt"), 60_000, 200);
    await ready();
  }
  afterEach(async (t) => {
    if (t.passed === false) console.error(await inside("journalctl --no-pager -n 60; systemctl --failed --no-pager").catch((error) => error.message));
  });
  after(async () => {
    hangUpAll();
    await docker("rm", "--force", "--volumes", NAME).catch(() => {});
    await docker("rmi", "--no-prune", NAME).catch(() => {});
    if (folder) removeFolder(folder);
  });

  test("it is up, nothing has failed, and a whole round comes through wss", async () => {
    assert.equal(await failed(), "");
    const client = await new Client(house).open();
    const { json: opened } = await client.frame("new_round", () => true, 20_000);
    await client.frame("race_results", ({ roundId }) => roundId === opened.roundId, 20_000);
    await client.close();
    await assertStream(client);
    assert.equal((await house.get("/")).status, 200);
  });

  test("the database has UTF-8 and the collation C in a cluster that has neither", async () => {
    const [text] = await house.query("select pg_encoding_to_char(encoding) as encoding, datcollate, datctype from pg_database where datname = 'hippodrome'");
    assert.deepEqual(text, { encoding: "UTF8", datcollate: "C", datctype: "C.UTF-8" });
  });

  test("the first administrator's password is said where the page says, and so is another one", async () => {
    const first = saidPassword(await type("server-admin"));
    assert.equal((await login(first)).status, 200);
    const second = saidPassword((await type("server-reset-admin")).split("\n").find((line) => line.includes("Administrator:")));
    assert.equal((await login(second)).status, 200);
    assert.equal((await login(first)).status, 401);
  });

  test("installing a package for development touches no service that runs, and starts none that comes along", async () => {
    const running = async () => (await inside("systemctl show --property=Id,ActiveState,UnitFileState,MainPID caddy postgresql@15-main hippodrome-api hippodrome-gateway")).trim();
    const policy = () => inside("ls /usr/sbin/policy-rc.d || true");
    const before = [await running(), await policy()];
    await inside("dev/install-packages nginx-light", TREE);
    assert.deepEqual([await running(), await policy()], before);
    assert.equal(await isActive("nginx"), "inactive");
    await assert.rejects(inside("systemctl is-enabled --quiet nginx"), "nginx would start with the machine, and take Caddy's port");
  });

  test("stopping the target stops the house and nothing else, and it starts again", async () => {
    await inside("systemctl stop hippodrome.target");
    for (const name of [...DAEMONS, "migrate"]) assert.equal(await isActive(`hippodrome-${name}`), "inactive", name);
    for (const name of ["caddy", "postgresql@15-main"]) assert.equal(await isActive(name), "active", name);
    await assert.rejects(inside("/usr/share/hippodrome/deploy/upgrade"), /the house is stopped/);
    for (const name of DAEMONS) assert.equal(await isActive(`hippodrome-${name}`), "inactive", name);
    await inside("systemctl start hippodrome.target");
    await ready();
    assert.equal(await isActive("hippodrome-migrate"), "active");
  });

  test(`upgraded at the busiest hour: ${SCREENS} screens and ${CASHIERS} cashiers notice nothing`, { timeout: 300_000 }, async (t) => {
    const old = await Promise.all(DAEMONS.map(pid));
    await inside("echo news >web/news.txt && git add --all && git -c user.name=a -c user.email=a commit --quiet --message news", "/srv/origin");
    await rush(t, house, { screens: SCREENS, cashiers: CASHIERS, returns: 2 }, () => type("server-upgrade"));
    assert.equal((await house.get("/news.txt")).text, "news\n");
    for (const [i, daemon] of DAEMONS.entries()) assert.notEqual(await pid(daemon), old[i], daemon);
    assert.equal(await inside("systemctl list-units --all --no-legend 'hippodrome-*standin*'"), "", "the stand-in has gone");
    assert.equal(await failed(), "");
  });

  test("stopped in the middle of an upgrade it stays stopped, the stand-in too", { timeout: 90_000 }, async (t) => {
    // Without a client to hand over an upgrade is over in the fifth of a second: a gateway that ends late keeps it in the middle.
    const drops = "/run/systemd/system/hippodrome-gateway.service.d";
    await inside(`mkdir -p ${drops} && printf '[Service]\nExecStopPost=/bin/sh -c "while [ -e /run/held ]; do sleep 0.05; done"\n' >${drops}/held.conf && touch /run/held`);
    t.after(() => inside(`rm -rf /run/held ${drops} && systemctl daemon-reload && systemctl start hippodrome.target`));
    const upgrading = inside("/usr/share/hippodrome/deploy/upgrade").then(() => null, (error) => error);
    await waitFor("the stand-in is there, and the gateway is to end", async () =>
      (await isActive("hippodrome-gateway-standin")) === "active" && (await isActive("hippodrome-gateway")) === "deactivating", 20_000, 50);
    await inside("systemctl stop --no-block hippodrome.target");
    await waitFor("the target is down", async () => (await isActive("hippodrome.target")) === "inactive", 10_000, 50);
    await inside("rm /run/held");
    assert.match(String((await upgrading)?.message), /was stopped meanwhile/);
    await waitFor("all are down", async () => (await inside("systemctl list-units --no-legend 'hippodrome-*.service'")) === "", 20_000, 100);
    await inside("systemctl start hippodrome.target");
    await ready();
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
      await waitFor(`${daemon} is there again`, async () => !["0", old].includes(await mainPid(daemon)), 15_000, 100);
    }
    await ready();
    await rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("one that hangs is started again", async () => {
    const old = await pid("gateway");
    await inside(`kill -STOP ${old}`);
    await waitFor("another gateway", async () => !["0", old].includes(await mainPid("gateway")), WATCHDOG_MS + 15_000, 500);
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
    assert.equal(await failed(), "");
  });

  test("its backup can be restored", { timeout: 120_000 }, async () => {
    assert.match(await type("server-backup"), /every proof holds; they are those of the house/);
    await inside("cp /root/hippodrome.backup /root/moved.backup");
  });

  test("back to a moment of the past, by the page", { timeout: 300_000 }, async () => {
    await assert.rejects(inside(commands("deploy/README.md", "server-pitr").replace(/^mount .*$/m, "")), /is on the disk of the database/);
    await type("server-pitr", DISK);
    await ready();
    assert.equal(await isActive("hippodrome-backup-check.timer"), "active");
    await waitFor("the check has nothing to say", isWell, 60_000, 1000);
    await inside("systemctl start hippodrome-drill");
    assert.match(await inside("journalctl -u hippodrome-drill --no-pager"), /every proof holds; they are those of the house/);
    assert.equal(await inside("ls /var/lib/postgresql"), "15");
    await assert.rejects(inside("setpriv --reuid postgres --regid postgres --clear-groups sh -c 'cat /var/lib/pgbackrest/keys/*.key'"), /denied/i);

    await house.execute("select hippo.game_pause('a moment to come back to')");
    await waitFor("the round is over", async () => (await house.query("select phase from hippo.round order by round_id desc limit 1"))[0].phase === "settled", 20_000, 100);
    const past = await record(house);
    const [{ now: then }] = await house.query("select clock_timestamp()::text as now");
    await pass(50);
    await house.execute("select hippo.game_resume('on with it')");
    const screen = await new Follower(house).open();
    await rounds(1);
    const last = await inside("runuser -u postgres -- psql -XAtqc 'select pg_walfile_name(pg_switch_wal())'");
    await waitFor("it is archived", async () => (await house.query("select last_archived_wal from pg_stat_archiver"))[0].last_archived_wal >= last, 30_000, 100);
    assert.match(await type("server-pitr-restore", { "2026-11-23 16:20:14+00": then }), /every proof holds/);
    await ready();
    assert.deepEqual(await record(house), past);
    await waitFor("the screen has come back", () => screen.clients.length >= 2, 20_000, 50);
    await house.execute("select hippo.game_resume('it is back')");
    await rounds(1);
    await screen.stop();
    assert.ok(screen.losses >= 1, "a client that has seen another future is told so");
    await inside("systemctl start hippodrome-backup");
    assert.equal(await failed(), "");
  });

  test("a repository that is gone reaches whoever is to be told", { timeout: 120_000 }, async () => {
    await inside("printf '#!/bin/sh\\necho \"$1\" >>/run/told\\n' >/etc/hippodrome/alert && chmod +x /etc/hippodrome/alert && mv /var/lib/pgbackrest/archive /var/lib/pgbackrest/away");
    await inside("runuser -u postgres -- psql -XAtqc 'select pg_switch_wal()'");
    await waitFor("the check fails", async () => !(await isWell()), 30_000, 500);
    await waitFor("somebody is told", async () => (await inside("cat /run/told")).includes("hippodrome-backup-check.service"));
    assert.match(await inside("journalctl -u hippodrome-backup-check --no-pager"), /the archive has failed since|says of its repository/);
    await inside("rm -rf /var/lib/pgbackrest/archive && mv /var/lib/pgbackrest/away /var/lib/pgbackrest/archive");
    await waitFor("all is well again", isWell, 90_000, 1000);
    assert.equal(await failed(), "");
  });

  test("another key at the end of a session, of which a copy is kept", { timeout: 180_000 }, async () => {
    const key = () => inside("sha256sum /var/lib/hippodrome/vault.key");
    const [old, copies] = [await key(), await inside("ls /var/lib/pgbackrest/keys")];
    await type("server-rotate-key");
    await waitFor("it is done", async () => (await inside("journalctl -u rotate-key --no-pager")).includes("rotate-key: done"), 120_000, 500);
    assert.notEqual(await key(), old);
    assert.equal((await inside("ls /var/lib/pgbackrest/keys")).split("\n").length, copies.split("\n").length + 1);
    await rounds(1);
    assert.equal(await failed(), "");
  });

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });

  test("a machine without a cluster: a new house, whose first backup is drilled before its first round is settled", { timeout: 300_000 }, async () => {
    await inside("systemctl stop hippodrome.target hippodrome-backup.timer hippodrome-backup-check.timer hippodrome-drill.timer caddy");
    await inside("pg_dropcluster --stop 15 main && rm -rf /var/lib/hippodrome /root/hippodrome.backup && umount /var/lib/pgbackrest");
    await inside("sed -i s/BETTING_MS=.*/BETTING_MS=120000/ /etc/hippodrome/scheduler.env");
    await inside(`(umask 077 && echo "${ADMIN}" >/etc/hippodrome/admin-password)`);
    await type("server-install");
    await type("server-start", LOCALHOST);
    await serves();
    assert.equal((await login(ADMIN)).status, 200);
    await assert.rejects(inside("setpriv --reuid hippo_api --regid hippo-web --clear-groups cat /etc/hippodrome/admin-password"), /denied/);
    assert.ok(!(await inside("journalctl --no-pager")).includes(ADMIN));
    await waitFor("the first round", async () => (await house.query("select count(*) from hippo.round"))[0].count === 1, 20_000, 200);
    assert.match(await type("server-backup"), /0 rounds up to 0 restored .*every proof holds/);
    await inside("rm /etc/hippodrome/admin-password");
  });

  test("the old house moves to it, and goes on there", { timeout: 120_000 }, async () => {
    await inside("systemctl stop hippodrome.target && /usr/share/hippodrome/deploy/drill /root/hippodrome.backup");
    await inside("systemctl start hippodrome.target");
    await assert.rejects(inside("/usr/share/hippodrome/deploy/restore /root/moved.backup"), /the house runs/);
    const said = await type("server-restore", { "/root/hippodrome.backup": "/root/moved.backup" });
    assert.match(said, /the database that was there is hippodrome_\S+ now[^]*the key that was there is[^]*every proof holds/);
    await ready();
    await rounds(1);
    await assertBooks(house);
    assert.equal(await failed(), "");
  });
});
