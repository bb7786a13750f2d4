// SPDX-License-Identifier: MIT
// Back to a moment of the past: a base backup and the archived WAL give the house as it was, to the last cent, and it goes on.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFileSync, readdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { promisify } from "node:util";
import { assertBooks } from "../lib/books.mjs";
import { openTills } from "../lib/cashiers.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { record } from "../lib/record.mjs";
import { ROOT } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

describe("point in time recovery", inOrder, () => {
  const house = useHouse();
  const archive = () => join(house.folder, "archive");
  const pitr = async (...args) => (await promisify(execFile)(join(ROOT, "deploy/server/pitr"), args, {
    env: { ...process.env, DATABASE_URL: house.db.url("postgres"), VAULT_KEY_FILE: house.vaultKey, KEEP: "2" },
  })).stdout;
  const play = async (cashier) => {
    await house.phase("betting", { from: (await house.value("select max(round_id) from hippo.round")) + 1 });
    const answer = await cashier.sell(await house.value("select max(round_id) from hippo.round"));
    assert.equal(answer.status, 200, answer.text);
  };
  const paused = async (why) => {
    await house.query("select hippo.game_pause($1)", [why]);
    await house.phase("settled");
  };
  let cashier, then, before;

  test("PostgreSQL archives, and a base backup is verified and kept with its key", async () => {
    // As Debian's clusters have it, with `peer`.
    appendFileSync(join(house.db.data, "pg_hba.conf"), "local replication postgres trust\n");
    assert.match(await pitr("setup", archive()), /restart PostgreSQL/);
    await house.db.stop();
    await house.db.start();
    await house.ready();
    [cashier] = await openTills({ ...house, get origin() { return house.origin; }, get ca() { return house.ca; }, execute: (sql) => house.query(sql) }, 1);
    await play(cashier);
    for (let i = 0; i < 3; i++) {
      assert.match(await pitr("base", archive()), /^pitr: base /);
      await pass(1100); // a base is named by its second
    }
    const kept = readdirSync(join(archive(), "base")).sort();
    assert.equal(kept.length, 4, kept.join(" "));
    assert.equal(statSync(join(archive(), "base", kept[1])).size, 32, "the key");
  });

  test("a moment is restored to the last cent, and what came after it is gone", { timeout: 120_000 }, async () => {
    await play(cashier);
    await paused("a moment to come back to");
    before = await record(house);
    then = await house.value("select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    await pass(50);
    await house.query("select hippo.game_resume('on with it')");
    await play(cashier);
    const screen = await house.follower();
    // The mistake that somebody wants undone.
    await assert.rejects(house.query("truncate hippo.ticket cascade"), /never/);
    await house.query("begin; set local session_replication_role = replica; truncate hippo.ticket cascade; commit");
    const last = await house.value("select pg_walfile_name(pg_switch_wal())");
    await waitFor("the WAL is in the archive", () => readdirSync(join(archive(), "wal")).includes(last), 20_000, 50);

    for (const daemon of ["scheduler", "api", "gateway"]) await house.stop(daemon);
    await house.db.stop();
    await assert.rejects(pitr("restore", archive(), "2020-01-01", join(house.folder, "none")), /no base backup before/);
    await assert.rejects(pitr("restore", archive(), then, house.db.data), /is not empty/);
    renameSync(house.db.data, `${house.db.data}.lost`);
    assert.match(await pitr("restore", archive(), then, house.db.data), /^pitr: base /);
    await house.db.start();
    await waitFor("it has recovered", async () => (await house.value("select pg_is_in_recovery()")) === false, 30_000, 50);
    assert.deepEqual(await record(house), before);
    assert.match(await pitr("prove"), /every proof holds/);

    for (const daemon of ["scheduler", "api", "gateway"]) house.start(daemon);
    await house.ready();
    await house.query("select hippo.game_resume('it is back')");
    await play(cashier);
    await waitFor("the screen has come back", () => screen.clients.length >= 2, 15_000, 20);
    assert.ok(screen.losses >= 1, "a client that has seen another future is told so");
    await screen.stop();
    cashier.leave();
    await house.rounds((await house.value("select count(*) from hippo.round where phase = 'settled'")) + 1);
    await assertBooks(house);
  });
});
