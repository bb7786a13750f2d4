// SPDX-License-Identifier: MIT
// A house of before becomes one of now, with all that it has on record: release by release, as its owner upgrades it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertSold, openTills, playRound } from "../lib/cashiers.mjs";
import { commands } from "../lib/manual.mjs";
import { record, shape } from "../lib/record.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";
import { docker, needDocker, useContainers, V1 } from "./containers.mjs";

const git = (...args) => execFileSync("git", ["-C", ROOT, ...args], { encoding: "utf8" }).trim();
const lastWithout = (path) => git("log", "--diff-filter=A", "-1", "--format=%H^", "--", path);
const WITHOUT_MONEY = lastWithout("sql/migrations/0010_people.sql");
const WITH_POSTGRES_15 = lastWithout("deploy/compose/upgrade-postgres");
const REFUSAL = /PostgreSQL 15, and this release brings 17[^]*nothing was changed[^]*upgrade-postgres FILE/;

before(needDocker);

describe("an upgrade from the schema without money, and from PostgreSQL 15", () => {
  const house = useContainers(V1, { commit: WITHOUT_MONEY });
  const checkout = (commit) => house.run("git", "checkout", "--quiet", git("rev-parse", commit));
  const script = (name, ...args) => house.run(join(house.tree, "deploy/compose", name), ...args);
  const type = (text) => house.run("bash", "-euc", text);
  const running = async () => (await house.inspect(...(await house.ids()))).filter(({ State }) => State.Running).map(({ Id, State }) => `${Id} ${State.StartedAt}`).sort();
  const version = () => house.value("select current_setting('server_version_num')::integer / 10000");
  const backup = (name) => join(house.folder, name);
  let cashiers, proofs, history, known;

  /** What this release changes itself is no part of it, nor what it has more. */
  const recorded = async () => {
    const { migration, replaceable, ...rest } = await record(house, (known ??= await shape(house)));
    return rest;
  };

  test("its rounds stay, its screens miss nothing, and money comes in", async (t) => {
    await house.up("--scale", "gateway=2");
    await house.rounds(2);
    assert.equal(await house.value("select to_regclass('hippo.ticket')"), null);
    const old = await house.proofs();
    const screen = await house.follower();
    const pull = `git checkout --quiet ${WITH_POSTGRES_15}`;
    const gap = await longestSilence(house, () => type(commands("deploy/README.md", "containers-upgrade", { "git pull": pull })));
    t.diagnostic(`nobody was answered for at most ${gap} ms`);
    assert.ok(gap < 15_000, `nobody was answered for ${gap} ms`);
    await house.healthy();
    await house.rounds(1);
    const upgraded = await house.proofs();
    assert.deepEqual(upgraded.slice(0, old.length).map(({ order, secret }) => ({ order, secret })), old.map(({ order, secret }) => ({ order, secret })));
    cashiers = await openTills(house, 1);
    await playRound(house, cashiers[0]);
    await assertSold(house, cashiers);
    await screen.stop();
    assert.equal(screen.losses, 0);
    await assertBooks(house);
  });

  test("as many of each as before, under the numbers that `exec` knows", async () => {
    for (const [name, count] of Object.entries({ gateway: 2, api: 1, scheduler: 1, caddy: 1 })) {
      const numbers = (await house.service(name)).map(({ Config }) => Number(Config.Labels["com.docker.compose.container-number"]));
      assert.deepEqual(numbers.sort(), Array.from({ length: count }, (_, i) => i + 1), name);
    }
    await house.assertSettled("caddy", "api", "scheduler");
    assert.equal(await docker("ps", "-aq", "--filter", `label=hippodrome.stand-in=${house.project}`), "");
  });

  test("the proxy and the pages are the new ones too", async () => {
    const caddyfile = await house.compose("exec", "-T", "caddy", "cat", "/etc/caddy/Caddyfile");
    assert.equal(caddyfile, readFileSync(join(house.tree, "Caddyfile"), "utf8").trim());
    const [script] = (await house.get("/")).text.match(/\/assets\/screen-\w+\.js/);
    assert.match((await house.get(script)).headers["cache-control"], /immutable/);
  });

  test("a backup, and the commands of the manual", async () => {
    const backup = join(house.folder, "backup");
    await house.run(join(house.tree, "deploy/compose/backup"), backup);
    for (const name of ["containers-admin", "containers-reset-admin", "containers-certificate"]) await house.type(name);
    assert.match(readFileSync(join(house.tree, "root.crt"), "utf8"), /BEGIN CERTIFICATE/);
  });

  test("PostgreSQL 15 is refused before anything is stopped, with what to type", async () => {
    await checkout("HEAD");
    const before = await running();
    await assert.rejects(script("upgrade"), REFUSAL);
    assert.deepEqual(await running(), before);
    await assert.rejects(script("upgrade-postgres", "--forget"), /has not been moved: nothing was removed/);
    await assert.rejects(house.compose("up", "-d"));
    // Compose v2 stops what it will make anew before it starts anything: then the release before brings it back.
    if (house.command[0] === "docker-compose") assert.deepEqual(await running(), before);
    await checkout(WITH_POSTGRES_15);
    await house.up();
    await house.rounds(1);
    assert.equal(await version(), 15);
    await checkout("HEAD");
  });

  test("a backup that cannot be made: what ran before runs again", async () => {
    const rename = (from, to) => docker("run", "--rm", "--user", "0", "--volume", `${house.project}_vault:/vault`, "--entrypoint", "mv", "postgres:15.10-bookworm", `/vault/${from}`, `/vault/${to}`);
    const ids = async () => (await running()).map((told) => told.split(" ")[0]);
    const before = await ids();
    await rename("key", "hidden");
    await assert.rejects(script("upgrade-postgres", backup("without-key")), /what ran before runs again/);
    await rename("hidden", "key");
    assert.ok(!existsSync(backup("without-key")));
    await house.healthy();
    assert.deepEqual(await ids(), before);
    await house.rounds(1);
  });

  test("books that do not hold are not moved, and the release before goes on with the old database", async () => {
    const tamper = (sign) => house.execute(`alter table hippo.round_totals disable trigger user; update hippo.round_totals set stakes = stakes ${sign} 1; alter table hippo.round_totals enable trigger user`);
    await house.execute("alter role hippo_report password 'of a BI tool'");
    await pause();
    [proofs, history] = [await house.proofs(), await recorded()];
    await tamper("+");
    await assert.rejects(script("upgrade-postgres", backup("tampered")), /the books do not hold[^]*The old database is as it was/);
    await checkout(WITH_POSTGRES_15);
    await house.up();
    await tamper("-");
    assert.equal(await version(), 15);
    assert.deepEqual(await recorded(), history);
    await checkout("HEAD");
  });

  test("moved to 17 it is the same house, to the last cent, with its roles' passwords", async (t) => {
    const password = () => house.value("select rolpassword from pg_authid where rolname = 'hippo_report'");
    const old = await password();
    const words = await type(commands("deploy/README.md", "move-postgres", { "/backup/before-postgres-17": backup("moved") }));
    assert.match(words, /every proof holds[^]*done: 17[.]/);
    t.diagnostic(/the house stood still for \d+s/.exec(words)[0]);
    await house.healthy();
    assert.equal(await version(), 17);
    assert.deepEqual(await recorded(), history);
    assert.deepEqual(await house.proofs(), proofs);
    assert.equal(await password(), old);
    const [order] = await house.query("select datlocprovider, datlocale, current_setting('data_checksums') as checksums from pg_database where datname = current_database()");
    assert.deepEqual(order, { datlocprovider: "b", datlocale: "C.UTF-8", checksums: "on" });
    await house.query("select hippo.game_resume('it is moved')");
    await house.rounds(1);
    assert.equal((await house.query("select distinct session_id from hippo.round")).length, 2, "in another cluster a new session has begun");
    await playRound(house, cashiers[0]);
    await assertSold(house, cashiers);
    await assert.rejects(script("upgrade-postgres", backup("again")), /no database of PostgreSQL 15 here/);
    await script("upgrade");
    await house.healthy();
  });

  test("the old database is kept, where no server starts on it, until it is told to go", async () => {
    const files = () => docker("run", "--rm", "--volume", `${house.project}_database:/old:ro`, "--entrypoint", "ls", "postgres:15.10-bookworm", "/old", "/old/global");
    assert.match(await files(), /PG_VERSION[^]*pg_control[.]old/);
    await type(commands("deploy/README.md", "forget-postgres-15"));
    await assert.rejects(files(), /No such file/);
    await house.up();
    for (const cashier of cashiers) cashier.leave();
    await assertBooks(house);
  });

  async function pause() {
    await house.query("select hippo.game_pause('the database is moved')");
    await waitFor("nothing runs", async () => (await house.value("select phase from hippo.round order by round_id desc limit 1")) === "settled", 30_000, 200);
  }
});

/** For how long at most no new client got an answer meanwhile, in ms. */
async function longestSilence(house, action) {
  let [isOver, longest, last] = [false, 0, performance.now()];
  const asking = (async () => {
    while (!isOver) {
      const { status } = await house.get("/", { timeout: 1000 }).catch(() => ({}));
      const now = performance.now();
      longest = Math.max(longest, now - last);
      if (status === 200) last = now;
      await pass(20);
    }
  })();
  try {
    await action();
  } finally {
    isOver = true;
    await asking;
  }
  return Math.round(longest);
}
