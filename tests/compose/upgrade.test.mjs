// SPDX-License-Identifier: MIT
// A house of before becomes one of now, with all that it has on record.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertSold, openTills, playRound } from "../lib/cashiers.mjs";
import { ROOT } from "../lib/setting.mjs";
import { needDocker, useContainers } from "./containers.mjs";

before(needDocker);

describe("an upgrade from the schema without money", () => {
  const git = (...args) => execFileSync("git", ["-C", ROOT, ...args], { encoding: "utf8" }).trim();
  const house = useContainers(git("log", "--diff-filter=A", "-1", "--format=%H^", "--", "sql/migrations/0010_people.sql"));

  test("its rounds stay, its screens miss nothing, and money comes in", async () => {
    await house.up();
    await house.rounds(2);
    assert.equal(await house.value("select to_regclass('hippo.ticket')"), null);
    const proofs = await house.proofs();
    const screen = await house.follower();
    await house.run("git", "checkout", "--quiet", git("rev-parse", "HEAD"));
    await house.run(join(house.tree, "deploy/compose/upgrade"));
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
});
