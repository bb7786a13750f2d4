// SPDX-License-Identifier: MIT
// A house of before becomes one of now, with all that it has on record.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertSold, openTills, playRound } from "../lib/cashiers.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass } from "../lib/wait.mjs";
import { docker, needDocker, useContainers, V1 } from "./containers.mjs";

before(needDocker);

describe("an upgrade from the schema without money", () => {
  const git = (...args) => execFileSync("git", ["-C", ROOT, ...args], { encoding: "utf8" }).trim();
  const house = useContainers(V1, { commit: git("log", "--diff-filter=A", "-1", "--format=%H^", "--", "sql/migrations/0010_people.sql") });

  test("its rounds stay, its screens miss nothing, and money comes in", async (t) => {
    await house.up("--scale", "gateway=2");
    await house.rounds(2);
    assert.equal(await house.value("select to_regclass('hippo.ticket')"), null);
    const proofs = await house.proofs();
    const screen = await house.follower();
    await house.run("git", "checkout", "--quiet", git("rev-parse", "HEAD"));
    const gap = await longestSilence(house, () => house.run(join(house.tree, "deploy/compose/upgrade")));
    t.diagnostic(`nobody was answered for at most ${gap} ms`);
    assert.ok(gap < 15_000, `nobody was answered for ${gap} ms`);
    await house.healthy();
    await house.rounds(1);
    const upgraded = await house.proofs();
    assert.deepEqual(upgraded.slice(0, proofs.length).map(({ order, secret }) => ({ order, secret })), proofs.map(({ order, secret }) => ({ order, secret })));
    const cashiers = await openTills(house, 1);
    await playRound(house, cashiers[0]);
    await assertSold(house, cashiers);
    cashiers[0].leave();
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
    assert.equal((await house.get("/")).text, readFileSync(join(house.tree, "web/index.html"), "utf8"));
  });

  test("a backup, and the commands of the manual", async () => {
    const backup = join(house.folder, "backup");
    await house.run(join(house.tree, "deploy/compose/backup"), backup);
    for (const name of ["containers-admin", "containers-reset-admin", "containers-certificate"]) await house.type(name);
    assert.match(readFileSync(join(house.tree, "root.crt"), "utf8"), /BEGIN CERTIFICATE/);
  });
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
