// SPDX-License-Identifier: MIT
// A plain server's backups by the written steps: restored, set back to a moment, moved to another machine, and told of when they fail.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { Follower } from "../lib/client.mjs";
import { commands } from "../lib/manual.mjs";
import { record } from "../lib/record.mjs";
import { pass, waitFor } from "../lib/wait.mjs";
import { usePlainServer } from "./plain_server.mjs";

const ADMIN = "an administrator's own password";
const DISK = { "mount /dev/disk/by-label/backup": "mount -t tmpfs backup" };

describe("a plain server's backups", () => {
  const house = usePlainServer();
  const { inside, type, failed, isActive, login, ready, rounds } = house;
  const isWell = () => inside("systemctl start hippodrome-backup-check").then(() => true, () => false);

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
    await house.start();
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
    await ready();
    const screen = await new Follower(house).open();
    const said = await type("server-restore", { "/root/hippodrome.backup": "/root/moved.backup" });
    await screen.stop();
    assert.match(said, /the database that was there is hippodrome_\S+ now[^]*the key that was there is[^]*every proof holds/);
    await ready();
    await rounds(1);
    await assertBooks(house);
    assert.equal(await failed(), "");
  });
});
