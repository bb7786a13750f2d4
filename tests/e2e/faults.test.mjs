// SPDX-License-Identifier: MIT
// Whatever dies, in whatever phase: no round is lost, doubled or drawn twice, and whoever listens misses nothing.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { assertFollowed, assertStream } from "../lib/client.mjs";
import { hold, installHold } from "../lib/hold.mjs";
import { inOrder, useHouse } from "../lib/house.mjs";
import { slack } from "../lib/slack.mjs";
import { pass, waitFor, within } from "../lib/wait.mjs";

const SETTINGS = { BETTING_MS: 800, LOCK_MS: 300, FILM_MS: 1500, FINISH_MS: 400 };
const PHASES = ["betting", "locked", "racing", "settled"];
/** The next leader must be there within 3 s of the last one's death. */
const TAKEOVER_MS = 3000;

const settledCount = (house) => house.value("select count(*) from hippo.round where phase = 'settled'");
/** The house has come out of the fault: another round than the present one is settled. */
async function nextSettled(house) {
  const now = await settledCount(house);
  await waitFor(() => `rounds go on\n${house.tail()}`, async () => (await settledCount(house)) > now, 20_000, 50);
}

/** One scheduler leads, the other stands by. */
async function twoSchedulers(house) {
  await waitFor("a leader", () => house.leader());
  if (!house.program("scheduler-2")?.isRunning) house.start("scheduler", { as: "scheduler-2" });
  await waitFor("a standby", () => house.words("scheduler-2").includes("event=standby"));
}

/** Waits for the successor of `old`: gives {leader, ms since `start`}. */
async function successor(house, old, start = performance.now()) {
  const leader = await waitFor(() => `a new leader\n${house.tail()}`, async () => {
    const now = await house.leader();
    return now !== old && now;
  }, 15_000, 5);
  return { leader, ms: performance.now() - start };
}

