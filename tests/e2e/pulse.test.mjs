// SPDX-License-Identifier: MIT
// What the leader does beside the rounds: the pulse and the nightly proof. Whatever happens to them, rounds keep their time.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assertBooks } from "../lib/books.mjs";
import { inOrder, SHORT, useHouse } from "../lib/house.mjs";
import { slack } from "../lib/slack.mjs";
import { pass, waitFor } from "../lib/wait.mjs";

/** How late a move may be, in ms. */
const LATE = 100;
/** By then the private channels have been told. */
const TOLD_MS = 1000;

/**
 * Puts a function before the real one that notes each call, with the process that made it, and then does `body`. A note
 * is left even by a call that is cut.
 */
async function tapPulse(house, body = "null;") {
  await house.query("create table if not exists hippo.test_pulse (at timestamptz, pid integer)");
  await house.query("create sequence if not exists hippo.test_pulses");
  await house.query("grant usage on sequence hippo.test_pulses to hippo_owner");
  await house.query("grant insert, select on hippo.test_pulse to hippo_owner");
  await house.query("alter function scheduler.pulse() rename to test_real_pulse").catch(() => {});
  await house.query(`create or replace function scheduler.pulse() returns json language plpgsql security definer as $$
    begin
      perform nextval('hippo.test_pulses'); -- stays, even when this is cut
      insert into hippo.test_pulse values (clock_timestamp(), pg_backend_pid());
      ${body}
      return scheduler.test_real_pulse();
    end $$`);
  await house.query("alter function scheduler.pulse() owner to hippo_owner");
  await house.query("grant execute on function scheduler.pulse() to hippo_scheduler");
}

const pulses = (house) => house.value("select last_value from hippo.test_pulses");

/** The worst lateness of any move of the rounds from `since` on, in ms by the database's clock. */
const lateness = (house, since) => house.value(`
  select max(greatest(extract(epoch from locked_at - locks_at), extract(epoch from raced_at - race_starts_at),
                      extract(epoch from finished_at - race_ends_at), extract(epoch from settled_at - finished_at)) * 1000)::float
  from hippo.round where phase = 'settled' and round_id >= $1`, [since]);

async function assertOnTime(house, rounds, t) {
  const { round_id: since } = await house.phase("betting", { from: (await house.phase(["betting", "locked", "racing", "finished", "settled"])).round_id + 1 });
  await house.phase("settled", { from: since + rounds - 1 });
  const late = await lateness(house, since);
  t.diagnostic(`moves at most ${late.toFixed(1)} ms late in ${rounds} rounds`);
  assert.ok(late < slack(LATE), `a move came ${late} ms late`);
}

