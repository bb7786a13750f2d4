// SPDX-License-Identifier: MIT
// Minutes of accidents at random: kill -9, frozen programs, a database that stops, crashes or hangs up. Afterwards every
// invariant holds, and clients that stayed or came back have every event once.
// CHAOS_SEED=… repeats the choices of a run (not its timing); CHAOS_SECONDS=… sets how long.
import assert from "node:assert/strict";
import { createHash, randomInt } from "node:crypto";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed } from "../lib/client.mjs";
import { useHouse } from "../lib/house.mjs";
import { patience } from "../lib/setting.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

const SECONDS = Number(process.env.CHAOS_SECONDS ?? 190);
const SEED = process.env.CHAOS_SEED ?? String(randomInt(1_000_000));
const SETTINGS = { BETTING_MS: 700, LOCK_MS: 200, FILM_MS: 1500, FINISH_MS: 300 };

let drawn = 0;
const below = (bound) => createHash("sha256").update(`${SEED} ${drawn++}`).digest().readUInt32BE() % bound;
const pick = (list) => list[below(list.length)];

describe(`havoc for ${SECONDS} s (CHAOS_SEED=${SEED})`, () => {
  const house = useHouse({ settings: SETTINGS });
  const followers = [];
  const history = [];
  const answers = { good: 0, away: 0, other: [] };

  const daemonOf = (name) => name.replace(/-2$/, "");
  async function killAndStart(name) {
    await house.kill(name);
    await pass(below(1200));
    house.start(daemonOf(name), { as: name });
  }
  async function freeze(name, ms) {
    house.freeze(name);
    await pass(ms);
    house.wake(name);
  }
  async function restartDatabase(signal) {
    await house.db.stop(signal);
    await pass(below(1500));
    await house.db.start();
  }
  const leading = async () => (await house.leader().catch(() => null)) ?? pick(["scheduler", "scheduler-2"]);

  const accidents = {
    "kill the leader": async () => killAndStart(await leading()),
    "kill both schedulers": () => Promise.all(["scheduler", "scheduler-2"].map(killAndStart)),
    "kill the gateway": () => killAndStart("gateway"),
    "kill the api": () => killAndStart("api"),
    "freeze the leader": async () => freeze(await leading(), 200 + below(4000)),
    "freeze the gateway": () => freeze("gateway", 200 + below(3000)),
    "freeze the api": () => freeze("api", 200 + below(2000)),
    "restart the database": () => restartDatabase("SIGINT"),
    "crash the database": () => restartDatabase("SIGQUIT"),
    "kill the postmaster": () => restartDatabase("SIGKILL"),
    "hang up on a daemon": () => house.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = $1`, [`hippo_${pick(["scheduler", "gateway", "api"])}`]),
    "freeze a daemon's backend": async () => {
      const pids = await house.query(`select pid from pg_stat_activity where usename = $1`, [`hippo_${pick(["scheduler", "gateway", "api"])}`]);
      for (const { pid } of pids) process.kill(pid, "SIGSTOP");
      await pass(200 + below(2500));
      for (const { pid } of pids) process.kill(pid, "SIGCONT");
    },
    "kill the proxy": async () => {
      await house.kill("caddy");
      await pass(below(800));
      await house.startCaddy();
    },
  };

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
    const begin = performance.now();
    while (performance.now() - begin < SECONDS * 1000) {
      const name = pick(Object.keys(accidents));
      history.push(`${Math.round(performance.now() - begin)} ms: ${name}`);
      await accidents[name]();
      await pass(below(2500));
    }
    stop.abort();
    await asking;
  }, { timeout: patience((SECONDS + 60) * 1000) });

  test("the house gets well by itself", async (t) => {
    t.diagnostic(`${history.length} accidents; ${answers.good} answers, ${answers.away} times away`);
    const now = await house.value("select max(round_id) from hippo.round");
    await waitFor(() => `rounds go on after ${history.slice(-3).join(", ")}\n${house.tail()}`, async () =>
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
