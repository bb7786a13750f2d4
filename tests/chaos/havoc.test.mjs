// SPDX-License-Identifier: MIT
// Minutes of accidents at random: kill -9, frozen programs, a database that stops, crashes or hangs up. Afterwards every
// invariant holds, and clients that stayed or came back have every event once.
// CHAOS_SEED=… repeats the choices of a run (not its timing); CHAOS_SECONDS=… sets how long.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { Accidents } from "../lib/accidents.mjs";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed } from "../lib/client.mjs";
import { useHouse } from "../lib/house.mjs";
import { patience } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SECONDS = Number(process.env.CHAOS_SECONDS ?? 190);
const SETTINGS = { BETTING_MS: 700, LOCK_MS: 200, FILM_MS: 1500, FINISH_MS: 300 };

const accidents = new Accidents();

describe(`havoc for ${SECONDS} s (CHAOS_SEED=${accidents.seed})`, () => {
  const house = useHouse({ settings: SETTINGS });
  const followers = [];
  const answers = { good: 0, away: 0, other: [] };

  async function ask(signal) {
    while (!signal.aborted) {
      try {
        const { status, text } = await house.get("/api/v1/rounds/current");
        if (status === 200) answers.good++;
        else if ([502, 503, 504].includes(status)) answers.away++;
        else answers.other.push(`${status} ${text}`);
      } catch {
        answers.away++; // the proxy itself was away
      }
      await pass(100);
    }
  }

  before(async () => {
    house.start("scheduler", { as: "scheduler-2" });
    for (let i = 0; i < 3; i++) followers.push(await house.follower());
    const stop = new AbortController();
    const asking = ask(stop.signal);
    await accidents.happen(house, SECONDS * 1000, 2500);
    stop.abort();
    await asking;
  }, { timeout: patience((SECONDS + 60) * 1000) });

  test("the house gets well by itself", async (t) => {
    t.diagnostic(`${accidents.history.length} accidents; ${answers.good} answers, ${answers.away} times away`);
    const now = await house.value("select max(round_id) from hippo.round");
    await waitFor(() => `rounds go on after ${accidents.history.slice(-3).join(", ")}\n${house.tail()}`, async () =>
      (await house.value("select count(*) from hippo.round where phase = 'settled' and round_id > $1", [now])) >= 2, 30_000, 100);
    assert.equal((await house.get("/readyz")).status, 200);
    assert.deepEqual(answers.other, []);
    assert.ok(answers.good > answers.away / 4, "the api was hardly ever there");
  });

  test("rounds went on through it all", async (t) => {
    const rounds = await house.value("select count(*) from hippo.round where phase = 'settled'");
    t.diagnostic(`${rounds} rounds settled`);
    assert.ok(rounds > SECONDS / 20, `only ${rounds} rounds`);
  });

  test("no gap, no double, one result per round equal to HR1, the chain unbroken", async () => {
    await assertBooks(house);
    assert.equal(await house.value("select count(*) from hippo.session"), 1);
  });

  test("each client has every event once, over all its connections", async (t) => {
    const top = await house.value("select top from hippo.stream where channel = 'race'");
    await waitFor("all have caught up", () => followers.every(({ offset }) => offset >= top), 15_000);
    for (const follower of followers) {
      await follower.stop();
      t.diagnostic(`${follower.clients.length} connections, ${follower.stored.length} events`);
      await assertFollowed(follower);
    }
  });
});
