// SPDX-License-Identifier: MIT
// PostgreSQL's machine has a wrong clock, for real: it is set while the house runs, ahead and back. Rounds go on by
// themselves, what was sold stays provable, nobody loses a prize, and everybody who should is told.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { inOrder, useHouse } from "../lib/house.mjs";
import { ask, People } from "../lib/people.mjs";
import { ShiftedClock } from "../lib/shifted_clock.mjs";
import { waitFor } from "../lib/wait.mjs";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const FINISH_MS = 300;

describe("a wrong clock", inOrder, () => {
  const house = useHouse({ settings: { BETTING_MS: 4000, LOCK_MS: 200, FILM_MS: 1000, FINISH_MS } });
  let clock, people, cashier, prize;

  const newest = async () => (await house.query("select * from hippo.round order by round_id desc limit 1"))[0];
  const health = async () => (await house.get("/api/v1/health")).json;
  const proof = () => house.query("select * from report.proof()");
  /** One try on the newest round, whatever becomes of it: "sold", or the problem's code. */
  const sale = async () => {
    const { round_id: roundId } = await newest();
    const answer = await cashier.ask("POST", "/tickets", { roundId, lines: [{ market: "win", selection: "6", stake: 2500 }] });
    return answer.json.number ? "sold" : answer.json.code;
  };
  const told = (event) => house.words("scheduler").split(`event=${event}`).length - 1;
  const opens = (after) => waitFor("the next round opens", async () => {
    const round = await newest();
    return round.round_id > after && round;
  }, 15_000);
  const isRight = () => waitFor("all is well", async () => (await health()).status === "ok", 15_000);

  before(async () => {
    clock = await ShiftedClock.under(house);
    people = await People.arrive(house);
    cashier = await people.cashier();
    // Somebody wins whatever happens, and nobody comes for it.
    prize = await cashier.sell((round) => round.card.runners.map(({ number }) => ({ market: "win", selection: String(number), stake: 2500 })));
    await people.over(prize.roundId);
    assert.equal((await house.value("select count(*) from hippo.claim")), 1);
    await isRight();
  }, { timeout: 120_000 });

  test("a second and a half back after an opening: nothing is sold until the round has opened, and all of it is provable", async () => {
    const { round_id: before } = await newest();
    await opens(before);
    clock.set(-1500);
    assert.equal(await sale(), "clock_wrong");
    await waitFor("it sells again", async () => (await sale()) === "sold", 10_000);
    clock.set(0);
    assert.deepEqual(await proof(), []);
    await isRight();
  });

  test("an hour ahead: no sale while the machines are apart, and the races go on", async () => {
    const from = told("clock_wrong");
    clock.set(HOUR);
    // Until the scheduler has moved on, the round that was open when the clock jumped counts as late.
    const { clock: { skewMs, apiSkewMs } } = await waitFor("the house says so", async () => {
      const found = await health();
      return found.status === "clock" && found.clock.state === "apart" && found;
    });
    for (const ms of [skewMs, apiSkewMs]) assert.ok(Math.abs(ms - HOUR) < 5000, `${ms}`);
    const { round_id: before } = await newest();
    const { round_id: after } = await opens(before);
    assert.equal(await sale(), "clock_wrong");
    await house.phase("settled", { from: after });
    assert.ok(told("clock_wrong") > from, "the scheduler has logged it");
    assert.equal(await house.value("select count(*) from hippo.stream_event where channel = 'admin' and event = 'alarm' and data->>'kind' = 'clock'") > 0, true);
  });

  test("right again: what is stuck is void, and the house goes on at once", async () => {
    await house.phase("betting");
    const { round_id: before } = await newest();
    const set = performance.now();
    clock.set(0);
    const { round_id: next } = await opens(before);
    // Within the time that a result is shown, and what the parts need to see it.
    assert.ok(performance.now() - set < FINISH_MS + 3000, `${performance.now() - set} ms`);
    const [stuck] = await house.query("select phase, void_reason from hippo.round where round_id = $1", [before]);
    assert.deepEqual(stuck, { phase: "void", void_reason: "the clock was set back" });
    assert.equal(next, before + 1);
    await waitFor("it sells", async () => (await sale()) === "sold", 15_000);
    await isRight();
    assert.deepEqual(await proof(), []);
  });

  test("a year ahead while no scheduler runs, and right again: the round that opened then is void", async () => {
    await house.stop("scheduler");
    clock.set(YEAR);
    house.start("scheduler");
    const { round_id: before } = await newest();
    const { round_id: stuck } = await opens(before);
    await house.kill("scheduler");
    clock.set(0);
    assert.deepEqual([(await health()).status, (await health()).clock.state], ["clock", "behind"]);
    assert.equal(await sale(), "clock_wrong");
    house.start("scheduler");
    await opens(stuck);
    assert.equal((await house.query("select phase from hippo.round where round_id = $1", [stuck]))[0].phase, "void");
    await waitFor("it sells", async () => (await sale()) === "sold", 15_000);
    await isRight();
    assert.deepEqual(await proof(), []);
  });

  test("nobody has lost a prize, nor the right to it", async () => {
    assert.equal((await house.query("select state from hippo.ticket where ticket_id = hippo.ticket_id($1)", [prize.number]))[0].state, "won");
    const paid = await cashier.ask("POST", `/tickets/${prize.number}/pay`, { code: prize.code });
    assert.equal(paid.status, 200, paid.text);
    const { json } = await ask(house, people.admin.token, "POST", "/admin/clock/confirm", { reason: "looked at NTP" });
    assert.ok(json.behindMs >= 0 && json.livedAt, JSON.stringify(json));
    assert.ok((await health()).clock.livedBehindMs < 20_000);
  });
});
