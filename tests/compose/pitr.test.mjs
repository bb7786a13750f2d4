// SPDX-License-Identifier: MIT
// The house in containers goes back to a moment of the past, its key too; and what would stand in the way is told.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { commands } from "../lib/manual.mjs";
import { record } from "../lib/record.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";
import { needDocker, useContainers, V1 } from "./containers.mjs";

await needDocker();
// Another file system than that of the containers.
const repository = mkdtempSync("/dev/shm/hippo-pitr-");
after(() => rmSync(repository, { recursive: true, force: true }));

test("pgBackRest comes beside the PostgreSQL of compose.yaml", () => {
  const [file, compose] = ["deploy/compose/pitr.Dockerfile", "compose.yaml"].map((path) => readFileSync(join(ROOT, path), "utf8"));
  const [, image] = /^FROM (\S+)$/m.exec(file);
  assert.match(compose, new RegExp(`^    image: ${image}$`, "m"));
});

describe("point in time recovery in containers", () => {
  const house = useContainers(V1, { settings: { FREE_PERCENT: 1 } });
  /** A block of the page, typed in the tree. */
  const type = (name, replacements) => house.run("bash", "-ec", commands("deploy/README.md", name, replacements).replaceAll("docker compose", house.command.join(" ")));
  const pitr = (...args) => house.run("deploy/compose/pitr", ...args);
  const troubles = () => pitr("check").then(() => "", ({ stderr }) => stderr);

  test("a backup is made, and the drill proves it", { timeout: 300_000 }, async () => {
    await house.up();
    await house.rounds(1);
    await type("compose-pitr", { "/mnt/backup": repository });
    await house.healthy();
    await waitFor("nothing is wrong", async () => (await troubles()) === "", 60_000, 500);
    await house.rounds(1);
    assert.match(await pitr("drill"), /[1-9]\d* rounds .*every proof holds; they are those of the house/);
  });

  test("a moment of the past comes back with its key", { timeout: 300_000 }, async () => {
    await house.execute("select hippo.game_pause('a moment to come back to')");
    await waitFor("the round is over", async () => (await house.value("select phase from hippo.round order by round_id desc limit 1")) === "settled", 20_000, 100);
    const past = await record(house);
    const then = await house.value("select clock_timestamp()::text");
    await pass(50);
    await house.execute("select hippo.game_resume('on with it')");
    const screen = await house.follower();
    await house.rounds(1);
    await house.compose("exec", "-T", "scheduler", "bash", "-c", "head -c 32 /dev/zero >/var/lib/hippodrome/vault/key");
    await type("compose-pitr-restore", { "2026-11-23 16:20:14+00": then });
    await house.healthy();
    assert.deepEqual(await record(house), past);
    await waitFor("the screen has come back", () => screen.clients.length >= 2, 30_000, 50);
    await house.execute("select hippo.game_resume('it is back')");
    await house.rounds(1);
    await screen.stop();
    assert.ok(screen.losses >= 1, "a client that has seen another future is told so");
    await assertBooks(house);
    await pitr("backup");
    await waitFor("nothing is wrong", async () => (await troubles()) === "", 60_000, 500);
  });

  test("a repository that is gone is told", { timeout: 120_000 }, async () => {
    await house.compose("exec", "-T", "postgres", "mv", "/var/lib/pgbackrest/archive", "/var/lib/pgbackrest/away");
    await house.value("select pg_switch_wal()");
    await waitFor("it is told", async () => /the archive has failed since/.test(await troubles()), 30_000, 500);
    await assert.rejects(pitr("restore", await house.value("select now()::text")), /what happened last, and it would be lost/);
    await house.rounds(1);
  });
});
