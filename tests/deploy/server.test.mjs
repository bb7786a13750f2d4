// SPDX-License-Identifier: MIT
// A plain server by its written steps alone, and its units: watched, started again, stopped and started without harm to anybody.
// Its backups are server_backup's.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed, assertStream, Client, Follower } from "../lib/client.mjs";
import { rush } from "../lib/rush.mjs";
import { waitFor } from "../lib/wait.mjs";
import { DAEMONS, usePlainServer } from "./plain_server.mjs";

const WATCHDOG_MS = 20_000;
const [SCREENS, CASHIERS] = [600, 50];
const saidPassword = (words) => /password (\S+) \(said this once\)/.exec(words.trim().split("\n").at(-1))[1];

describe("a plain server with systemd", () => {
  const house = usePlainServer();
  const { inside, inTree, type, failed, isActive, mainPid, pid, login, ready, rounds } = house;

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

  test("the sealed days' reports come as files, in the hands of a user made for it", async () => {
    const secret = "an-auditors-own-words";
    const password = saidPassword((await type("server-reset-admin")).split("\n").find((line) => line.includes("Administrator:")));
    const cookie = (await login(password)).headers["set-cookie"][0].split(";")[0];
    const { status, text } = await house.get("/api/v1/admin/users", { method: "POST",
      headers: { cookie, origin: house.origin, "content-type": "application/json", "idempotency-key": "the-reports-user" },
      body: JSON.stringify({ username: "reports", role: "auditor", password: secret }) });
    assert.equal(status, 200, text);
    await type("server-reports", { "the password of that user": secret, "https://races.example.com": "https://localhost" });
    await inside("install -m 0644 /var/lib/caddy/.local/share/caddy/pki/authorities/local/root.crt /etc/hippodrome/authority.crt && echo CURL_CA_BUNDLE=/etc/hippodrome/authority.crt >>/etc/hippodrome/reports.env");
    await inside("systemctl start hippodrome-reports");
    assert.match(await inside("journalctl --no-pager --output cat -u hippodrome-reports"), /^reports: 0 days made, 0 sealed/m, "the house has begun today");
    assert.equal(await failed(), "");
  });

  test("installing a package for development touches no service that runs, and starts none that comes along", async () => {
    const running = async () => (await inside("systemctl show --property=Id,ActiveState,UnitFileState,MainPID caddy postgresql@15-main hippodrome-api hippodrome-gateway")).trim();
    const policy = () => inside("ls /usr/sbin/policy-rc.d || true");
    const before = [await running(), await policy()];
    await inTree("dev/install-packages nginx-light");
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

  test("after all that the books hold", async () => {
    await assertBooks(house);
  });
});
