// SPDX-License-Identifier: MIT
// Five minutes of the shortest rounds: 200 of them with nobody there, and as many in a busy house whose memory must
// stay flat.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed, assertStream } from "../lib/client.mjs";
import { inOrder, SHORTEST, useHouse } from "../lib/house.mjs";
import { roundsWithNobody } from "../lib/nobody.mjs";
import { patience, SANITIZE } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SECONDS = Number(process.env.CHAOS_SECONDS ?? 280);
const ROUNDS = Math.round(SECONDS / 1.4);
const WARM_UP = 0.25; // of the time
/** The gateway keeps its newest 2 048 events: filled with copies before the measurement, as they are after an hour. */
const TAPE = 2048;
const GROWTH_KB = 600;

describe("marathon", { concurrency: true }, () => {
  describe(`${ROUNDS} rounds with no client connected`, inOrder, () => roundsWithNobody(ROUNDS));

  describe("a busy house's memory stays flat", { ...inOrder, skip: SANITIZE && "a sanitizer's own memory would be measured" }, () => {
    const house = useHouse({ settings: SHORTEST, env: { LOG_LEVEL: "info" } });
    const daemons = ["scheduler", "gateway", "api"];
    const samples = [];
    const followers = [];

    before(async () => {
      await house.rounds(7, 30_000); // six winners in each message
      await house.query(`select hippo.stream_append('race', 'test_note', null, json_build_object('copy', data))
        from (select data from hippo.stream_event order by "offset" desc limit 12) round, generate_series(0, $1::integer / 12)`, [TAPE]);
      for (let i = 0; i < 10; i++) followers.push(await house.follower());
      const end = performance.now() + SECONDS * 1000;
      while (performance.now() < end) {
        const passing = await house.client();
        await Promise.all(["rounds/current", "rounds?limit=20", "winners", "config", "health", "nope"].map((path) => house.get(`/api/v1/${path}`)));
        await passing.close();
        samples.push(daemons.map((name) => house.program(name).residentKb()));
        await pass(500);
      }
    }, { timeout: patience((SECONDS + 60) * 1000) });

    for (const [i, name] of daemons.entries()) {
      test(`${name} does not grow`, (t) => {
        const warm = samples.slice(Math.floor(samples.length * WARM_UP)).map((sample) => sample[i]);
        const third = Math.floor(warm.length / 3);
        const mean = (list) => list.reduce((sum, kb) => sum + kb, 0) / list.length;
        const [early, late] = [mean(warm.slice(0, third)), mean(warm.slice(-third))];
        t.diagnostic(`${name}: ${Math.round(early)} kB early, ${Math.round(late)} kB late, ${samples.length} passing clients`);
        assert.ok(late - early < GROWTH_KB, `${name} grew from ${early} to ${late} kB`);
      });
    }

    test("and its books are right", async () => {
      const top = await house.value("select top from hippo.stream where channel = 'race'");
      await waitFor("all have caught up", () => followers.every(({ offset }) => offset >= top));
      for (const follower of followers) {
        await follower.stop();
        assert.equal(follower.clients.length, 1, "a client had to come back");
        await assertFollowed(follower);
        await assertStream(follower.clients[0]);
      }
      await assertBooks(house);
    });
  });
});
