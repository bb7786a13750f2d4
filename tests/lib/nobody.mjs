// SPDX-License-Identifier: MIT
// Rounds that run while nobody watches: only PostgreSQL and the scheduler are there. Afterwards the rest of the house
// is started, to look at what happened as a stranger would.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertBooks, FIRST_ROUND } from "./books.mjs";
import { SHORTEST, useHouse } from "./house.mjs";
import { patience } from "./setting.mjs";
import { slack } from "./slack.mjs";

/** Sessions of 7 rounds: the chain of secrets ends and begins anew on the way. */
const SESSION_ROUNDS = 7;

export function roundsWithNobody(count) {
  const house = useHouse({ settings: { ...SHORTEST, SESSION_ROUNDS }, programs: ["scheduler"] });
  let proofs;

  test(`${count} rounds settle by themselves`, { timeout: patience(10_000 + 2000 * count) }, async () => {
    await house.rounds(count, 5000 + 1800 * count);
    await house.stop("scheduler");
    await house.launch(["gateway", "api", "caddy"]);
  });

  test("no gap, one result per round, equal to what HR1 gives from the published proof alone", async () => {
    proofs = await assertBooks(house);
    assert.ok(proofs.length >= count);
    assert.equal(proofs[0].roundId, FIRST_ROUND);
  });

  test("each session's anchor commits its rounds, and the sessions follow each other", () => {
    const sessions = [...new Set(proofs.map(({ session }) => session))];
    assert.equal(sessions.length, Math.ceil(proofs.length / SESSION_ROUNDS));
    for (const name of sessions) {
      const rounds = proofs.filter(({ session }) => session === name);
      assert.deepEqual(rounds.map(({ chainIndex }) => chainIndex), rounds.map((_, i) => i + 1));
      assert.equal(rounds[0].commitment, rounds[0].anchor);
      assert.ok(rounds.every(({ anchor }) => anchor === rounds[0].anchor));
    }
  });

  test("rounds kept their time, without anybody's click", async () => {
    const [{ late, gap }] = await house.query(`
      select max(greatest(extract(epoch from locked_at - locks_at), extract(epoch from raced_at - race_starts_at),
                          extract(epoch from finished_at - race_ends_at)) * 1000)::float as late,
             (select max(abs(extract(epoch from opened_at - before)) * 1000)::float
              from (select opened_at, lag(closes_at) over (order by round_id) as before from hippo.round) r) as gap
      from hippo.round where phase = 'settled'`);
    assert.ok(late < slack(250), `a phase came ${late} ms late`);
    assert.ok(gap < slack(250), `${gap} ms between two rounds`);
  });
}
