// SPDX-License-Identifier: MIT
// The scheduler seals the days that are over: by itself, each once, and wholly or not at all.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { inOrder, SHORT, useHouse } from "../lib/house.mjs";
import { waitFor } from "../lib/wait.mjs";

describe("sealed days", inOrder, () => {
  const house = useHouse({ settings: SHORT, env: { LOG_LEVEL: "info" }, programs: [] });
  const said = (event) => [...house.programs.keys()].filter((name) => name.startsWith("scheduler"))
    .flatMap((name) => house.words(name).split("\n")).filter((line) => line.includes(`event=${event} `));
  const seals = () => house.query("select to_char(day, 'YYYY-MM-DD') as day, encode(hash, 'hex') as hash from hippo.seal order by day");
  const isSealing = async () => (await house.value("select count(*) from pg_stat_activity where query like '%day_seal%' and usename = 'hippo_scheduler' and state = 'active'")) > 0;
  let yesterday, earlier;

  /** Past the guards: the rounds so far were of another day. */
  async function moveRounds(day) {
    await house.query(`do $$ begin set local session_replication_role = replica; update hippo.round_day set day = '${day}'; end $$`);
  }

  before(async () => {
    // In a zone where it is not about midnight.
    await house.query("update hippo.setting set value = $1 where name = 'time_zone'", [new Date().getUTCHours() < 2 ? "America/Port-au-Prince" : "UTC"]);
    [earlier, yesterday] = await Promise.all([2, 1].map((days) => house.value("select to_char(hippo.house_day(hippo.clock()) - $1::integer, 'YYYY-MM-DD')", [days])));
    // The real work, after a while in which it can be disturbed.
    await house.query("alter function hippo.seal_figures(date) rename to test_real_figures");
    await house.query(`create function hippo.seal_figures(p_day date) returns void language plpgsql as $$
      begin perform pg_sleep(2); perform hippo.test_real_figures(p_day); end $$`);
    await house.query("alter function hippo.seal_figures(date) owner to hippo_owner");
    house.start("scheduler");
    await house.rounds(1);
  });

  test("a day that is not over is not sealed", async () => {
    await house.rounds(2);
    assert.deepEqual(await seals(), []);
    assert.deepEqual(said("day_sealed"), []);
  });

  test("one that was cut off leaves nothing, and is sealed by the next leader", async () => {
    const leader = await house.leader();
    house.start("scheduler", { as: "scheduler-2" });
    await moveRounds(earlier);
    await waitFor("it is being sealed", isSealing);
    await house.query("select pg_terminate_backend(pid) from pg_stat_activity where query like '%day_seal%' and usename = 'hippo_scheduler'");
    await waitFor("an error line", () => said("proof_failed").length > 0);
    assert.deepEqual(await seals(), []);
    assert.equal(await house.value("select count(*) from hippo.seal_chain"), 0);
    await house.stop(leader);
    await waitFor("both days are sealed", () => said("day_sealed").length === 2, 30_000);
    const made = await seals();
    assert.deepEqual(made.map(({ day }) => day), [earlier, yesterday]);
    for (const [i, { day, hash }] of made.entries()) assert.match(said("day_sealed")[i], new RegExp(`level=info .*day=${day} entries=\\d+ took_ms=\\d+ hash=${hash}`));
  });

  test("each once, and rounds go on", async () => {
    const made = await seals();
    await house.rounds((await house.value("select count(*) from hippo.round where phase in ('settled', 'void')")) + 2);
    assert.deepEqual(await seals(), made);
    assert.equal(await house.value("select count(*) from hippo.journal where action = 'seal'"), 2);
    assert.deepEqual(await house.query("select * from report.proof_full()"), []);
  });
});
