// SPDX-License-Identifier: MIT
// What a house in containers has on record outlives everything: money comes in and goes out, passwords change, all
// containers go, the volumes go and a backup comes back.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertSold, openTills, playRound } from "../lib/cashiers.mjs";
import { assertFollowed } from "../lib/client.mjs";
import { makeFolder, removeFolder } from "../lib/program.mjs";
import { record } from "../lib/record.mjs";
import { waitFor } from "../lib/wait.mjs";
import { docker, needDocker, useContainers, V2 } from "./containers.mjs";

const ADMIN = "an administrator's own password";

before(needDocker);

describe("a history", () => {
  const folder = makeFolder();
  const file = join(folder, "admin-password");
  writeFileSync(file, `${ADMIN}\n`);
  after(() => removeFolder(folder));
  const house = useContainers(V2, { settings: { ADMIN_PASSWORD_FILE: file } });
  let cashiers;

  test("the first administrator signs in with the password of the file, which only the api can read", async () => {
    await house.type("containers-public", { "races.example.com": "localhost" });
    await house.healthy();
    const answer = await house.get("/api/v1/auth/login", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "admin", password: ADMIN }),
    });
    assert.equal(answer.status, 200, answer.text);
    for (const name of ["gateway", "scheduler"])
      await assert.rejects(docker("exec", await house.id(name), "cat", "/run/hippodrome/secrets/admin.password"), /denied/, name);
    assert.ok(!(await house.tail()).includes(ADMIN));
  });

  test("a round with its money: sold, run, told, paid, and in the books", async () => {
    cashiers = await openTills(house, 2);
    await playRound(house, cashiers[0]);
    await assertSold(house, cashiers);
  });

  test("new passwords for the daemons, while it runs", async () => {
    const screen = await house.follower();
    await house.compose("run", "--rm", "-T", "--no-deps", "secrets", "/usr/lib/hippodrome/secrets", "rotate");
    await house.compose("run", "--rm", "-T", "--no-deps", "migrate");
    await house.compose("restart", "scheduler", "gateway", "api");
    await house.healthy();
    await house.rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("a new password for the database's owner, while it runs", async () => {
    const image = await house.image("api");
    const owner = () => docker("run", "--rm", "--network", "none", "--user", "0", "--volume", `${house.project}_secrets:/s:ro`, image, "cat", "/s/migrate.pgpass");
    const old = await owner();
    assert.match(await house.run(join(house.tree, "deploy/compose/rotate-owner")), /owner's password is another/);
    assert.notEqual(await owner(), old);
    const login = (pgpass) => docker("run", "--rm", "--network", `${house.project}_back`, "--env", `PGPASSWORD=${pgpass.split(":")[4]}`, image, "psql", "-h", "postgres", "-U", "postgres", "-d", "hippodrome", "-c", "select");
    await assert.rejects(login(old), /password authentication failed/);
    await login(await owner());
    await house.compose("run", "--rm", "-T", "--no-deps", "migrate");
  });

  test("down and up again: the history and the stream go on", async () => {
    const screen = await house.follower();
    const proofs = await house.proofs();
    await house.compose("down");
    assert.deepEqual(await house.ids(), []);
    await house.up();
    assert.deepEqual((await house.proofs()).slice(0, proofs.length), proofs);
    await house.rounds(1);
    await screen.stop();
    await assertFollowed(screen);
  });

  test("a backup in an empty house is the same house, to the last cent", async () => {
    const backup = join(house.folder, "backup");
    const scripts = join(house.tree, "deploy/compose");
    await house.query("select hippo.game_pause('a backup')");
    await waitFor("nothing runs", async () => (await house.value("select phase from hippo.round order by round_id desc limit 1")) === "settled", 30_000, 200);
    const [proofs, before] = [await house.proofs(), await record(house)];
    const epoch = await house.value("select epoch from hippo.stream where channel = 'race'");
    assert.match(before.ticket, /^\d+ /);
    await house.run(join(scripts, "backup"), backup);
    await assert.rejects(house.run(join(scripts, "restore"), backup), /there is a history already/);
    await house.compose("down", "--volumes");
    const words = await house.run(join(scripts, "restore"), backup);
    assert.match(words, /every proof holds/);
    await house.healthy();
    assert.deepEqual(await record(house), before);
    assert.notEqual(await house.value("select epoch from hippo.stream where channel = 'race'"), epoch);
    assert.deepEqual(await house.proofs(), proofs);
    assert.deepEqual(await house.violations(), []);
    await house.query("select hippo.game_resume('it is back')");
    await house.rounds(1);
    assert.equal((await house.query("select distinct session_id from hippo.round")).length, 2, "what was restored begins a new session");
    await playRound(house, cashiers[0]);
    await assertSold(house, cashiers);
  });

  test("after all that the books hold", async () => {
    for (const cashier of cashiers) cashier.leave();
    await assertBooks(house);
  });
});