describe("faults", { concurrency: true }, () => {
  describe("PostgreSQL stops and starts in each phase", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    let client;
    before(async () => {
      await installHold(house);
      client = await house.client();
    });
    const degraded = (active, after) => client.waitFor(`degraded ${active}`, () =>
      client.frames.slice(after).find(({ json }) => json.event === "degraded" && json.active === active), 15_000);

    async function outage(signal) {
      const before = client.frames.length;
      await house.db.stop(signal);
      const { json } = await degraded(true, before);
      assert.equal(json.reason, "database");
      await house.db.start();
      await degraded(false, before);
    }

    for (const [i, phase] of PHASES.entries()) {
      test(`in phase ${phase}: the client stays, is told degraded, then gets all that it missed`, async () => {
        await house.phase(phase);
        await outage(i % 2 ? "SIGQUIT" : "SIGINT");
        await nextSettled(house);
        await assertStream(client);
      });
    }

    test("in phase finished, in the middle of the settlement: it is settled once", async () => {
      const held = await hold(house, "settled");
      await waitFor("a settlement waits", held.held, 15_000);
      const [{ round_id: id }] = await house.query("select round_id from hippo.round where phase = 'finished'");
      await outage("SIGQUIT");
      await held.release();
      await house.phase("settled", { from: id });
      await nextSettled(house);
      assert.equal(client.stored.filter(({ json }) => json.event === "race_results" && json.roundId === id).length, 1);
      assert.equal(client.stored.filter(({ json }) => json.event === "race_end" && json.roundId === id).length, 1);
    });

    test("afterwards: no gap, one result per round, equal to HR1; the client that stayed has every event once, in order", async () => {
      assert.equal(client.closed, null, "the client had to come back");
      await assertStream(client);
      await assertBooks(house);
    });
  });

  describe("the leading scheduler dies by kill -9 in each phase, another stands by", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    let client;
    before(async () => {
      await installHold(house);
      client = await house.client();
      await twoSchedulers(house);
    });

    async function killLeader() {
      const old = await house.leader();
      const start = performance.now();
      await house.kill(old);
      return { old, start };
    }

    for (const phase of PHASES) {
      test(`in phase ${phase}: the standby takes over within 3 s and goes on with the same round`, async (t) => {
        const round = await house.phase(phase);
        const { old, start } = await killLeader();
        const { ms } = await successor(house, old, start);
        t.diagnostic(`takeover after kill -9 in ${phase}: ${Math.round(ms)} ms`);
        assert.ok(ms < slack(TAKEOVER_MS), `the takeover took ${ms} ms`);
        house.start("scheduler", { as: old });
        if (phase !== "settled") {
          const same = await house.phase("settled", { from: round.round_id });
          assert.equal(same.round_id, round.round_id);
          assert.equal(same.card_hash.toString("hex"), round.card_hash.toString("hex"));
        }
        await nextSettled(house);
      });
    }

    for (const phase of ["locked", "racing", "finished", "settled"]) {
      test(`in the middle of the move to ${phase}: it is made once, by one of them`, async () => {
        const held = await hold(house, phase);
        await waitFor("a move waits", held.held, 15_000);
        const { old } = await killLeader();
        await held.release();
        await successor(house, old);
        house.start("scheduler", { as: old });
        await nextSettled(house);
        await assertStream(client);
      });
    }

    test("afterwards all is as if nothing had happened", async () => {
      assert.equal(client.closed, null);
      await assertStream(client);
      await assertBooks(house);
      await assertChainUnbroken(house);
    });
  });

  /** A standby has the same key and goes on with the same chain: no session was begun anew. */
  async function assertChainUnbroken(house) {
    assert.equal(await house.value("select count(*) from hippo.session"), 1);
  }

  describe("two schedulers, and the leader freezes (SIGSTOP)", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    let client;
    before(async () => {
      client = await house.client();
      await twoSchedulers(house);
    });

    test("only one of two acts", async () => {
      const leader = await house.leader();
      await nextSettled(house);
      await nextSettled(house);
      const idle = leader === "scheduler" ? "scheduler-2" : "scheduler";
      assert.doesNotMatch(house.words(idle), /event=round_/);
      assert.equal(await house.leader(), leader);
    });

    for (const phase of ["betting", "racing"]) {
      test(`frozen in phase ${phase}: takeover within 3 s; when it wakes it does nothing`, async (t) => {
        await house.phase(phase);
        const frozen = await house.leader();
        const start = performance.now();
        house.freeze(frozen);
        const { leader, ms } = await successor(house, frozen, start);
        t.diagnostic(`takeover from a frozen leader in ${phase}: ${Math.round(ms)} ms`);
        assert.ok(ms < slack(TAKEOVER_MS), `the takeover took ${ms} ms`);
        await nextSettled(house);
        const said = house.words(frozen).length;
        house.wake(frozen);
        await waitFor("the woken one stands by", () => house.words(frozen).slice(said).includes("event=standby"), 10_000);
        await nextSettled(house);
        // It may still hear that the move it had just asked for was made: nothing else.
        const [before, after] = house.words(frozen).slice(said).split("event=standby");
        assert.ok((before.match(/event=(round_|film)/g) ?? []).length <= 1, before);
        assert.doesNotMatch(after, /event=(round_|film)/, "it acted after it had lost the lead");
        assert.equal(await house.leader(), leader);
      });
    }

    test("afterwards: no round lost or doubled", async () => {
      assert.equal(client.closed, null);
      await assertStream(client);
      await assertBooks(house);
      await assertChainUnbroken(house);
    });

    test("a scheduler that is asked to stop hands over at once", async (t) => {
      const old = await house.leader();
      const start = performance.now();
      const end = await house.stop(old);
      assert.deepEqual(end, { code: 0, signal: null });
      const { ms } = await successor(house, old, start);
      t.diagnostic(`takeover after SIGTERM: ${Math.round(ms)} ms`);
      assert.ok(ms < slack(1500));
      await nextSettled(house);
    });

    test("another key cannot go on with this house, and says so", async () => {
      const before = await house.value("select max(round_id) from hippo.round");
      const stranger = house.start("scheduler", { as: "stranger", env: { VAULT_KEY_FILE: `${house.folder}/other.key` } });
      await house.stop(await house.leader());
      const end = await stranger.ended;
      stranger.isWanted = false;
      assert.equal(end.code, 2);
      assert.match(house.words("stranger"), /VAULT_KEY_FILE/);
      house.start("scheduler");
      await house.phase("settled", { from: before });
      await nextSettled(house);
    });
  });

  describe("gateway and api die by kill -9 in each phase", inOrder, () => {
    const house = useHouse({ settings: SETTINGS });
    const followers = [];
    before(async () => {
      for (let i = 0; i < 3; i++) followers.push(await house.follower());
    });

    for (const phase of PHASES) {
      test(`gateway in phase ${phase}: clients come back and catch up`, async () => {
        await house.phase(phase);
        const connections = followers.map(({ clients }) => clients.length);
        await house.kill("gateway");
        await pass(200); // nobody is there
        house.start("gateway");
        await waitFor("all are back", () => followers.every(({ clients }, i) => clients.length > connections[i]), 15_000);
        assert.deepEqual(followers.map(({ clients }) => clients.at(-1).hello.recovered), [true, true, true]);
      });

      test(`api in phase ${phase}: rounds go on, answers come back by themselves`, async () => {
        await house.phase(phase);
        await house.kill("api");
        const asked = house.get("/api/v1/rounds/current");
        house.start("api");
        assert.equal((await asked).status, 200);
      });
    }

    test("a gateway that was frozen for 2 s loses nothing", async () => {
      await house.phase("betting");
      const connections = followers[0].clients.length;
      house.freeze("gateway");
      await pass(2000);
      house.wake("gateway");
      await nextSettled(house);
      assert.equal(followers[0].clients.length, connections, "the client had to come back");
    });

    test("a gateway that is asked to stop sends its clients away, and they come back to the next one", async () => {
      const connections = followers.map(({ clients }) => clients.length);
      const end = await house.stop("gateway");
      assert.deepEqual(end, { code: 0, signal: null });
      for (const [i, { clients }] of followers.entries()) {
        const { code } = await within("the client hears of it", clients[connections[i] - 1].end);
        assert.notEqual(code, 1006, "no goodbye");
      }
      house.start("gateway");
      await waitFor("all are back", () => followers.every(({ clients }, i) => clients.length > connections[i]), 15_000);
    });

    test("a lost wake-up is healed by the poll", async () => {
      await house.query("select hippo.game_pause('no wake-up')");
      await waitFor("the house stands still", async () => (await house.value("select count(*) from hippo.round where phase <> 'settled'")) === 0);
      const top = () => house.value("select top from hippo.stream where channel = 'race'");
      const has = await top();
      await waitFor("all is told", () => followers.every(({ offset }) => offset === has));
      // An event without NOTIFY.
      await house.query(`with next as (update hippo.stream set top = top + 1 where channel = 'race' returning top)
        insert into hippo.stream_event (channel, "offset", event, data)
        select 'race', top, 'test_note', json_build_object('event', 'test_note', 'roundId', null, 'serverTime', hippo.ms(hippo.clock())) from next`);
      await waitFor("the event came all the same", () => followers.every(({ offset }) => offset === has + 1), 4000);
      await house.query("select hippo.game_resume('go on')");
    });

    test("afterwards: offsets without hole or double for each client, over all its connections", async () => {
      await nextSettled(house);
      for (const follower of followers) {
        await follower.stop();
        await assertFollowed(follower);
      }
      await assertBooks(house);
    });
  });
});