describe("beside the rounds", { concurrency: true }, () => {
  describe("the leader's pulse", { concurrency: true }, () => {
    describe("between the moves", inOrder, () => {
      const house = useHouse({ settings: SHORT });
      before(() => tapPulse(house));

      test("it comes at least twice a second, and delays no move", async (t) => {
        await house.phase("settled");
        const from = await house.value("select clock_timestamp()");
        await assertOnTime(house, 4, t);
        const gaps = await house.query(`select extract(epoch from at - lag(at) over (order by at))::float * 1000 as ms
          from hippo.test_pulse where at > $1 order by ms desc nulls last limit 1`, [from]);
        t.diagnostic(`at most ${gaps[0].ms.toFixed(0)} ms from one to the next`);
        assert.ok(gaps[0].ms < slack(500), `${gaps[0].ms} ms without a pulse`);
      });

      test("it comes while the game is paused too", async () => {
        await house.query("select hippo.game_pause('a test')");
        await house.phase("settled");
        await pass(500);
        const from = await pulses(house);
        await waitFor("pulses", async () => (await pulses(house)) >= from + 4);
        await house.query("select hippo.game_resume('go on')");
      });

      test("only the leader has one; after a takeover the next leader", async () => {
        const leader = await house.leader();
        house.start("scheduler", { as: "scheduler-2" });
        await waitFor("a standby", () => house.words("scheduler-2").includes("event=standby"));
        const pids = () => house.query("select distinct a.application_name as name from hippo.test_pulse p join pg_stat_activity a using (pid) where p.at > clock_timestamp() - interval '700 ms'");
        await pass(800);
        assert.deepEqual(await pids(), [{ name: leader }]);
        house.freeze(leader);
        await waitFor("the other leads", async () => (await house.leader()) === "scheduler-2");
        await waitFor("the other's pulse", async () => (await pids()).some(({ name }) => name === "scheduler-2"));
        house.wake(leader);
        await waitFor("the woken one stands by", () => house.words(leader).split("event=lead_lost").at(-1).includes("event=standby"), 10_000);
        await pass(800);
        assert.deepEqual(await pids(), [{ name: "scheduler-2" }]);
        await house.stop("scheduler-2");
      });
    });

    describe("in trouble", inOrder, () => {
      const house = useHouse({ settings: SHORT, env: { LOG_LEVEL: "info" } });
      before(() => tapPulse(house));
      const said = (event) => house.words("scheduler").split("\n").filter((line) => line.includes(`event=${event} `));

      test("a slow one is cut before the next move is due, and said once", async (t) => {
        await tapPulse(house, "perform pg_sleep(3);");
        const from = await pulses(house);
        await assertOnTime(house, 3, t);
        assert.ok((await pulses(house)) >= from + 3, "it was not tried again");
        assert.equal(said("pulse_cut").length, 1, said("pulse_cut").join("\n"));
        assert.match(said("pulse_cut")[0], /level=warn .*statement timeout/);
      });

      test("one that waits for somebody's lock holds nobody up", async (t) => {
        await tapPulse(house, "perform 1 from hippo.pulse for update;");
        const session = await house.db.connect();
        await session.query("begin");
        await session.query("select from hippo.pulse for update");
        await assertOnTime(house, 2, t);
        await session.query("rollback");
        await session.end();
      });

      test("one that fails is an error line, and rounds go on", async (t) => {
        await tapPulse(house, "raise exception 'out of paper';");
        await assertOnTime(house, 2, t);
        assert.equal(said("pulse_failed").length, 1, said("pulse_failed").join("\n"));
        assert.match(said("pulse_failed")[0], /level=error .*sqlstate=P0001 .*out of paper/);
      });

      test("when the trouble is over it goes on, and the moves have all their time again", async () => {
        await tapPulse(house);
        const rows = () => house.value("select count(*) from hippo.test_pulse where at > clock_timestamp() - interval '2 s'");
        await waitFor("pulses", async () => (await rows()) >= 3);
        const { round_id: id } = await house.phase("betting");
        const session = await house.db.connect();
        await session.query("begin");
        await session.query("select from hippo.house_book for no key update"); // the lock of the round waits for it
        await pass(2500);
        await session.query("rollback");
        await session.end();
        await house.phase("settled", { from: id });
        assert.deepEqual(said("failed"), [], "a move was cut by the pulse's patience");
      });

      test("claims that expired are logged", async () => {
        await tapPulse(house, "return json_build_object('tills', 0, 'expired', 7, 'proofDue', false);");
        await waitFor("the line", () => said("tickets_expired").some((line) => line.includes("tickets=7")));
        await tapPulse(house);
      });

      test("afterwards the books are right", () => assertBooks(house));
    });

    describe("a draw that does not agree", inOrder, () => {
      const house = useHouse({ settings: SHORT, env: { LOG_LEVEL: "info" } });

      test("stands the round still, as an alarm, said once in half a minute; when they agree again it goes on", async () => {
        await house.query(`alter function hippo.round_reveal(hippo.round, bytea) rename to test_real_reveal`);
        await house.query(`create function hippo.round_reveal(p_round hippo.round, p_secret bytea,
            out outcome_seed bytea, out film_seed bytea, out runner_order integer[]) language plpgsql stable as $$
          begin
            select r.outcome_seed, r.film_seed, array_agg(n order by place desc) into outcome_seed, film_seed, runner_order
            from hippo.test_real_reveal(p_round, p_secret) r, unnest(r.runner_order) with ordinality as u (n, place)
            group by 1, 2;
          end $$`);
        await house.query("alter function hippo.round_reveal(hippo.round, bytea) owner to hippo_owner");
        const alarms = () => house.words("scheduler").split("\n").filter((line) => line.includes("event=alarm "));
        await waitFor("an alarm", () => alarms().length > 0, 15_000);
        assert.match(alarms()[0], /level=error .*call=finish sqlstate=HP500 .*disagree on round/);
        const { round_id: id } = await house.phase("racing");
        await pass(1500);
        assert.equal(alarms().length, 1, alarms().join("\n"));
        assert.doesNotMatch(alarms()[0].split("event=alarm")[1], /54/, "the alarm tells the order");
        await house.query("drop function hippo.round_reveal(hippo.round, bytea)");
        await house.query("alter function hippo.test_real_reveal(hippo.round, bytea) rename to round_reveal");
        await house.phase("settled", { from: id });
      });
    });
  });

  describe("the nightly proof", inOrder, () => {
    const house = useHouse({ settings: SHORT, env: { LOG_LEVEL: "info" }, programs: ["gateway", "api", "caddy"] });
    const words = () => [...house.programs.keys()].filter((name) => name.startsWith("scheduler")).map((name) => house.words(name)).join("\n");
    const said = (event) => words().split("\n").filter((line) => line.includes(`event=${event} `));
    const runs = () => house.query("select violations, first_violation as first, finished_at is not null as is_over from hippo.proof_run");

    /** Puts a proof in place of the real one that takes `seconds` and finds `rows`. */
    async function replaceProof(seconds, rows) {
      await house.query("alter function report.proof() rename to test_real_proof").catch(() => {});
      await house.query(`create or replace function report.proof() returns table (invariant text, subject text, detail text)
        language plpgsql security definer as $$
        begin perform pg_sleep(${seconds}); return query ${rows}; end $$`);
      await house.query("alter function report.proof() owner to hippo_owner");
    }
    const forget = () => house.query("delete from hippo.proof_run");

    before(async () => {
      await house.query("update hippo.setting set value = '0' where name = 'proof_hour'");
      await house.query("insert into hippo.proof_run (day, started_at) select hippo.house_day(hippo.clock()) + n, hippo.clock() from generate_series(0, 1) n");
      house.start("scheduler");
      await house.phase("betting");
    });

    test("is not made twice a day", async () => {
      await house.rounds(1);
      assert.deepEqual(said("proof"), []);
    });

    test("is made when it is due, and the books are right", async () => {
      await forget();
      await waitFor("a proof", () => said("proof").length > 0);
      assert.match(said("proof")[0], /level=info .*violations=0 took_ms=\d+/);
      assert.deepEqual(await runs(), [{ violations: 0, first: null, is_over: true }]);
    });

    test("may take its time: rounds and pulse go on meanwhile, nobody begins another", async (t) => {
      await replaceProof(8, "select 'cash', 'till 3', '5 too much' union all select 'cash', 'till 4', '5 too little'");
      house.start("scheduler", { as: "scheduler-2" });
      await forget();
      await waitFor("the proof runs", async () => (await house.value("select count(*) from pg_stat_activity where query like '%proof_run%' and usename = 'hippo_scheduler' and state = 'active'")) === 1);
      await assertOnTime(house, 2, t);
      assert.deepEqual(await runs(), [], "it is over already");
      await waitFor("its end", () => said("proof_violated").length > 0, 15_000);
      assert.equal(said("proof_violated").length, 1);
      assert.match(said("proof_violated")[0], /level=error .*violations=2 took_ms=\d+ first="cash: till 3 \(5 too much\)"/);
      assert.deepEqual(await runs(), [{ violations: 2, first: "cash: till 3 (5 too much)", is_over: true }]);
      assert.deepEqual((await house.query("select data->>'kind' as kind, data->>'first' as first from hippo.stream_event where channel = 'admin' and event = 'alarm'")),
        [{ kind: "proof", first: "cash: till 3 (5 too much)" }]);
    });

    test("one that dies with its scheduler is made by the next leader", async () => {
      const leader = await house.leader();
      await replaceProof(4, "select null, null, null where false");
      await forget();
      await waitFor("the proof runs", async () => (await house.value("select count(*) from pg_stat_activity where query like '%proof_run%' and usename = 'hippo_scheduler' and state = 'active'")) === 1);
      await house.query("select pg_terminate_backend(pid) from pg_stat_activity where query like '%proof_run%' and usename = 'hippo_scheduler'");
      await waitFor("an error line", () => said("proof_failed").length > 0);
      assert.match(said("proof_failed")[0], /level=error .*terminating connection/);
      await house.stop(leader);
      await waitFor("the other one's proof", () => said("proof").length > 1, 20_000);
      assert.deepEqual(await runs(), [{ violations: 0, first: null, is_over: true }]);
    });

    test("a failing one is an error line, and no reason for anything else", async () => {
      await replaceProof(0, "select (1 / 0)::text, '', ''");
      const before = said("proof_failed").length;
      await forget();
      await waitFor("an error line", () => said("proof_failed").length > before, 20_000);
      assert.match(said("proof_failed").at(-1), /sqlstate=22012 .*division by zero/);
      const { round_id: id } = await house.phase("betting");
      await house.phase("settled", { from: id });
      assert.equal(said("proof_failed").length, before + 1, "it was tried again at once");
    });
  });
});
